"""The corpus of files that people and attackers send: each by name, with what must become of it.

`python -m tests.corpus.build FOLDER` writes them all for a look with other tools.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.corpus import images, papers

HTML = b"<!DOCTYPE html><script>alert(1)</script>" + b" " * 400
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
EXE = b"MZ\x90\x00" + bytes(400) + b"This program cannot be run in DOS mode."


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a.com", papers.EICAR)
    return buffer.getvalue()


ACCEPTED: dict[str, Callable[[], bytes]] = {
    "plain.pdf": papers.plain,
    "factur-x.pdf": papers.invoice_with_data,
    "form-with-scripts.pdf": papers.form_with_scripts,
    "signed.pdf": papers.signed,
    "restricted.pdf": papers.restricted,
    "tax-notice.pdf": papers.tax_notice,
    "scanned.pdf": papers.photographed,
    "exactly-10-MB.pdf": lambda: papers.of_size(10_000_000),
    "photograph.jpg": images.jpeg_with_place,
    "photograph.heic": images.heic,
    "screenshot.png": images.png,
    "palette.png": lambda: images.png(mode="P"),
    "screenshot.webp": images.webp,
    "animated.png": images.animated_png,
    "jpeg-with-zip.jpg": images.jpeg_with_archive_behind,
    "deep.pdf": papers.deep_objects,
    "wide.jpg": lambda: images.jpeg(7200, 1000),
}

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "file_empty"),
    "one-byte.pdf": (lambda: b"%", "type_unknown"),
    "html.pdf": (lambda: HTML, "type_unknown"),
    "svg.png": (lambda: SVG, "type_unknown"),
    "exe.jpg": (lambda: EXE, "type_unknown"),
    "gif.png": (lambda: b"GIF89a" + bytes(100), "type_unknown"),
    "tiff.jpg": (lambda: b"II*\x00" + bytes(100), "type_unknown"),
    "jpeg2000.jpg": (lambda: b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100), "type_unknown"),
    "avif.heic": (lambda: b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miaf" + bytes(99), "type_unknown"),
    "eicar.txt": (lambda: papers.EICAR, "type_unknown"),
    "archive.pdf": (archive, "type_archive"),
    "word.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "type_office"),
    "one-byte-too-many.pdf": (lambda: papers.of_size(10_000_001), "file_too_large"),
    "truncated.pdf": (papers.truncated, "pdf_damaged"),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"%%EOF", "pdf_damaged"),
    "locked.pdf": (papers.locked, "pdf_password"),
    "bomb-1.pdf": (lambda: papers.bomb(1), "pdf_bomb"),
    "bomb-2.pdf": (papers.bomb, "pdf_bomb"),
    "bomb-3.pdf": (lambda: papers.bomb(3), "pdf_bomb"),
    "bomb-in-structure.pdf": (papers.bomb_in_structure, "pdf_damaged"),
    "one-page-100000-times.pdf": (papers.many_pages, "pdf_damaged"),
    "90000-pages.pdf": (papers.many_distinct_pages, "pdf_too_complex"),
    "20000-pages.pdf": (lambda: papers.many_distinct_pages(20_000), "pdf_too_many_pages"),
    "201-pages.pdf": (lambda: papers.plain(201), "pdf_too_many_pages"),
    "150000-objects.pdf": (papers.many_objects, "pdf_too_complex"),
    "recursive.pdf": (papers.recursive_pages, "pdf_damaged"),
    "huge-image.pdf": (papers.huge_image, "pdf_bomb"),
    "30000.png": (lambda: images.empty_png(30000, 30000), "image_too_many_pixels"),
    "12000.png": (lambda: images.empty_png(12000, 12000), "image_too_many_pixels"),
    "65000x1.png": (lambda: images.empty_png(65000, 1), "image_too_many_pixels"),
    "lying.jpg": (images.lying_jpeg, "image_too_many_pixels"),
    "lying.heic": (images.lying_heic, "image_too_many_pixels"),
    "many-scans.jpg": (images.many_scans_jpeg, "image_damaged"),
    "truncated.jpg": (lambda: images.jpeg()[:-4000], "image_damaged"),
    "truncated.png": (lambda: images.png()[:-4000], "image_damaged"),
    "truncated.webp": (lambda: images.webp()[:-1000], "image_damaged"),
    "truncated.heic": (lambda: images.heic()[:-1000], "image_damaged"),
    "animated.webp": (images.animated_webp, "image_animated"),
}


@cache
def made(name: str) -> bytes:
    """One file of the corpus, built once a process."""
    return ACCEPTED[name]() if name in ACCEPTED else REFUSED[name][0]()


def main(folder: str) -> None:
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in (*ACCEPTED, *REFUSED):
        (target / name).write_bytes(made(name))
        print(f"{len(made(name)):>10}  {name}")


if __name__ == "__main__":
    main(sys.argv[1])
