"""How the parts are put together: typed environment, settings, addresses, wiring, server. It holds no rule of the product."""
