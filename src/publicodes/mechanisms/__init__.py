"""What each key of a rule means: raw data to nodes. Nothing is computed here.

A rule has one mechanism that gives its value and any number that transform it; these apply in an order of their own,
whatever the order of the keys (`CHAIN`).
"""

from __future__ import annotations

from publicodes.mechanisms.parsing import Reader

__all__ = ["Reader"]
