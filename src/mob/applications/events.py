"""Facts of an application's stream (`application:<uuid>`), two of an account's. Ids, codes, dates and cents only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from mob.applications.representation import RepresentationKind
from mob.applications.types import Frequency, PaymentMode, PurchaseState, RejectionReason, WithdrawalGround
from mob.eligibility.types import CheckCode, Conclusion
from mob.kernel.actor import Role
from mob.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class ApplicationStarted:
    kind: ClassVar[str] = "application_started"
    aid_id: UUID
    version_id: UUID
    funder_id: UUID
    citizen_id: UUID


@dataclass(frozen=True, slots=True)
class ApplicationHandedOver:
    """Its author brought two accounts of hers together: it is now in this one. Nothing else of it changes."""

    kind: ClassVar[str] = "application_handed_over"
    citizen_id: UUID


@dataclass(frozen=True, slots=True)
class RepresentationChecked:
    """An agent read the paper by which somebody applies in another's name. `what` is a code; it holds until that day."""

    kind: ClassVar[str] = "representation_checked"
    what: RepresentationKind
    ends_on: date


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    kind: ClassVar[str] = "application_submitted"
    declaration_version: str
    declaration_hash: str
    proofs: tuple[UUID, ...] = ()
    community_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChecksStarted:
    """The aid is automatic: the program checks first."""

    kind: ClassVar[str] = "checks_started"


@dataclass(frozen=True, slots=True)
class ChecksRun:
    """The evidence is in its own row. `rule`: the check that stopped, None when all were met."""

    kind: ClassVar[str] = "checks_run"
    run_id: UUID
    conclusion: Conclusion
    rule: CheckCode | None


@dataclass(frozen=True, slots=True)
class ChecksDeferred:
    """The program could not tell: an agent examines."""

    kind: ClassVar[str] = "checks_deferred"


@dataclass(frozen=True, slots=True)
class HumanReviewAsked:
    """Refused by a program, the person has somebody examine it."""

    kind: ClassVar[str] = "human_review_asked"


@dataclass(frozen=True, slots=True)
class ApplicationClaimed:
    kind: ClassVar[str] = "application_claimed"
    by: UUID


@dataclass(frozen=True, slots=True)
class ApplicationReleased:
    kind: ClassVar[str] = "application_released"


@dataclass(frozen=True, slots=True)
class ChangesRequested:
    kind: ClassVar[str] = "changes_requested"
    fields: tuple[str, ...]
    proofs: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True)
class ApplicationResubmitted:
    kind: ClassVar[str] = "application_resubmitted"


@dataclass(frozen=True, slots=True)
class ApplicationLapsed:
    kind: ClassVar[str] = "application_lapsed"


@dataclass(frozen=True, slots=True)
class ApplicationResumed:
    kind: ClassVar[str] = "application_resumed"


@dataclass(frozen=True, slots=True)
class DecisionProposed:
    """An agent without authority wrote what she would decide; her words stay in their own row."""

    kind: ClassVar[str] = "decision_proposed"
    proposal_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class ProposalReturned:
    """Who could have decided it sent a proposal back to its author; the word that says why is a note of the file."""

    kind: ClassVar[str] = "proposal_returned"
    proposal_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class ApplicationApproved:
    """`delegation_id`: what empowered the author; None where the program or an HR system decided."""

    kind: ClassVar[str] = "application_approved"
    mode: PaymentMode
    amount_cents: Cents | None
    frequency: Frequency | None
    last_payment_on: date | None
    delegation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicationRejected:
    """`delegation_id`: as for an approval."""

    kind: ClassVar[str] = "application_rejected"
    reason: RejectionReason
    delegation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApplicationWithdrawn:
    kind: ClassVar[str] = "application_withdrawn"


@dataclass(frozen=True, slots=True)
class ApplicationReopened:
    kind: ClassVar[str] = "application_reopened"
    by: UUID


@dataclass(frozen=True, slots=True)
class AwardWithdrawalNotified:
    """The award still stands; the person may reply until the end of `reply_by`."""

    kind: ClassVar[str] = "award_withdrawal_notified"
    ground: WithdrawalGround
    reply_by: date


