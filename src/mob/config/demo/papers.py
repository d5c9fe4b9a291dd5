"""Invented papers for the demonstration: small, real PDF files, written without a library."""

from __future__ import annotations

from collections.abc import Sequence

_MARGIN, _TOP, _LEADING = 72, 760, 22


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page with a title and lines of text (Latin-1), as PDF bytes."""
    content = _content(title, lines)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    return _assemble(objects)


def _content(title: str, lines: Sequence[str]) -> bytes:
    parts = [b"BT", b"/F2 20 Tf %d %d Td (%b) Tj" % (_MARGIN, _TOP, _text(title)), b"/F1 12 Tf 0 -20 Td"]
    parts += [b"0 -%d Td (%b) Tj" % (_LEADING, _text(line)) for line in lines]
    return b"\n".join([*parts, b"ET"])


def _text(words: str) -> bytes:
    plain = words.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")
    escaped = plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return escaped.encode("cp1252", "replace")


def _assemble(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
