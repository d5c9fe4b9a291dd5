"""HEIC and HEIF, which no office computer opens: converted to JPEG, upright, without Exif nor location."""

from __future__ import annotations

import io
import math
import re

import pillow_heif
from PIL import Image

from mob.documents.intake import exif
from mob.documents.intake.limits import HEIC_PIXELS_KEPT, MAX_BYTES, check_dimensions
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid

_SIZE_BOX = re.compile(rb"\x00\x00\x00\x14ispe\x00\x00\x00\x00(.{8})", re.DOTALL)
_QUALITIES = (88, 75, 60)

pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False


def check(raw: bytes) -> None:
    """Refuse before decoding, by the size every image of the file announces. Raises Invalid."""
    sizes = _SIZE_BOX.findall(raw)
    if not sizes:
        raise Invalid("image_damaged")
    for size in sizes:
        check_dimensions(int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big"))


def clean(raw: bytes) -> tuple[bytes, tuple[IntakeNote, ...]]:
    """The main picture as a JPEG of at most 16 million pixels. Raises Invalid("image_damaged")."""
    try:
        picture, described = _decode(raw)
    except (OSError, ValueError, RuntimeError, SyntaxError, EOFError, MemoryError) as error:
        raise Invalid("image_damaged") from error
    reduced = _reduced(picture)
    held = {
        IntakeNote.METADATA_REMOVED: bool(described),
        IntakeNote.LOCATION_REMOVED: exif.read(described.removeprefix(exif.HEADER))[1],
        IntakeNote.CONVERTED_TO_JPEG: True,
        IntakeNote.REDUCED: reduced is not picture,
    }
    return _encode(reduced), tuple(note for note, holds in held.items() if holds)


def _decode(raw: bytes) -> tuple[Image.Image, bytes]:
    """(the main picture, turned upright by the decoder as the format demands; its Exif block)."""
    container = pillow_heif.open_heif(io.BytesIO(raw), convert_hdr_to_8bit=True)
    main = container[container.primary_index]
    check_dimensions(*main.size)
    picture: Image.Image = main.to_pillow()
    described = main.info.get("exif")
    return picture, described if isinstance(described, bytes) else b""


def _reduced(picture: Image.Image) -> Image.Image:
    """Reduced by a whole number when needed: letters stay sharp."""
    pixels = picture.width * picture.height
    if pixels <= HEIC_PIXELS_KEPT:
        return picture
    return picture.reduce(math.ceil(math.sqrt(pixels / HEIC_PIXELS_KEPT)))


def _encode(picture: Image.Image) -> bytes:
    """JPEG of good quality, less good only where that would pass the limit of a file."""
    plain = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
    content = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        plain.save(buffer, "JPEG", quality=quality, icc_profile=picture.info.get("icc_profile"), exif=b"")
        content = buffer.getvalue()
        if len(content) <= MAX_BYTES:
            break
    return content
