"""Who may decide in a funder's name: delegations of signature, and what each covers. Pure; no table.

A decision is taken by the authority or by somebody it empowered, within what it gave: an act with its number and date,
for some aids or for all, up to an amount, until a date. A case manager who holds none proposes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from mob.directory.types import DelegationContent, DelegationView
from mob.kernel.errors import Invalid
from mob.kernel.money import MAX_CENTS, Cents


def is_live(delegation: DelegationView, on: date) -> bool:
    """From the day it was signed until the end of its last day, unless it was revoked."""
    has_begun = delegation.signed_on <= on
    return has_begun and delegation.revoked_at is None and (delegation.ends_on is None or on <= delegation.ends_on)


def covers(delegation: DelegationView, aid_id: UUID | None, *, amount: Cents | None, on: date) -> bool:
    """Whether it empowers to decide on that aid for that sum in all (None: no money, or a refusal)."""
    return (
        is_live(delegation, on)
        and (delegation.aid_ids is None or aid_id in delegation.aid_ids)
        and (delegation.ceiling is None or amount is None or amount <= delegation.ceiling)
    )


def first_covering(
    held: Iterable[DelegationView], aid_id: UUID | None, *, amount: Cents | None, on: date
) -> DelegationView | None:
    """The delegation a decision is taken under."""
    return next((each for each in held if covers(each, aid_id, amount=amount, on=on)), None)


def highest_ceiling(held: Iterable[DelegationView], aid_id: UUID | None, *, on: date) -> Cents | None:
    """Up to how much one may decide on that aid; None: without limit. Zero when nothing is held."""
    ceilings = [each.ceiling for each in held if covers(each, aid_id, amount=None, on=on)]
    if any(ceiling is None for ceiling in ceilings):
        return None
    return max((ceiling for ceiling in ceilings if ceiling is not None), default=Cents(0))


def problems_of(content: DelegationContent) -> list[Invalid]:
    """Everything wrong with a cleaned delegation, by field."""
    found = {
        "number": "" if 1 <= len(content.number) <= 60 else "delegation_number_missing",
        "aid_ids": "delegation_aids_missing" if content.aid_ids == frozenset() else "",
        "ceiling": "delegation_ceiling" if content.ceiling is not None and not 0 < content.ceiling <= MAX_CENTS else "",
        "ends_on": "delegation_dates" if content.ends_on and content.ends_on < content.signed_on else "",
    }
    return [Invalid(code, field) for field, code in found.items() if code]
