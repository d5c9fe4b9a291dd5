"""The stand-ins of FranceConnect, ProConnect and API Particulier: as strict as the real ones."""
