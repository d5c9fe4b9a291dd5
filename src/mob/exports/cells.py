"""What goes into a cell, whatever the format: text that no spreadsheet takes for a formula. Pure.

A cell that begins like a formula, after anything invisible, gets an apostrophe (OWASP, CSV injection): `=`, `+`, `-`,
`@`, a separator, and their full-width forms, which some spreadsheets read alike. Line breaks, tabs and control
characters become spaces: a cell is one line.
"""

from __future__ import annotations

import re
import unicodedata

from mob.kernel.unicode import normal

_SIGNS = frozenset("=+-@;|")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Cn", "Co"})
# Everything XML 1.0 cannot hold, and every break; surrogates left alone by a faulty reader included.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 32_767  # characters a cell of a spreadsheet holds


def inert(text: str) -> str:
    """The text as a cell may hold it."""
    line = _CONTROLS.sub(" ", text)
    safe = f"'{line}" if _begins_like_a_formula(text) else line
    return safe[:_LONGEST]


def _begins_like_a_formula(text: str) -> bool:
    if not text or (text[0].isascii() and text[0].isalnum()):
        return False
    first = next((c for c in text if c in "\t\r\n" or unicodedata.category(c) not in _INVISIBLE), "")
    # Full-width and small forms, and the mathematical minus, are what they look like.
    return bool(first) and (first in "\t\r\n\u2212" or normal("NFKC", first)[:1] in _SIGNS)
