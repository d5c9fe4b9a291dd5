"""Who may apply in the name of somebody who cannot give a mandate: a minor, a protected adult. Pure.

It rests on a paper (parental authority, a judgement), never on a mandate that the person would accept. A minor is
represented by whoever holds parental authority (Code civil, art. 382 and 388-1-1) until majority (art. 414); an adult by
whoever a judge named: guardianship (art. 473), curatorship with a power to represent (art. 469), family authorisation
(art. 494-1). A measure is ordered for a time, renewed for twenty years at most (art. 442). Articles named from memory of
the code and not checked here word for word: `docs/explanation/acting-for-somebody.md` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from mob.kernel.clock import add_months
from mob.kernel.errors import Invalid

PAPER = "representation"
MAJORITY = 18
LONGEST_YEARS = 20


class Represented(StrEnum):
    """Whom the aid is for when it is not the person who applies."""

    CHILD = "child"
    PROTECTED = "protected"


class RepresentationKind(StrEnum):
    """What the paper is."""

    PARENTAL = "parental"
    GUARDIANSHIP = "guardianship"
    CURATORSHIP = "curatorship"
    FAMILY = "family"


KINDS: Mapping[Represented, tuple[RepresentationKind, ...]] = {
    Represented.CHILD: (RepresentationKind.PARENTAL, RepresentationKind.GUARDIANSHIP),
    Represented.PROTECTED: (
        RepresentationKind.GUARDIANSHIP,
        RepresentationKind.FAMILY,
        RepresentationKind.CURATORSHIP,
    ),
}


def must_be_represented(birth: date | None, *, minors_represented: bool, today: date) -> bool:
    """Whether a person who applies for herself is too young to ask for this aid alone. Never once of age."""
    return minors_represented and birth is not None and today <= last_day_of_minority(birth)


@dataclass(frozen=True, slots=True)
class RepresentationView:
    """That an agent read the paper: what it is, until when it holds (last day included)."""

    kind: RepresentationKind
    ends_on: date


def of(beneficiary: Mapping[str, Any]) -> Represented | None:
    """Who is represented, as far as it was said. None: the person applies for herself."""
    kind = beneficiary.get("kind")
    return Represented(kind) if kind in frozenset(Represented) else None


def last_day_of_minority(birth: date) -> date:
    """The day before the eighteenth birthday; someone born on 29 February is of age on 1 March of a common year."""
    return _birthday(birth, MAJORITY) - timedelta(days=1)


def _birthday(birth: date, years: int) -> date:
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def check_end(
    who: Represented, kind: RepresentationKind, birth: date | None, ends_on: date | None, *, today: date
) -> date:
    """The last day the representation holds. Raises Invalid (`kind`, `ends_on`) for what cannot be."""
    if kind not in KINDS[who]:
        raise Invalid("representation_kind", "kind")
    if who is Represented.CHILD and birth is not None:
        of_age = last_day_of_minority(birth)
        last = min(ends_on, of_age) if ends_on else of_age
    elif ends_on is None:
        raise Invalid("representation_end_missing", "ends_on")
    else:
        last = ends_on
    if not today <= last <= add_months(today, 12 * LONGEST_YEARS):
        raise Invalid("representation_end", "ends_on", most=LONGEST_YEARS)
    return last
