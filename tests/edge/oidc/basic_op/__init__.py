"""The 38 modules of the OpenID Foundation's Basic OP plan (oidcc-basic-certification-test-plan), by their names.

The suite itself runs elsewhere; what each module asks is asked here. One difference: this provider wants PKCE of every
client (RFC 9700 §2.1.1), so that each request here carries a challenge, which the suite sends in one module only.
"""
