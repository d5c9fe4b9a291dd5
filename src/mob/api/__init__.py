"""Edges that speak JSON to programs."""
