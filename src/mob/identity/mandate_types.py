"""A mandate as pure values: who asked, what it lets the helper do, on which aids, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class MandateKind(StrEnum):
    """Between two people who each have an account, or signed on paper before an agent who then acts."""

    RELATIVE = "relative"
    DESK = "desk"


class Side(StrEnum):
    HELPER = "helper"
    HELPED = "helped"

    @property
    def other(self) -> Side:
        return Side.HELPED if self is Side.HELPER else Side.HELPER


class Power(StrEnum):
    """What the helper may do. A power of attorney in general terms covers acts of administration alone (Code civil,
    article 1988): each is named, and bank details are never among those proposed ticked."""

    APPLY = "apply"  # prepare, send or discard a draft
    ANSWER = "answer"  # corrections, messages, papers asked for later
    READ = "read"  # decisions
    BANK_DETAILS = "bank_details"


USUAL_POWERS = frozenset({Power.APPLY, Power.ANSWER, Power.READ})


class MandateState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who put an end to it. `account`: one of the two accounts was closed."""

    HELPER = "helper"
    HELPED = "helped"
    CLOCK = "clock"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for. `aid_ids` None: every aid. `months`: how long from the day it is accepted, 1 to 24."""

    powers: frozenset[Power] = USUAL_POWERS
    aid_ids: frozenset[UUID] | None = None
    months: int = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the life cycle looks at. `ends_on`: its last day, None while it was not accepted."""

    state: MandateState
    opened_by: Side
    terms: Terms
    answer_by: datetime
    begins_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    side: Side


@dataclass(frozen=True, slots=True)
class Decline:
    side: Side


@dataclass(frozen=True, slots=True)
class Cancel:
    side: Side


@dataclass(frozen=True, slots=True)
class Lapse:
    """The clock: nobody answered in time."""


@dataclass(frozen=True, slots=True)
class End:
    by: EndedBy


@dataclass(frozen=True, slots=True)
class Renew:
    """The one helped lets it go on for `months` from today."""

    side: Side
    months: int


Command = Accept | Decline | Cancel | Lapse | End | Renew


@dataclass(frozen=True, slots=True)
class Hand:
    """Who did something for somebody, as it is written beside it: her name on that day, and the mandate."""

    helper_id: UUID
    mandate_id: UUID
    kind: MandateKind
    name: str
    begins_on: date
    funder_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A mandate on its way. `code`: to be read aloud to the other side; empty when a mail goes instead."""

    id: UUID
    code: str = ""


@dataclass(frozen=True, slots=True)
class MandateView:
    """One mandate as one of its two sides reads it. `other_name`: empty while nobody answered.

    `other_address`: that of who asked, shown to who must answer; that which was typed, to who asked.
    """

    id: UUID
    kind: MandateKind
    state: MandateState
    side: Side
    opened_by: Side
    terms: Terms
    other_name: str
    other_address: str
    asked_at: datetime
    answer_by: datetime
    begins_on: date | None
    ends_on: date | None
    ended_at: datetime | None
    ended_by: EndedBy | None
    is_live: bool

    @property
    def is_to_answer(self) -> bool:
        return self.state is MandateState.ASKED and self.opened_by is not self.side
