"""The counter: somebody is present, and an agent fills in with her what she would fill in alone."""
