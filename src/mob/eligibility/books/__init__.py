"""Bringing in rules that others publish together: a package read, its aids worded, the catalogue kept in step."""
