"""The words of a PDF whose fonts say what their glyphs mean (ToUnicode), in the order they are written."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf

_RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def text_of(content: bytes) -> str:
    """All its text, words apart by single spaces."""
    with pikepdf.open(io.BytesIO(content)) as made:
        return " ".join(" ".join(_page(page) for page in made.pages).split())


def _page(page: Any) -> str:
    maps = {name: _glyphs(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
    said, glyphs = "", dict[int, str]()
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                glyphs = maps[str(operands[0])]
            case "BT":
                said += " "
            case "Tj":
                said += _read(bytes(operands[0]), glyphs)
            case "TJ":
                said += "".join(_read(bytes(s), glyphs) for s in operands[0] if isinstance(s, pikepdf.String))
    return said


def _read(codes: bytes, glyphs: dict[int, str]) -> str:
    return "".join(glyphs.get(int.from_bytes(codes[n : n + 2], "big"), "?") for n in range(0, len(codes), 2))


def _glyphs(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, start in _RANGE.findall(block):
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = chr(int(start, 16) + n)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letters in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(letters.decode()).decode("utf-16-be")
    return found
