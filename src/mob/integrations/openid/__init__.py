"""A relying party of OpenID providers: discovery, code exchange, and the proof of everything they say."""
