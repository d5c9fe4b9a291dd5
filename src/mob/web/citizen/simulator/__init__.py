"""The simulator: a commune, a few questions, every aid with what it would give. Nothing is stored: see `web.citizen.carrying`."""
