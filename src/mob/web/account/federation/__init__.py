"""Signing in from above: leaving for a provider, coming back, first times, what is linked, accounts brought together."""
