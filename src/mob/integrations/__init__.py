"""Adapters of the ports, each beside its fake."""
