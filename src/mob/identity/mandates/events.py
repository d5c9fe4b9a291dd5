"""What happens to a mandate, in stream `mandate:<uuid>`. Accounts by their ids; no name, no address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MandateAsked:
    """`opened_by`: helper or helped. `powers` are codes; `aids` None: every aid."""

    kind: ClassVar[str] = "mandate_asked"
    opened_by: str
    powers: tuple[str, ...]
    aids: tuple[UUID, ...] | None
    months: int


@dataclass(frozen=True, slots=True)
class MandateAccepted:
    kind: ClassVar[str] = "mandate_accepted"
    helper: UUID
    helped: UUID
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class MandateDeclined:
    kind: ClassVar[str] = "mandate_declined"


@dataclass(frozen=True, slots=True)
class MandateCancelled:
    kind: ClassVar[str] = "mandate_cancelled"


@dataclass(frozen=True, slots=True)
class MandateLapsed:
    kind: ClassVar[str] = "mandate_lapsed"


@dataclass(frozen=True, slots=True)
class MandateRenewed:
    kind: ClassVar[str] = "mandate_renewed"
    ends_on: date


@dataclass(frozen=True, slots=True)
class MandateEnded:
    """`by`: helper, helped, clock or account."""

    kind: ClassVar[str] = "mandate_ended"
    by: str


@dataclass(frozen=True, slots=True)
class MandateHandedOver:
    """One of the two brought two accounts of hers together: the same person, the same terms. `side`: helper or helped."""

    kind: ClassVar[str] = "mandate_handed_over"
    side: str
    account: UUID


@dataclass(frozen=True, slots=True)
class MandateUsed:
    """The helper took the hat (`is_begun`) or put it down, in one browser."""

    kind: ClassVar[str] = "mandate_used"
    is_begun: bool
