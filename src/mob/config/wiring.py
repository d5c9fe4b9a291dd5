"""Who subscribes to what, which adapter serves which port. The only file that knows both sides."""

from __future__ import annotations


def connect() -> None:
    """Called once when the process is ready."""
