"""What a linked service reads and asks, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from mob.catalogue.search.types import Hit
from mob.catalogue.types import AidView, Mode, Outcome
from mob.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class AidsQuery:
    """Which aids: of a commune (INSEE code), of a funder, for some modes of transport. What is empty filters nothing."""

    commune: str = ""
    funder_id: UUID | None = None
    modes: frozenset[Mode] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules of an aid say of the person as far as her account tells: never why, which is hers to read.

    `amount`: due for sure; `up_to`: the most that is reachable while something is not known. In cents.
    """

    outcome: Outcome
    amount: Cents | None
    up_to: Cents | None


@dataclass(frozen=True, slots=True)
class HerAid:
    """An aid of a list. `standing` None: it computes nothing, or it is not known where she lives."""

    hit: Hit
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class HerAidWhole:
    """One aid with all that its page says."""

    aid: AidView
    standing: Standing | None
