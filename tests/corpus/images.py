"""Pictures of the corpus, made when asked for: nothing binary is committed."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pillow_heif
from PIL import Image, ImageDraw

PLACE = (48.8566, 2.3522)
CAMERA = "CorpusCam"


def paper(width: int = 600, height: int = 800) -> Image.Image:
    """Something that compresses like a photographed sheet: grain, a few lines, an arrow that shows which way is up."""
    grain = random.Random(7).randbytes(64 * 64)
    sheet = Image.frombytes("L", (64, 64), grain).resize((width, height)).point(lambda v: 200 + v // 6).convert("RGB")
    draw = ImageDraw.Draw(sheet)
    for row in range(10):
        draw.rectangle(
            (width // 8, height * row // 12 + 40, width * 7 // 8, height * row // 12 + 44), fill=(20, 40, 60)
        )
    draw.rectangle((0, 0, width // 10, height // 10), fill=(255, 0, 0))
    return sheet


def exif_with_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = CAMERA
    place = exif.get_ifd(0x8825)
    place.update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 8.0)})
    exif[0x8825] = place
    return exif.tobytes()


def jpeg(width: int = 600, height: int = 800, **options: object) -> bytes:
    return _saved(paper(width, height), "JPEG", quality=85, **options)


def jpeg_with_place(orientation: int = 6) -> bytes:
    return jpeg(exif=exif_with_place(orientation), comment=b"taken at home")


def jpeg_with_archive_behind() -> bytes:
    return jpeg() + b"PK\x03\x04" + b"hidden" * 100


def png(width: int = 600, height: int = 800, mode: str = "RGB") -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Someone")
    return _saved(paper(width, height).convert(mode), "PNG", pnginfo=info, exif=exif_with_place())


def webp() -> bytes:
    return _saved(paper(), "WEBP", exif=exif_with_place())


def heic(width: int = 600, height: int = 800) -> bytes:
    file = pillow_heif.from_pillow(paper(width, height))
    buffer = io.BytesIO()
    file.save(buffer, quality=60, exif=exif_with_place())
    return buffer.getvalue()


def animated_png() -> bytes:
    frames = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in (0, 120, 240)]
    return _saved(frames[0], "PNG", save_all=True, append_images=frames[1:], duration=100)


def animated_webp() -> bytes:
    frames = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in (0, 120, 240)]
    return _saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=100)


def empty_png(width: int, height: int) -> bytes:
    """A valid PNG of one colour, one bit a pixel, written without ever holding it."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    machine = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    coded = b"".join(machine.compress(row) for _ in range(height)) + machine.flush()
    chunks = ((b"IHDR", header), (b"IDAT", coded), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def lying_jpeg(width: int = 60000, height: int = 60000) -> bytes:
    """A small JPEG whose header announces a huge picture."""
    raw = bytearray(jpeg(64, 64))
    at = raw.index(b"\xff\xc0")
    raw[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(raw)


def many_scans_jpeg() -> bytes:
    """A progressive JPEG whose scan is repeated a thousand times."""
    raw = _saved(paper(64, 64), "JPEG", progressive=True)
    first = raw.index(b"\xff\xda")
    second = raw.index(b"\xff\xda", first + 2)
    scan = raw[first:second]
    return raw[:first] + scan * 1000 + raw[first:]


def lying_heic() -> bytes:
    box = b"ispe\x00\x00\x00\x00"
    return heic(64, 64).replace(box + struct.pack(">II", 64, 64), box + struct.pack(">II", 30000, 30000))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
