"""Identifiers: UUIDv7 keys (RFC 9562 §5.7), sortable by creation and never used as a secret, and spoken references."""

from __future__ import annotations

import secrets
from uuid import UUID

import uuid6

from mob.kernel.unicode import normal

# No 0/O, 1/I/L, U/V: what is read aloud on a telephone must be typed back right.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
_VALUES = {letter: index for index, letter in enumerate(ALPHABET)}
_LENGTH = 7


def uuid7() -> UUID:
    """A new time-ordered key."""
    return UUID(int=uuid6.uuid7().int)


def new_reference() -> str:
    """A short spoken reference `ABCD-1234`: seven random characters and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return _spell(body + check_character(body))


def reference_from(number: int) -> str:
    """The same reference for the same number: of what is made up, never of somebody's file. `number` is not negative."""
    body = "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(_LENGTH))
    return _spell(body + check_character(body))


def check_character(body: str) -> str:
    """The character that makes the weighted sum a multiple of 29.

    29 is prime and greater than every weight, so one wrong character or two swapped neighbours are always caught.
    """
    total = sum((index + 2) * _VALUES[letter] for index, letter in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def normalise_reference(text: str) -> str | None:
    """The canonical form of what somebody typed, or None when it cannot be a reference."""
    folded = normal("NFKC", text).upper()
    letters = "".join(c for c in folded if c in _VALUES)
    if len(letters) != _LENGTH + 1 or check_character(letters[:_LENGTH]) != letters[_LENGTH]:
        return None
    return _spell(letters)


def _spell(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"
