"""Builds the whole view of one application from its rows. Rights were checked by the selector that calls it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mob.applications import award_terms, certified, helped, lifecycle, represented, verdicts
from mob.applications.events import MessageSent
from mob.applications.models import Application, ChangeRequest, Decision, Proof, Proposal
from mob.applications.permissions import allowed
from mob.applications.services import dossier
from mob.applications.services.proofs import INVOICE
from mob.applications.types import Action, AwardTerms, RejectionReason, Snapshot, State, WithdrawalGround
from mob.applications.views import (
    ComputedView,
    DecisionView,
    Detail,
    MessageView,
    NoteView,
    ProofView,
    ProposalView,
    RequestView,
    WithdrawalView,
)
from mob.catalogue.types import AidView
from mob.directory.types import FunderKind
from mob.documents import selectors as documents
from mob.eligibility import keeping
from mob.journal import selectors as journal
from mob.journal.types import FactView
from mob.kernel.actor import Actor, ActorKind


def build(actor: Actor, row: Application, app: Snapshot, aid: AidView, proofs: Sequence[Proof]) -> Detail:
    """Everything the actor may see of one application. `aid`: the version it follows, in the reader's language."""
    # Nobody but its author has seen a draft: no request, decision, message or history hangs on it.
    is_draft = app.state is State.DRAFT
    request = None if is_draft else row.requests.order_by("-created_at").first()
    decision = None if is_draft else row.decisions.order_by("-decided_at").first()
    facts = () if is_draft else tuple(journal.stream_facts(actor, dossier.stream(row.id)))
    held = certified.of_row(row, aid)
    answered = certified.filled(aid, row.answers, held) if is_draft else row.answers
    proposal = _proposal(row, aid) if actor.kind is ActorKind.STAFF and app.state.is_with_funder else None
    return Detail(
        id=row.id,
        reference=row.reference,
        state=app.state,
        version=row.version,
        actions=allowed(actor, app) - (frozenset() if proposal else {Action.RETURN_PROPOSAL}),
        aid=aid,
        citizen_id=row.citizen_id,
        funder_id=row.funder_id,
        community_id=row.community_id,
        assignee_id=row.assignee_id,
        beneficiary=row.beneficiary,
        answers=answered,
        snapshot=_sent_profile(actor, row),
        applicant_name=row.applicant_name,
        contact_email=_address(actor, row),
        created_at=row.created_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        closed_at=row.closed_at,
        due_on=row.due_on,
        resume_until=lifecycle.resume_until(row.closed_at) if row.closed_at else None,
        missing_answers=app.missing_answers,
        missing_proofs=app.missing_proofs,
        needs_community=app.needs_community,
        proofs=_proofs(row, proofs, aid),
        messages=() if is_draft else _messages(row, facts),
        notes=_notes(row) if actor.kind is ActorKind.STAFF else (),
        request=_request(request) if request else None,
        decision=decision_view(decision) if decision else None,
        facts=facts,
        manifest=row.manifest,
        newer_version=aid.current_version_id not in (None, row.aid_version_id),
        declaration=row.declaration,
        representation=represented.of_row(row),
        helpers=helped.views(row.helped_by),
        silence_on=row.silence_on,
        silence_paused_on=row.silence_paused_on,
        authority=app.authority,
        withdrawal=_withdrawal(row) if decision and decision.is_approval else None,
        computed=_computed(row, aid) if actor.kind is ActorKind.STAFF else None,
        certified=certified.view_of(aid, answered, held),
        proposal=proposal,
    )


def _sent_profile(actor: Actor, row: Application) -> dict[str, Any]:
    """What was sent of her profile. Her telephone is not for who acts for her."""
    hidden = {"phone"} if actor.is_in_place else set()
    return {name: value for name, value in row.snapshot.items() if name not in hidden}


def _address(actor: Actor, row: Application) -> str:
    """Where she is written to. Not shown to an employer's staff, nor to who acts for her: the thread reaches her."""
    if actor.is_in_place:
        return ""
    is_employer = actor.kind is ActorKind.STAFF and row.funder.kind == FunderKind.EMPLOYER.value
    return "" if is_employer else row.contact_email


def _proofs(row: Application, proofs: Sequence[Proof], aid: AidView) -> tuple[ProofView, ...]:
    files = {document.id: document for document in documents.documents_of(row.id, removed=True)} if proofs else {}
    seen: dict[str, int] = {}
    views = []
    for proof in proofs:
        seen[proof.code] = seen.get(proof.code, 0) + 1
        spec = aid.proof(proof.code)
        document = files[proof.document_id]
        views.append(
            ProofView(
                id=proof.id,
                document_id=proof.document_id,
                code=proof.code,
                label=spec.label if spec else _label(proof.code),
                number=seen[proof.code],
                media_type=document.media_type,
                size=document.size,
                notes=tuple(note.value for note in document.notes),
                sent_at=proof.created_at,
                is_submitted=proof.submitted_at is not None,
                replaced_at=proof.replaced_at,
                erased_at=document.removed_at,
                handed_by=proof.handed_by,
                handed_at=proof.handed_at,
            )
        )
    return tuple(views)


