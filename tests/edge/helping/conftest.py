"""A helper, her browser, and the day of the world."""

from __future__ import annotations

from tests.edge.citizen.conftest import today

__all__ = ["today"]
