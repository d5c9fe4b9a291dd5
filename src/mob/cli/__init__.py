"""The `mob` command."""
