"""What a linked service reads and asks, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.applications.types import Action, AwardTerms, State
from mob.catalogue.search.types import Hit
from mob.catalogue.types import AidTitle, AidView, Mode, Outcome
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


class Expected(StrEnum):
    """What is waited for from the person herself, on our pages."""

    SEND = "send"
    CORRECT = "correct"
    RESUME = "resume"
    BANK_DETAILS = "bank_details"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Task:
    """What she has to do and until when (civil date, inclusive), where there is a date."""

    what: Expected
    by: date | None


@dataclass(frozen=True, slots=True)
class Followed:
    """Where one of her applications stands, as a service may know it. `actions`: hers, on our pages."""

    id: UUID
    reference: str
    state: State
    aid: AidTitle
    funder_name: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    award: AwardTerms | None
    task: Task | None
    actions: frozenset[Action] = frozenset()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that waits for her. `is_new`: this very call began it. `filled`: the questions the service answered."""

    reference: str
    state: State
    is_new: bool
    filled: tuple[str, ...] = ()
