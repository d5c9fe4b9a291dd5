"""Pure rules of organisations: numbers of establishments, and what a session of ProConnect opens."""

from __future__ import annotations

import re
from typing import Protocol

from mob.directory.types import Entry

# La Poste numbers its thousands of offices otherwise: the figures add up to a multiple of five (INSEE).
_LA_POSTE = "356000000"


class Establishment(Protocol):
    """What is read of a funder here."""

    @property
    def siret(self) -> str: ...
    @property
    def covers_all_establishments(self) -> bool: ...
    @property
    def requires_proconnect(self) -> bool: ...


def is_siret(text: str) -> bool:
    """Fourteen figures whose Luhn sum is a multiple of ten (INSEE), or whose plain sum is one of five for La Poste."""
    if not re.fullmatch(r"[0-9]{14}", text):
        return False
    figures = [int(c) for c in text]
    if text.startswith(_LA_POSTE) and sum(figures) % 5 == 0:
        return True
    doubled = [figure * (1 if index % 2 else 2) for index, figure in enumerate(figures)]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def employs(funder: Establishment, siret: str) -> bool:
    """Whether who works at `siret` works for this funder. A funder without a number employs nobody that way."""
    if not funder.siret or not siret:
        return False
    return funder.siret == siret or (funder.covers_all_establishments and funder.siret[:9] == siret[:9])


def opens(funder: Establishment, entry: Entry) -> bool:
    """Whether a session that came in so uses its rights at this funder.

    By ProConnect: those of the organisation it names, and no other. By another door: those of funders that allow it.
    """
    return employs(funder, entry.siret) if entry.siret else not funder.requires_proconnect
