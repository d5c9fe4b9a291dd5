"""What the directory needs from above before it can answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from mob.directory.types import OpenFile


class KeyUsage(Protocol):
    """Served by documents: a key in use is not retired."""

    def documents_remaining(self, kid: str) -> int:
        """How many stored documents can only be opened with this key (RFC 7638 thumbprint)."""
        ...


class OpenFiles(Protocol):
    """Served by applications: an affiliation does not end while files that rest on it are under way."""

    def open_files(self, user_id: UUID, funder_id: UUID) -> Sequence[OpenFile]:
        """The person's applications to this employer that are sent and not decided."""
        ...
