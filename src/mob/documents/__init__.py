"""Proofs: intake, antivirus, encryption to the funder, storage, manifest. It knows no application, only an opaque owner."""
