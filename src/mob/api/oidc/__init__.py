"""Addresses of the OpenID Connect provider that programs call: tokens, userinfo, introspection, revocation, discovery."""