def _label(code: str) -> str:
    return _("Invoice") if code == INVOICE else code


def _messages(row: Application, facts: Sequence[FactView]) -> tuple[MessageView, ...]:
    helpers = {view.id for view in helped.views(row.helped_by)}
    assisted = {str(each.data["message_id"]) for each in facts if _is_assisted_message(each)}
    return tuple(
        MessageView(
            m.id,
            m.from_funder,
            m.author_name,
            m.text,
            m.sent_at,
            m.read_at,
            is_for_person=not m.from_funder and m.author_id in helpers,
            is_assisted=str(m.id) in assisted,
        )
        for m in row.messages.order_by("sent_at")
    )


def _is_assisted_message(fact: FactView) -> bool:
    """Whether a professional wrote it in the person's place: the journal alone says so."""
    return fact.kind == MessageSent.kind and fact.actor.startswith(f"{ActorKind.ASSISTED.value}:")


def _notes(row: Application) -> tuple[NoteView, ...]:
    return tuple(NoteView(n.author_name, n.text, n.written_at) for n in row.notes.order_by("-written_at"))


def _request(row: ChangeRequest) -> RequestView:
    return RequestView(
        items=frozenset(row.items),
        done=frozenset(row.done),
        message=row.message,
        author_name=row.author_name,
        due_on=row.due_on,
        created_at=row.created_at,
        answered_at=row.answered_at,
    )


def _proposal(row: Application, aid: AidView) -> ProposalView | None:
    found = row.proposals.filter(closed_at=None).first()
    return proposal_view(found, title=aid.title) if found else None


def _computed(row: Application, aid: AidView) -> ComputedView | None:
    """The verdict of the submission and, where it would lead elsewhere, what is computed now."""
    kept = verdicts.kept(row)
    if kept is None:
        return None
    again = verdicts.again(row, aid)
    changed = again if again is not None and keeping.differs(kept, again) else None
    return ComputedView(date.fromisoformat(row.verdict["on"]), kept, changed)


def _withdrawal(row: Application) -> WithdrawalView | None:
    found = row.withdrawals.order_by("-notified_at").first()
    if found is None:
        return None
    return WithdrawalView(
        ground=WithdrawalGround(found.ground),
        author_name=found.author_name,
        text=found.text,
        notified_at=found.notified_at,
        reply_by=found.reply_by,
        reply=found.reply,
        replied_at=found.replied_at,
        is_open=found.closed_at is None,
    )


def proposal_view(row: Proposal, *, title: str = "", decides: bool = False) -> ProposalView:
    return ProposalView(
        id=row.id,
        reference=row.application.reference,
        applicant_name=row.application.applicant_name,
        aid_title=title,
        author_name=row.author_name,
        proposed_at=row.proposed_at,
        is_approval=row.is_approval,
        terms=award_terms.read(row.terms) if row.is_approval else None,
        reason=RejectionReason(row.reason) if row.reason else None,
        text=row.text,
        remedy=row.remedy,
        appeal=row.appeal,
        decides=decides,
    )


def decision_view(row: Decision) -> DecisionView:
    return DecisionView(
        is_approval=row.is_approval,
        author_name=row.author_name,
        author_capacity=row.author_capacity,
        author_service=row.author_service,
        terms=award_terms.read(row.terms) if row.is_approval else None,
        reason=RejectionReason(row.reason) if row.reason else None,
        text=row.text,
        remedy=row.remedy,
        appeal=row.appeal,
        decided_at=row.decided_at,
        opened_at=row.opened_at,
        reopened_at=row.reopened_at,
        delegation_number=row.delegation_number,
        delegation_signed_on=row.delegation_signed_on,
        is_automatic=row.is_automatic,
        mention=row.mention,
    )


def awards(ids: Sequence[UUID]) -> dict[UUID, AwardTerms]:
    """What was granted to the approved among these applications."""
    rows = Decision.objects.filter(application_id__in=ids, is_approval=True, reopened_at=None)
    return {
        key: award_terms.read(terms)
        for key, terms in rows.order_by("decided_at").values_list("application_id", "terms")
    }


def refusals(ids: Sequence[UUID]) -> dict[UUID, RejectionReason]:
    """Why the refused among these applications were refused."""
    rows = Decision.objects.filter(application_id__in=ids, is_approval=False, reopened_at=None)
    found = rows.order_by("decided_at").values_list("application_id", "reason")
    return {key: RejectionReason(reason) for key, reason in found if reason}
