"""JPEG: what describes the photographer is cut out, the picture itself is kept bit for bit."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image

from mob.documents.intake import exif
from mob.documents.intake.limits import MAX_SCANS, Budget, check_dimensions
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what browsers show
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

Segment = tuple[int, bytes]  # marker, whole bytes of the segment, for a scan with its coded data


def check(raw: bytes) -> None:
    """Refuse before decoding: dimensions, number of scans, structure. Raises Invalid."""
    scans = Budget(MAX_SCANS, "image_damaged")
    is_framed = False
    for marker, body in _segments(raw):
        if marker in _OTHER_FRAMES:
            raise Invalid("image_damaged")
        if marker in _FRAMES:
            height, width = _unpack(">HH", body, 5)
            check_dimensions(width, height)
            is_framed = True
        if marker == _SCAN:
            scans.spend()
    if not is_framed or scans.left == MAX_SCANS:
        raise Invalid("image_damaged")


def clean(raw: bytes) -> tuple[bytes, tuple[IntakeNote, ...]]:
    """The picture without Exif, location, comments, hidden thumbnails nor anything after its end. Raises Invalid."""
    kept: list[bytes] = [b"\xff\xd8"]
    orientation, has_location = 1, False
    for marker, body in _segments(raw):
        if _is_kept(marker, body):
            kept.append(body)
        elif marker == _APP1 and body[4:10] == exif.HEADER:
            orientation, has_location = exif.read(body[10:])
    if orientation != 1:
        kept.insert(1, _segment(_APP1, exif.HEADER + exif.only_orientation(orientation)))
    content = b"".join([*kept, b"\xff\xd9"])
    _check_decodes(content)
    return content, _notes(content != raw, has_location)


def _notes(is_changed: bool, has_location: bool) -> tuple[IntakeNote, ...]:
    notes = (IntakeNote.METADATA_REMOVED, is_changed), (IntakeNote.LOCATION_REMOVED, has_location)
    return tuple(note for note, holds in notes if holds)


def _is_kept(marker: int, body: bytes) -> bool:
    """JFIF, colour profile and Adobe's colour transform are needed to show it; the other blocks describe it."""
    if marker == _APP2:
        return body[4:16] == b"ICC_PROFILE\x00"
    if marker == _APP0:
        return body[4:9] == b"JFIF\x00"
    return marker == _APP14 or not (_APP0 <= marker <= _APP15 or marker == _COMMENT)


def _segments(raw: bytes) -> Iterator[Segment]:
    """Every segment between the start and the end of the first image. Raises Invalid("image_damaged")."""
    at = 2
    while True:
        while raw[at : at + 2] == b"\xff\xff":
            at += 1
        if len(raw) < at + 2 or raw[at] != 0xFF:
            raise Invalid("image_damaged")
        marker = raw[at + 1]
        if marker == _END:
            return
        (length,) = _unpack(">H", raw, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            found = _AFTER_SCAN.search(raw, end)
            if not found:
                raise Invalid("image_damaged")  # cut off before the end marker
            end = found.start()
        if length < 2 or end > len(raw):
            raise Invalid("image_damaged")
        yield marker, raw[at:end]
        at = end


def _unpack(form: str, data: bytes, at: int) -> tuple[int, ...]:
    try:
        return struct.unpack_from(form, data, at)
    except struct.error as error:
        raise Invalid("image_damaged") from error


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _check_decodes(content: bytes) -> None:
    """Read every coefficient, at an eighth of the size: a truncated picture shows, and little memory is used."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
            image.load()
    except (OSError, ValueError, SyntaxError, IndexError, Image.DecompressionBombError) as error:
        raise Invalid("image_damaged") from error
