"""What a file is, by its first bytes alone. Names and declared types are never believed."""

from __future__ import annotations

from mob.documents.types import MediaType
from mob.kernel.errors import Invalid

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_REFUSED = (
    (b"PK\x03\x04", "type_archive"),
    (b"PK\x05\x06", "type_archive"),
    (b"Rar!", "type_archive"),
    (b"7z\xbc\xaf", "type_archive"),
    (b"\x1f\x8b", "type_archive"),
    (b"\xd0\xcf\x11\xe0", "type_office"),
)
_PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H: readers accept the header this late


def media_type(raw: bytes) -> MediaType:
    """The kind of an accepted file. Raises Invalid: `type_archive`, `type_office`, `type_unknown`."""
    if raw.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return MediaType.WEBP
    if raw[4:8] == b"ftyp" and _is_heif(raw):
        return MediaType.HEIC
    for magic, code in _REFUSED:
        if raw.startswith(magic):
            raise Invalid(code)
    if b"%PDF-" in raw[:_PDF_HEADER_WITHIN]:
        return MediaType.PDF
    raise Invalid("type_unknown")


def _is_heif(raw: bytes) -> bool:
    """Whether a brand of the `ftyp` box is HEVC's: AVIF shares the container and is not accepted."""
    size = min(int.from_bytes(raw[:4], "big"), 256)
    brands = {raw[8:12], *(raw[at : at + 4] for at in range(16, size, 4))}
    return bool(brands & _HEIF_BRANDS) and raw[8:12] != b"avif"
