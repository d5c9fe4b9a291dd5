"""The publicodes rules language in Python. A library of its own: no Django, nothing of `mob`."""
