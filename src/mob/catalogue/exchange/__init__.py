"""Aids as files: our typed JSON and the national 19-column CSV, both ways. No query here, but for names of places."""
