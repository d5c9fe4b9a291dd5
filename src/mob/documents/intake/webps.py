"""WebP: Exif and XMP are cut out of the container, the picture is kept bit for bit. Animations are refused."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image

from mob.documents.intake import exif
from mob.documents.intake.limits import check_dimensions
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid

_ANIMATED, _XMP, _EXIF = 0x02, 0x04, 0x08  # bits of the VP8X flags
_KEPT = {b"VP8 ", b"VP8L", b"ALPH", b"ICCP"}


def check(raw: bytes) -> None:
    """Refuse before decoding: dimensions of every header, animation, structure. Raises Invalid."""
    sizes = [size for kind, body in _chunks(raw) if (size := _dimensions(kind, body))]
    if not sizes:
        raise Invalid("image_damaged")
    for width, height in sizes:
        check_dimensions(width, height)


def clean(raw: bytes) -> tuple[bytes, tuple[IntakeNote, ...]]:
    """The picture without Exif nor XMP. Raises Invalid."""
    chunks = list(_chunks(raw))
    described = [body for kind, body in chunks if kind == b"EXIF"]
    orientation, has_location = exif.read(described[0].removeprefix(exif.HEADER)) if described else (1, False)
    kept = [_chunk(kind, body) for kind, body in chunks if kind in _KEPT]
    header = next((body for kind, body in chunks if kind == b"VP8X"), None)
    if header is not None:
        flags = header[0] & ~(_XMP | _EXIF) | (_EXIF if orientation != 1 else 0)
        kept.insert(0, _chunk(b"VP8X", bytes([flags]) + header[1:]))
        if orientation != 1:
            kept.append(_chunk(b"EXIF", exif.only_orientation(orientation)))
    body = b"WEBP" + b"".join(kept)
    content = b"RIFF" + struct.pack("<I", len(body)) + body
    _check_decodes(content)
    is_changed = any(kind not in _KEPT and kind != b"VP8X" for kind, _ in chunks)
    notes = (IntakeNote.METADATA_REMOVED, is_changed), (IntakeNote.LOCATION_REMOVED, has_location)
    return content, tuple(note for note, holds in notes if holds)


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = min(len(raw), 8 + int.from_bytes(raw[4:8], "little"))
    at = 12
    while at + 8 <= end:
        kind, length = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        if at + 8 + length > end:
            raise Invalid("image_damaged")
        yield kind, raw[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _dimensions(kind: bytes, body: bytes) -> tuple[int, int] | None:
    """What a chunk says of the picture's size, or None when it says nothing."""
    try:
        if kind == b"VP8X":
            if body[0] & _ANIMATED:
                raise Invalid("image_animated")
            return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        if kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 6)
            return width & 0x3FFF, height & 0x3FFF
        if kind == b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 1)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    except (struct.error, IndexError) as error:
        raise Invalid("image_damaged") from error
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _check_decodes(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=["WEBP"]) as image:
            image.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid("image_damaged") from error