@dataclass(frozen=True, slots=True)
class AwardWithdrawalAnswered:
    kind: ClassVar[str] = "award_withdrawal_answered"


@dataclass(frozen=True, slots=True)
class AwardWithdrawalDropped:
    """The award is kept."""

    kind: ClassVar[str] = "award_withdrawal_dropped"


@dataclass(frozen=True, slots=True)
class AwardWithdrawn:
    """The award no longer stands. What was paid opens a recovery; the file is examined again."""

    kind: ClassVar[str] = "award_withdrawn"
    ground: WithdrawalGround
    by: UUID


@dataclass(frozen=True, slots=True)
class MessageSent:
    """Somebody wrote in the thread; the words stay in their own row."""

    kind: ClassVar[str] = "message_sent"
    message_id: UUID
    from_funder: bool


@dataclass(frozen=True, slots=True)
class FileConsulted:
    """An agent opened the file that day for the first time. In a stream of its own, `consultations:<application>`."""

    kind: ClassVar[str] = "file_consulted"
    by: UUID
    role: Role
    day: date


@dataclass(frozen=True, slots=True)
class DecisionFirstOpened:
    """The person had the decision before her eyes for the first time: a time limit of appeal may run from there."""

    kind: ClassVar[str] = "decision_opened"


@dataclass(frozen=True, slots=True)
class LetterPosted:
    """A letter about this file left on paper. `is_handed`: into her hands at the counter, not by the post."""

    kind: ClassVar[str] = "letter_posted"
    letter_id: UUID
    is_handed: bool


@dataclass(frozen=True, slots=True)
class LetterPostingUndone:
    """It had been marked by mistake: it has not left."""

    kind: ClassVar[str] = "letter_posting_undone"
    letter_id: UUID


LifecycleEvent = (
    ApplicationStarted
    | ApplicationSubmitted
    | ApplicationClaimed
    | ChecksStarted
    | ChecksRun
    | ChecksDeferred
    | HumanReviewAsked
    | AwardWithdrawalNotified
    | AwardWithdrawalAnswered
    | AwardWithdrawalDropped
    | AwardWithdrawn
    | ApplicationReleased
    | ChangesRequested
    | DecisionProposed
    | ProposalReturned
    | ApplicationResubmitted
    | ApplicationLapsed
    | ApplicationResumed
    | ApplicationApproved
    | ApplicationRejected
    | ApplicationWithdrawn
    | ApplicationReopened
)


@dataclass(frozen=True, slots=True)
class DraftPrepared:
    """A service the person linked wrote answers in her draft: the codes of those it filled, that she had left empty."""

    kind: ClassVar[str] = "draft_prepared"
    client_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurchaseJoined:
    """She made a paper of a proof of purchase that a linked service handed over: which, from which, for which paper."""

    kind: ClassVar[str] = "purchase_joined"
    client_id: UUID
    purchase_id: UUID
    proofs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PurchaseReceived:
    """A linked service handed over a proof of purchase. In her account's stream."""

    kind: ClassVar[str] = "purchase_received"
    client_id: UUID
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class PurchaseEnded:
    """It waits no more, and its content is gone: joined, declined, taken back, expired or unlinked. As above."""

    kind: ClassVar[str] = "purchase_ended"
    purchase_id: UUID
    how: PurchaseState


@dataclass(frozen=True, slots=True)
class DraftExpiring:
    """Nobody touched the draft for long: it is erased after that civil date unless somebody does."""

    kind: ClassVar[str] = "draft_expiring"
    erased_after: date


@dataclass(frozen=True, slots=True)
class DraftExpired:
    """The draft was erased by the clock."""

    kind: ClassVar[str] = "draft_expired"


@dataclass(frozen=True, slots=True)
class PapersErased:
    """Papers that served their purpose were erased by the clock."""

    kind: ClassVar[str] = "papers_erased"
    documents: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ApplicationErased:
    """A closed file reached its date, or came back from a back-up: nothing in it tells of its person any more."""

    kind: ClassVar[str] = "application_erased"
