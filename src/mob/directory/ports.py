"""What the directory needs from above before it can answer."""

from __future__ import annotations

from typing import Protocol


class KeyUsage(Protocol):
    """Served by documents: a key in use is not retired."""

    def documents_remaining(self, kid: str) -> int:
        """How many stored documents can only be opened with this key (RFC 7638 thumbprint)."""
        ...
