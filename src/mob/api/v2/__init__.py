"""The JSON interface in our own words. Errors are `application/problem+json` (RFC 9457)."""
