"""The one thing kept of a photograph's Exif block: which way is up."""

from __future__ import annotations

import struct

HEADER = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_GPS = 0x8825


def read(block: bytes) -> tuple[int, bool]:
    """(orientation 1 to 8, whether a location is there) of a TIFF block. Whatever cannot be read is (1, False)."""
    try:
        order = {b"II": "<", b"MM": ">"}[block[:2]]
        (start,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, start)
        tags = dict(_entry(block, order, start + 2 + 12 * index) for index in range(min(count, 200)))
    except (KeyError, struct.error):
        return 1, False
    orientation = tags.get(_ORIENTATION, 1)
    return (orientation if 1 <= orientation <= 8 else 1), _GPS in tags


def _entry(block: bytes, order: str, at: int) -> tuple[int, int]:
    tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", block, at)
    return tag, value


def only_orientation(orientation: int) -> bytes:
    """A TIFF block that says which way is up and nothing else."""
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, orientation, 0)
    return b"II*\x00" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)
