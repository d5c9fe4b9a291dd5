"""Photographs lose who took them, where and when; they keep which way is up and every pixel."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageOps

from mob.documents.intake import cleaning, exif
from mob.documents.types import IntakeNote, MediaType
from mob.kernel.errors import Invalid
from tests.corpus import images
from tests.corpus.build import made

SECRETS = (images.CAMERA.encode(), b"taken at home", b"Someone")


def _opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def _shown(content: bytes) -> Image.Image:
    """As a browser shows it: turned upright."""
    upright = ImageOps.exif_transpose(_opened(content))
    assert upright is not None
    return upright.convert("RGB")


@pytest.mark.parametrize("name", ["photograph.jpg", "photograph.heic", "screenshot.png", "screenshot.webp"])
def test_nothing_says_who_took_the_picture_nor_where(name: str) -> None:
    file = cleaning.accept(made(name))
    tags = _opened(file.content).getexif()
    assert set(tags) <= {0x0112}
    assert not any(secret in file.content for secret in SECRETS)
    assert {IntakeNote.METADATA_REMOVED, IntakeNote.LOCATION_REMOVED} <= set(file.notes)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_shown_as_it_was_taken(orientation: int) -> None:
    raw = images.jpeg_with_place(orientation)
    cleaned = cleaning.accept(raw).content
    assert _shown(cleaned).tobytes() == _shown(raw).tobytes()


@pytest.mark.parametrize("name", ["screenshot.png", "palette.png", "screenshot.webp"])
def test_the_picture_itself_is_kept_to_the_last_bit(name: str) -> None:
    raw = made(name)
    assert _shown(cleaning.accept(raw).content).tobytes() == _shown(raw).tobytes()


def test_a_heic_becomes_a_readable_jpeg_of_the_same_size() -> None:
    file = cleaning.accept(made("photograph.heic"))
    assert (file.media_type, file.extension) == (MediaType.JPEG, "jpg")
    assert _opened(file.content).size == (600, 800)
    red, green, blue = _opened(file.content).convert("RGB").getpixel((20, 20))
    assert red > 200
    assert max(green, blue) < 60


def test_a_very_large_heic_is_reduced_and_the_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mob.documents.intake.heics.HEIC_PIXELS_KEPT", 100_000)
    file = cleaning.accept(made("photograph.heic"))
    assert IntakeNote.REDUCED in file.notes
    assert _opened(file.content).size == (200, 267)


def test_what_hides_behind_a_picture_is_cut_off() -> None:
    raw = made("jpeg-with-zip.jpg")
    assert b"PK\x03\x04" in raw
    assert b"PK\x03\x04" not in cleaning.accept(raw).content


def test_of_an_animation_the_first_picture_stays() -> None:
    file = cleaning.accept(made("animated.png"))
    assert IntakeNote.ANIMATION_REMOVED in file.notes
    assert getattr(_opened(file.content), "n_frames", 1) == 1


def test_an_interlaced_picture_is_measured_right() -> None:
    for colour, mode in ((0, "L"), (2, "RGB")):
        for width, height in ((1, 1), (3, 5), (8, 8), (17, 9)):
            raw = _interlaced(width, height, colour)
            assert _opened(cleaning.accept(raw).content).convert(mode).size == (width, height)


def _interlaced(width: int, height: int, colour: int) -> bytes:
    """Pillow does not write Adam7: the seven passes are laid out by hand."""
    import struct
    import zlib

    samples = {0: 1, 2: 3}[colour]
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    data = b""
    for left, top, across, down in passes:
        columns, rows = len(range(left, width, across)), len(range(top, height, down))
        data += (b"\x00" + bytes(columns * samples)) * rows if columns else b""
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 1)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(data)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(part)) + kind + part + zlib.crc32(kind + part).to_bytes(4, "big") for kind, part in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def test_more_picture_than_announced_is_refused() -> None:
    import zlib

    raw = images.empty_png(100, 100)
    machine = zlib.compress(bytes(10_000_000), 9)
    start = raw.index(b"IDAT") - 4
    chunk = len(machine).to_bytes(4, "big") + b"IDAT" + machine + zlib.crc32(b"IDAT" + machine).to_bytes(4, "big")
    with pytest.raises(Invalid, match="image_damaged"):
        cleaning.accept(raw[:start] + chunk + raw[-12:])


@pytest.mark.parametrize(
    "block", [b"", b"II*\x00", b"MM\x00*\xff\xff\xff\xff", b"nonsense" * 9, b"II*\x00\x08\x00\x00\x00\xff\xff"]
)
def test_an_unreadable_exif_block_says_upright_and_no_place(block: bytes) -> None:
    assert exif.read(block) == (1, False)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_block_we_write_is_the_block_we_read(orientation: int) -> None:
    assert exif.read(exif.only_orientation(orientation)) == (orientation, False)
