"""Facts the journal tells about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class HeadsRecorded:
    """The last place and hash of streams that changed. Each head is `stream seq hash`: a stream's name has no space."""

    kind: ClassVar[str] = "journal.heads_recorded"
    heads: tuple[str, ...]
