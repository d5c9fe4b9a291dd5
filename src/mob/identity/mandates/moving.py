"""What becomes of a mandate when one of its two accounts is emptied into another. Pure.

The person is the same and so are the terms (Code civil, article 1984): it goes on, unless it would then be given to
oneself, or twice to the same person.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from mob.identity.mandate_types import MandateKind, MandateState, Side

Pair = tuple[UUID, UUID, MandateKind]


class Fate(StrEnum):
    FOLLOWS = "follows"
    DOUBLED = "doubled"  # the account that stays has one with the same person: that one stays
    WITH_ONESELF = "with_oneself"
    STAYS = "stays"  # recorded at work, no affair of the account


@dataclass(frozen=True, slots=True)
class Held:
    """Whose a mandate is. `asked`: the account whose address was asked, while nobody answered and it is one of the two."""

    kind: MandateKind
    state: MandateState
    helper: UUID | None
    helped: UUID | None
    opened_by: Side = Side.HELPER
    asked: UUID | None = None


def moved(mandate: Held, *, source: UUID, target: UUID) -> Held:
    """The same mandate once `source` is `target`."""
    helper, helped, asked = (
        target if each == source else each for each in (mandate.helper, mandate.helped, mandate.asked)
    )
    return replace(mandate, helper=helper, helped=helped, asked=asked)


def fate(mandate: Held, *, source: UUID, target: UUID, accepted: Set[Pair]) -> Fate:
    """`accepted`: the mandates in force of the account that stays."""
    if mandate.kind is MandateKind.DESK and mandate.helper == source:
        return Fate.STAYS
    after = moved(mandate, source=source, target=target)
    sides = [each for each in (after.helper, after.helped, after.asked) if each is not None]
    if sides.count(target) > 1:
        return Fate.WITH_ONESELF
    if after.state is MandateState.ACCEPTED and (after.helper, after.helped, after.kind) in accepted:
        return Fate.DOUBLED
    return Fate.FOLLOWS
