"""Bytes of a file to text, whatever program saved it: UTF-8 with or without mark, UTF-16, Windows. Pure."""

from __future__ import annotations

import codecs

from mob.kernel.errors import Invalid

MAX_BYTES = 10_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Raises Invalid: empty, too big, or not text."""
    if len(content) > MAX_BYTES:
        raise Invalid("aid_file_too_big", limit=MAX_BYTES // 1_000_000)
    if not content.strip():
        raise Invalid("aid_file_empty")
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Invalid("aid_file_not_text", position=error.start) from error
    if "\x00" in text:
        raise Invalid("aid_file_not_text", position=text.index("\x00"))
    return text, encoding


def _encoding(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if content[1:2] == b"\x00":
        return "utf-16-le"
    if content[:1] == b"\x00":
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
