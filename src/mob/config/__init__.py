"""How the parts are put together: environment, settings, addresses, wiring, server. It holds no rule of the product."""
