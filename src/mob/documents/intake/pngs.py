"""PNG: chunks that describe the author are dropped, the picture is kept bit for bit; animations become still."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from mob.documents.intake import exif
from mob.documents.intake.limits import MAX_PROFILE_BYTES, check_dimensions
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYS", b"bKGD", b"iCCP"}
_ANIMATION = {b"acTL", b"fcTL", b"fdAT"}
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_STEP = 1 << 18


def check(raw: bytes) -> None:
    """Refuse before inflating: dimensions, structure. Raises Invalid."""
    _header(raw)


def clean(raw: bytes) -> tuple[bytes, tuple[IntakeNote, ...]]:
    """The picture without text, Exif, time nor animation. Raises Invalid("image_damaged") when it is not whole."""
    header = _header(raw)
    kept, coded = [_SIGNATURE], []
    notes: set[IntakeNote] = set()
    orientation = 1
    for kind, body, whole in _chunks(raw):
        if kind == b"IDAT":
            coded.append(body)
        if kind in _KEPT and not (kind == b"iCCP" and not _is_small_profile(body)):
            kept.append(whole)
        elif kind in _ANIMATION:
            notes.add(IntakeNote.ANIMATION_REMOVED)
        else:
            notes.add(IntakeNote.METADATA_REMOVED)
            if kind == b"eXIf":
                orientation, has_location = exif.read(body)
                notes |= {IntakeNote.LOCATION_REMOVED} if has_location else set()
    _check_inflates(coded, _expected_bytes(*header))
    if orientation != 1:
        kept.insert(2, _chunk(b"eXIf", exif.only_orientation(orientation)))
    return b"".join(kept), tuple(note for note in IntakeNote if note in notes)


def _header(raw: bytes) -> tuple[int, int, int, int, int]:
    """(width, height, bits a sample, colour type, interlacing)."""
    try:
        if raw[12:16] != b"IHDR":
            raise ValueError("no header")
        width, height, depth, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", raw, 16)
        if depth not in _DEPTHS[colour] or interlace not in (0, 1):
            raise ValueError("impossible header")
    except (struct.error, ValueError, KeyError) as error:
        raise Invalid("image_damaged") from error
    check_dimensions(width, height)
    return width, height, depth, colour, interlace


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """(kind, body, whole) of every chunk up to IEND, checksums verified."""
    at = len(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(raw[at : at + 4], "big")
        end = at + 12 + length
        if end > len(raw):
            raise Invalid("image_damaged")
        kind, body, checksum = raw[at + 4 : at + 8], raw[at + 8 : end - 4], raw[end - 4 : end]
        if zlib.crc32(raw[at + 4 : end - 4]).to_bytes(4, "big") != checksum:
            raise Invalid("image_damaged")
        yield kind, body, raw[at:end]
        at = end


def _expected_bytes(width: int, height: int, depth: int, colour: int, interlace: int) -> int:
    """The exact number of bytes the picture's data inflates to (PNG §7.2, §8)."""
    bits = depth * _SAMPLES[colour]
    if not interlace:
        return height * (1 + (width * bits + 7) // 8)
    total = 0
    for left, top, across, down in _PASSES:
        columns, rows = -(-(width - left) // across), -(-(height - top) // down)
        total += rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0
    return total


def _check_inflates(coded: list[bytes], expected: int) -> None:
    """Inflate piece by piece, keeping nothing, never beyond what the header announced."""
    machine = zlib.decompressobj()
    left = expected
    try:
        for piece in coded:
            while piece and left >= 0:
                left -= len(machine.decompress(piece, min(_STEP, left + 1)))
                piece = machine.unconsumed_tail
    except zlib.error as error:
        raise Invalid("image_damaged") from error
    if left != 0:
        raise Invalid("image_damaged")


def _is_small_profile(body: bytes) -> bool:
    try:
        start = body.index(b"\x00") + 2
        return len(zlib.decompressobj().decompress(body[start:], MAX_PROFILE_BYTES + 1)) <= MAX_PROFILE_BYTES
    except (ValueError, zlib.error):
        return False


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
