"""Passwords that are long and guessed all the same: a common word repeated or padded, a row of the keyboard."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from mob.kernel.unicode import normal

# Words French people choose, which the English list of Django does not hold.
_FRENCH = frozenset(
    "motdepasse azerty azertyuiop bonjour soleil doudou loulou chocolat marseille nicolas camille coucou "
    "jetaime monamour chouchou princesse mobilite moncompte moncomptemobilite".split()
)
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "01234567890123456789",
)


class StretchedPasswordValidator(CommonPasswordValidator):
    """Refuses `passwordpassword`, `motdepasse2026!`, `azertyuiopqs`, `123456789012`."""

    def validate(self, password: str, user: Any = None) -> None:
        plain = "".join(c for c in normal("NFKD", password).casefold() if not unicodedata.combining(c))
        if any(self._is_common(core) for core in _cores(plain)) or _is_row(plain):
            raise ValidationError("common", code="password_too_common")

    def _is_common(self, word: str) -> bool:
        return len(word) < 4 or word in self.passwords or word in _FRENCH


def _cores(plain: str) -> set[str]:
    """What is left of a password once repetition, and figures or signs around it, are taken away."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return {_unrepeated(plain), _unrepeated(bare) if bare else _unrepeated(plain)}


def _unrepeated(text: str) -> str:
    match = re.fullmatch(r"(.+?)\1+", text)
    return match[1] if match else text


def _is_row(plain: str) -> bool:
    return any(plain in row or plain in row[::-1] for row in _ROWS)
