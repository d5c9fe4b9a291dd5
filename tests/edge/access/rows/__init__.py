"""One file a space of the site."""
