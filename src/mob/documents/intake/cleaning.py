"""From raw bytes to a safe file. It imports every parser: only the sandbox's child and tests import it."""

from __future__ import annotations

import hashlib
from types import ModuleType

from mob.documents.intake import heics, jpegs, limits, pdfs, pngs, sniff, webps
from mob.documents.types import CleanFile, MediaType

_KINDS: dict[MediaType, ModuleType] = {
    MediaType.PDF: pdfs,
    MediaType.JPEG: jpegs,
    MediaType.PNG: pngs,
    MediaType.WEBP: webps,
    MediaType.HEIC: heics,
}


def check(raw: bytes) -> MediaType:
    """The kind of a file that may be read further. Raises Invalid with the reason, before anything is decoded."""
    limits.check_size(raw)
    kind = sniff.media_type(raw)
    _KINDS[kind].check(raw)
    return kind


def accept(raw: bytes) -> CleanFile:
    """The safe form of a file. Raises Invalid with the reason when it cannot be read or made safe."""
    kind = check(raw)
    content, notes = _KINDS[kind].clean(raw)
    stored = MediaType.JPEG if kind is MediaType.HEIC else kind
    return CleanFile(content, stored, notes, hashlib.sha256(raw).hexdigest())
