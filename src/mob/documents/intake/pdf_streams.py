"""How much the streams of a PDF hold once decompressed, counted piece by piece and kept nowhere."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterable

import pikepdf

from mob.documents.intake.limits import MAX_IMAGE_PIXELS, MAX_INFLATED_BYTES, Budget
from mob.kernel.errors import Invalid

_STEP = 1 << 20
_SHORT = {
    "/Fl": "/FlateDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
}
_EXPANDING = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode"}
# The most each can expand (LZW: 4,096-byte strings for 12-bit codes are out of reach of honest files; 64 is ample).
_GUESSED_RATIO = {"/LZWDecode": 64, "/RunLengthDecode": 64}


def check(found: Iterable[pikepdf.Object]) -> None:
    """Refuse a file whose streams would fill a memory or an image a screen. Raises Invalid("pdf_bomb")."""
    budget = Budget(MAX_INFLATED_BYTES, "pdf_bomb")
    for item in found:
        if isinstance(item, pikepdf.Stream):
            _check_image(item)
            _spend(budget, item)


def _check_image(stream: pikepdf.Stream) -> None:
    if stream.get("/Subtype") != "/Image":
        return
    width, height = stream.get("/Width", 0), stream.get("/Height", 0)
    if not isinstance(width, int) or not isinstance(height, int) or width * height > MAX_IMAGE_PIXELS:
        raise Invalid("pdf_bomb")


def _spend(budget: Budget, stream: pikepdf.Stream) -> None:
    filters = _filters(stream)
    expanding = [name for name in filters if name in _EXPANDING]
    if not expanding:
        return
    raw = stream.read_raw_bytes()
    if set(expanding) != {"/FlateDecode"}:
        if len(expanding) > 1:
            raise Invalid("pdf_bomb")  # one expansion inside another multiplies
        budget.spend(len(raw) * _GUESSED_RATIO[expanding[0]])
        return
    for left, name in zip(range(len(filters) - 1, -1, -1), filters, strict=True):
        raw = _decoded(budget, name, raw, is_last=not left)


def _filters(stream: pikepdf.Stream) -> list[str]:
    value = stream.get("/Filter")
    if value is None:
        return []
    names = [str(name) for name in value] if isinstance(value, pikepdf.Array) else [str(value)]
    return [_SHORT.get(name, name) for name in names]


def _decoded(budget: Budget, name: str, data: bytes, *, is_last: bool) -> bytes:
    """One layer less. The last layer is only counted."""
    if name == "/ASCII85Decode":
        return _ascii85(data)
    if name == "/ASCIIHexDecode":
        return _ascii_hex(data)
    return _inflated(budget, data, is_last=is_last) if name == "/FlateDecode" else b""


def _inflated(budget: Budget, data: bytes, *, is_last: bool) -> bytes:
    machine = zlib.decompressobj()
    kept = []
    try:
        while data:
            piece = machine.decompress(data, _STEP)
            budget.spend(len(piece))
            if not is_last:
                kept.append(piece)
            data = machine.unconsumed_tail
    except zlib.error:
        pass  # readers show what could be read of a slightly damaged stream: so do we
    return b"".join(kept)


def _ascii85(data: bytes) -> bytes:
    text = re.sub(rb"\s", b"", data).removeprefix(b"<~").partition(b"~>")[0]
    try:
        return base64.a85decode(text)
    except ValueError:
        return b""


def _ascii_hex(data: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", data).partition(b">")[0]
    try:
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except ValueError:
        return b""
