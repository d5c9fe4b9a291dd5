"""What pages show of a dossier: frozen values, built by selectors, free of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mob.applications.helped import HelperView
from mob.applications.representation import RepresentationView
from mob.applications.types import Action, AwardTerms, RejectionReason, State, WithdrawalGround
from mob.catalogue.types import AidView
from mob.directory.types import DelegationView
from mob.eligibility.certified.types import NOTHING_HELD, Certified, Held
from mob.eligibility.types import Verdict
from mob.journal.types import FactView
from mob.kernel.actor import Role


@dataclass(frozen=True, slots=True)
class ProofView:
    """A paper of the application. The user's file name is never kept: it is shown as `<label> n`.

    `handed_by`, `handed_at`: the linked service that handed it over in her name, empty for what she sent herself.
    """

    id: UUID
    document_id: UUID
    code: str
    label: str
    number: int
    media_type: str
    size: int
    notes: tuple[str, ...]
    sent_at: datetime
    is_submitted: bool
    replaced_at: datetime | None
    erased_at: datetime | None = None
    handed_by: str = ""
    handed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """`is_for_person`: written in her place by who acts for her; `is_assisted`: in her name, by a professional beside her."""

    id: UUID
    from_funder: bool
    author_name: str
    text: str
    sent_at: datetime
    read_at: datetime | None
    is_for_person: bool = False
    is_assisted: bool = False


@dataclass(frozen=True, slots=True)
class ConsultationView:
    """Who looked at a file and when: a role at a funder, on a civil day. No name: the person may ask the funder for it."""

    day: date
    role: Role
    funder_name: str
    reference: str
    aid_title: str


@dataclass(frozen=True, slots=True)
class NoteView:
    author_name: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class RequestView:
    """What the funder asked to correct. `items` are field and proof codes."""

    items: frozenset[str]
    done: frozenset[str]
    message: str
    author_name: str
    due_on: date
    created_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    is_approval: bool
    author_name: str
    author_capacity: str
    author_service: str
    terms: AwardTerms | None
    reason: RejectionReason | None
    text: str
    remedy: str
    appeal: str
    decided_at: datetime
    opened_at: datetime | None
    reopened_at: datetime | None
    delegation_number: str = ""
    delegation_signed_on: date | None = None
    is_automatic: bool = False
    mention: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """The last notice that the award may be taken back. `is_open`: not decided yet."""

    ground: WithdrawalGround
    author_name: str
    text: str
    notified_at: datetime
    reply_by: date
    reply: str
    replied_at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What would be decided. `decides`: the one who looks holds a delegation that covers it."""

    id: UUID
    reference: str
    applicant_name: str
    aid_title: str
    author_name: str
    proposed_at: datetime
    is_approval: bool
    terms: AwardTerms | None
    reason: RejectionReason | None
    text: str
    remedy: str
    appeal: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One application in a list."""

    id: UUID
    reference: str
    state: State
    aid_slug: str
    aid_title: str
    funder_name: str
    applicant_name: str
    community_id: UUID | None
    assignee_id: UUID | None
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    amount_cents: int | None
    unread: int = 0
    closed_at: datetime | None = None
    award: AwardTerms | None = None
    applicant_key: str = ""
    silence_on: date | None = None
    project: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComputedView:
    """What the rules said when it was sent, on that civil day. `again`: what they say now, when it differs."""

    on: date
    kept: Verdict
    again: Verdict | None = None


@dataclass(frozen=True, slots=True)
class CertifiedView:
    """What registers certified in one application.

    `by_field`: by the question whose answer it is. `replaced`: by the code of a paper, what stands for it; the name of a
    fact that its register did not confirm yet. `awaited`: questions whose register may still answer. `held`: the same,
    as rules take it.
    """

    by_field: Mapping[str, Certified] = field(default_factory=dict)
    replaced: Mapping[str, tuple[Certified | str, ...]] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()
    held: Held = NOTHING_HELD


@dataclass(frozen=True, slots=True)
class Detail:
    """One application, whole, as its actor may see it. Notes are empty for the person.

    `silence_on`: the civil date at whose end a public funder's silence is a refusal, None when no time runs;
    `silence_paused_on`: since when that time is stopped.
    """

    id: UUID
    reference: str
    state: State
    version: int
    actions: frozenset[Action]
    aid: AidView
    citizen_id: UUID | None
    funder_id: UUID
    community_id: UUID | None
    assignee_id: UUID | None
    beneficiary: dict[str, Any]
    answers: dict[str, Any]
    snapshot: dict[str, Any]
    applicant_name: str
    contact_email: str
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    due_on: date | None
    resume_until: date | None
    missing_answers: frozenset[str]
    missing_proofs: frozenset[str]
    needs_community: bool
    proofs: tuple[ProofView, ...]
    messages: tuple[MessageView, ...]
    notes: tuple[NoteView, ...]
    request: RequestView | None
    decision: DecisionView | None
    facts: tuple[FactView, ...]
    manifest: str
    newer_version: bool
    declaration: dict[str, str]
    silence_on: date | None
    silence_paused_on: date | None
    authority: tuple[DelegationView, ...] = ()
    proposal: ProposalView | None = None
    computed: ComputedView | None = None
    withdrawal: WithdrawalView | None = None
    certified: CertifiedView = CertifiedView()
    helpers: tuple[HelperView, ...] = ()
    representation: RepresentationView | None = None
