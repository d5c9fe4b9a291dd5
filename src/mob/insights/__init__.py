"""Figures read from the journal: one row an application, and what the public may know. No names, no free text.

Everything here can be thrown away and derived again from the facts (`mob rebuild-insights`).
"""
