"""moB, Mon Compte Mobilité."""

__version__ = "0.1.0"
