"""Pure rules of postal addresses: the lines of an envelope under the person's name, and how somebody is written to."""

from __future__ import annotations

import re

from mob.identity.types import ProfileView, Reach
from mob.kernel.errors import Invalid
from mob.kernel.unicode import normal

# An address has six lines of 38 characters at most (AFNOR XP Z10-011, the rule of La Poste); the first is the name.
LINES = 5
LONGEST = 38
# Line breaks that text can hide in one line, and characters that are not to be seen.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LAST = re.compile(r"[0-9]{5} \S.*")


def check_postal(typed: str, pointer: str = "postal_address") -> str:
    """The address as stored: its lines apart by `\\n`, the last one a postcode and a town. Raises `Invalid`."""
    lines = [" ".join(_UNSEEN.sub(" ", line).split()) for line in normal("NFC", typed).splitlines()]
    lines = [line for line in lines if line]
    if any(len(line) > LONGEST for line in lines):
        raise Invalid("postal_line_too_long", pointer, most=LONGEST)
    if not 2 <= len(lines) <= LINES or not _LAST.fullmatch(lines[-1]):
        raise Invalid("postal_format", pointer)
    return "\n".join(lines)


def reach(person: ProfileView) -> Reach:
    """Her own account's address first; then paper, when she gave a postal address; then the address to write to.

    Who gave a telephone alone is written to on paper, which is handed to her.
    """
    postal = tuple((person.postal_address or "").splitlines())
    email = person.email or ("" if postal else person.contact_email or "")
    return Reach(person.full_name, email, postal)
