"""The dossier as pure values: states, commands, what rules look at, what pages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.directory.types import DelegationView
from mob.kernel.actor import Actor
from mob.kernel.money import Cents


class State(StrEnum):
    DRAFT = "draft"
    CHECKING = "checking"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    CLOSED_INCOMPLETE = "closed_incomplete"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def is_final(self) -> bool:
        return self in (State.APPROVED, State.REJECTED, State.WITHDRAWN)

    @property
    def is_with_funder(self) -> bool:
        return self in (State.SUBMITTED, State.UNDER_REVIEW)


class Action(StrEnum):
    """What somebody may do now: it authorises the service and draws the button."""

    EDIT = "edit"
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    WRITE = "write"
    READ = "read"
    CHECK_REPRESENTATION = "check_representation"
    DECRYPT = "decrypt"
    NOTE = "note"
    CLAIM = "claim"
    RELEASE = "release"
    REQUEST_CHANGES = "request_changes"
    PROPOSE = "propose"
    RETURN_PROPOSAL = "return_proposal"
    APPROVE = "approve"
    REJECT = "reject"
    REOPEN = "reopen"
    LAPSE = "lapse"
    DEFER = "defer"
    ASK_PERSON = "ask_person"
    NOTIFY_WITHDRAWAL = "notify_withdrawal"
    ANSWER_WITHDRAWAL = "answer_withdrawal"
    DROP_WITHDRAWAL = "drop_withdrawal"
    WITHDRAW_AWARD = "withdraw_award"
    ADD_PAPER = "add_paper"


class PaymentMode(StrEnum):
    """moB's `aucun`, `unique`, `multiple`."""

    NONE = "none"
    SINGLE = "single"
    RECURRING = "recurring"


class Frequency(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class RejectionReason(StrEnum):
    """moB's seven reasons (`reference`: rejection type)."""

    CONDITIONS_NOT_MET = "conditions_not_met"
    PROOF_MISSING = "proof_missing"
    PROOF_INVALID = "proof_invalid"
    ACCOUNT_NOT_FRANCECONNECT = "account_not_franceconnect"
    RPC_CEE_REQUEST_INVALID = "rpc_cee_request_invalid"
    ALREADY_GRANTED = "already_granted"
    OTHER = "other"


class WithdrawalGround(StrEnum):
    """Why an award is taken back: it is unlawful (four months), it was obtained by fraud, a condition is not met."""

    UNLAWFUL = "unlawful"
    FRAUD = "fraud"
    CONDITION_UNMET = "condition_unmet"


class PurchaseState(StrEnum):
    """What became of a hand-over. Only one that waits has a content."""

    WAITING = "waiting"
    JOINED = "joined"
    DECLINED = "declined"  # by the person
    TAKEN_BACK = "taken_back"  # by the service
    EXPIRED = "expired"
    UNLINKED = "unlinked"  # the link ended, or no longer allows it


@dataclass(frozen=True, slots=True)
class OpenWithdrawal:
    """A notice that is not closed: its ground, the last day to reply, whether the person did."""

    ground: WithdrawalGround
    reply_by: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class AwardTerms:
    """What is granted. `amount` is the sum paid at each payment; none for a service without money."""

    mode: PaymentMode
    amount: Cents | None = None
    frequency: Frequency | None = None
    last_payment_on: date | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """The sworn declaration that was signed: which text, and its hash, so that it can be proved later.

    `sign_in`: how the person had signed in (`code`, `password+totp`, `webauthn`), part of the proof.
    """

    text_version: str
    text_hash: str
    sign_in: str = ""


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What the funder asked to correct: custom field and proof codes, until the end of `due_on`."""

    fields: frozenset[str]
    proofs: frozenset[str]
    due_on: date


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the life cycle looks at. `missing_*` are computed by the caller from the aid's version.

    `is_automatic`: the program decides first; `is_provisional`: refused by the program, nobody has looked yet.
    `authority`: the delegations the one who asks holds at this funder today; empty for everybody else.
    `needs_representation`: it is for somebody else, and no agent has read the paper that lets it be.
    `helpers`: relatives who acted in it for the person; `counter_agents`: agents who did at a counter.
    """

    id: UUID
    state: State
    version: int
    citizen_id: UUID | None
    funder_id: UUID
    community_id: UUID | None = None
    assignee_id: UUID | None = None
    submitted_at: datetime | None = None
    closed_at: datetime | None = None
    request: OpenRequest | None = None
    missing_answers: frozenset[str] = field(default_factory=frozenset)
    missing_proofs: frozenset[str] = field(default_factory=frozenset)
    unanswered_request: frozenset[str] = field(default_factory=frozenset)
    needs_community: bool = False
    aid_is_open: bool = True
    funder_has_key: bool = True
    decided_at: datetime | None = None
    withdrawal: OpenWithdrawal | None = None
    is_automatic: bool = False
    is_provisional: bool = False
    aid_id: UUID | None = None
    authority: tuple[DelegationView, ...] = ()
    helpers: frozenset[UUID] = frozenset()
    counter_agents: frozenset[UUID] = frozenset()
    needs_representation: bool = False


@dataclass(frozen=True, slots=True)
class Submit:
    actor: Actor
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Resubmit:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Resume:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Withdraw:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Claim:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Release:
    actor: Actor


@dataclass(frozen=True, slots=True)
class RequestChanges:
    actor: Actor
    request: OpenRequest


@dataclass(frozen=True, slots=True)
class Lapse:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Propose:
    """What an agent without authority would decide: the terms of an award, or the reason of a refusal."""

    actor: Actor
    proposal_id: UUID
    terms: AwardTerms | None = None
    reason: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class ReturnProposal:
    """Send back what a colleague proposed, neither decided nor refused: she proposes again, or does something else."""

    actor: Actor
    proposal_id: UUID


@dataclass(frozen=True, slots=True)
class Approve:
    """`under`: the delegation in whose name the program decides; an agent decides under her own."""

    actor: Actor
    terms: AwardTerms
    under: DelegationView | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """`under`: as for an approval."""

    actor: Actor
    reason: RejectionReason
    under: DelegationView | None = None


@dataclass(frozen=True, slots=True)
class NotifyWithdrawal:
    actor: Actor
    ground: WithdrawalGround


@dataclass(frozen=True, slots=True)
class AnswerWithdrawal:
    actor: Actor


@dataclass(frozen=True, slots=True)
class DropWithdrawal:
    actor: Actor


@dataclass(frozen=True, slots=True)
class WithdrawAward:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Defer:
    actor: Actor


@dataclass(frozen=True, slots=True)
class AskPerson:
    actor: Actor


@dataclass(frozen=True, slots=True)
class Reopen:
    actor: Actor


Command = (
    Submit
    | Resubmit
    | Resume
    | Withdraw
    | Claim
    | Release
    | RequestChanges
    | Lapse
    | Propose
    | ReturnProposal
    | Approve
    | Reject
    | Reopen
    | Defer
    | AskPerson
    | NotifyWithdrawal
    | AnswerWithdrawal
    | DropWithdrawal
    | WithdrawAward
)
