"""The OpenID Connect provider: rules, clients, consents, tokens, keys. Pages and addresses are in `web` and `api`."""
