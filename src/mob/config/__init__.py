"""How the parts are put together: typed environment, settings, addresses, wiring, server. No rule here."""
