"""The embedded stand-in for an antivirus: it knows one signature, EICAR's test file, and nothing else.

It makes the whole path testable without a daemon; production refuses to start with it and pages say "not scanning".
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from mob.documents.ports import ScanResult

# In two pieces: this very file must not alarm the antivirus of who installs it.
_EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_NAME = "Eicar-Test-Signature"
_STREAM = re.compile(rb"stream\r?\n")  # an "endstream" matches too: what follows it looks like no zlib header
_MOST_INFLATED = 50_000_000
_STEP = 1 << 18


class Signatures:
    def scan(self, content: bytes) -> ScanResult:
        return ScanResult(_NAME if _holds_eicar(content) else None, "moB signatures 1", "EICAR only")


def _holds_eicar(content: bytes) -> bool:
    return _EICAR in content or any(_EICAR in piece for piece in _inflated_streams(content))


def _inflated_streams(content: bytes) -> Iterator[bytes]:
    """The deflated streams of a PDF, one layer deep, in overlapping pieces, up to 50 MB for the whole file."""
    left = _MOST_INFLATED
    starts = (match.end() for match in _STREAM.finditer(content)) if b"%PDF-" in content[:1024] else iter(())
    for start in starts:
        if not _looks_deflated(content[start : start + 2]):
            continue
        machine, data, before = zlib.decompressobj(), content[start : start + _STEP], b""
        at = start + _STEP
        try:
            while data and left > 0 and not machine.eof:
                piece = machine.decompress(data, _STEP)
                left -= len(piece)
                yield before + piece
                before = piece[-len(_EICAR) :]
                data = machine.unconsumed_tail
                if not data:
                    data, at = content[at : at + _STEP], at + _STEP
        except zlib.error:
            continue


def _looks_deflated(head: bytes) -> bool:
    """A zlib header (RFC 1950 §2.2)."""
    return len(head) == 2 and head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
