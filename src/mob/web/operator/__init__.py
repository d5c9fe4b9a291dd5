"""The console of partners, `/operateur/`: those who plug their services in look after them here."""
