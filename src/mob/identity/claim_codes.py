"""Pure rules of the code on paper with which a person takes the account a counter opened for her.

Sixty bits in letters that are not mistaken for one another (Crockford's base 32): nobody guesses one, and it is read
aloud or copied by hand.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

LIFE = timedelta(days=30)
TRIES = 5
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
# What people write instead of a letter that the alphabet leaves out.
_READ_AS = str.maketrans("OIL", "011")


def new_code() -> str:
    """Twelve letters and figures, without separators."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def shown(code: str) -> str:
    """`K7QF-2M9T-XB40`, as printed."""
    return "-".join(re.findall("....", code))


def read(typed: str) -> str:
    """The code somebody typed, or an empty text when it cannot be one."""
    letters = re.sub(r"[\s\-‐‑–.]", "", typed).upper().translate(_READ_AS)
    return letters if len(letters) == _LENGTH and set(letters) <= set(_ALPHABET) else ""
