"""Proposals: what an agent without authority would decide, and a holder of a delegation deciding it as it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.applications import award_terms
from mob.applications.models import Application, Proposal
from mob.applications.services import dossier, review
from mob.applications.types import AwardTerms, Propose, RejectionReason, ReturnProposal, Snapshot
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, NotFound
from mob.kernel.ids import uuid7


def propose_approval(
    actor: Actor, *, application_id: UUID, terms: AwardTerms, message: str = "", now: datetime
) -> UUID:
    """Propose to grant. The file stays under review; the last proposal is the one that counts."""
    command = Propose(actor, uuid7(), terms=terms)
    return _propose(
        command, application_id, now, text=review.optional(message, "message"), terms=award_terms.stored(terms)
    )


def propose_rejection(
    actor: Actor,
    *,
    application_id: UUID,
    reason: RejectionReason,
    text: str,
    remedy: str = "",
    appeal: str,
    now: datetime,
) -> UUID:
    """Propose to refuse, with the reasons the person would read."""
    content = {
        "reason": reason.value,
        "text": review.words(text, "text"),
        "remedy": review.optional(remedy, "remedy"),
        "appeal": review.words(appeal, "appeal"),
    }
    return _propose(Propose(actor, uuid7(), reason=reason), application_id, now, **content)


def _propose(command: Propose, application_id: UUID, now: datetime, **content: object) -> UUID:
    actor = command.actor
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = review.decide(app, command, row, now)
        Proposal.objects.filter(application=row, closed_at=None).update(closed_at=now)
        Proposal.objects.create(
            id=command.proposal_id,
            application=row,
            is_approval=command.terms is not None,
            author_id=actor.id,
            author_name=review.name_of(actor),
            proposed_at=now,
            **content,
        )
        dossier.commit(row, facts, actor=actor, now=now, assignee_id=row.assignee_id or actor.id)
    return command.proposal_id


def decide_proposal(actor: Actor, *, proposal_id: UUID, now: datetime) -> None:
    """Decide what was proposed, word for word, as an approval or a refusal of one's own.

    Raises NotFound, Conflict (`proposal_closed`, `already_decided`), and whatever deciding raises.
    """
    with transaction.atomic():
        found, _row, _app = _open(actor, proposal_id, now)
        _decide(actor, found, now)


def return_proposal(actor: Actor, *, proposal_id: UUID, word: str, now: datetime) -> None:
    """Send a proposal back to its author, who holds the file again; the word that says why is kept as a note.

    Raises NotFound, Conflict (`proposal_closed`, `already_decided`), Forbidden, Invalid.
    """
    why = review.words(word, "word")
    with transaction.atomic():
        found, row, app = _open(actor, proposal_id, now)
        facts = review.decide(app, ReturnProposal(actor, proposal_id), row, now)
        Proposal.objects.filter(id=proposal_id).update(closed_at=now)
        row.notes.create(author_id=actor.id, author_name=review.name_of(actor), text=why, written_at=now)
        dossier.commit(row, facts, actor=actor, now=now, assignee_id=found.author_id or row.assignee_id)


def _open(actor: Actor, proposal_id: UUID, now: datetime) -> tuple[Proposal, Application, Snapshot]:
    """The proposal and its file, held until the transaction ends. Raises NotFound, Conflict."""
    found = Proposal.objects.filter(id=proposal_id).first()
    if found is None:
        raise NotFound("application_unknown")
    row, app = dossier.load(actor, found.application_id, now=now)
    found.refresh_from_db()
    if found.closed_at is not None and app.state.is_with_funder:
        raise Conflict("proposal_closed", reference=row.reference)
    return found, row, app


def _decide(actor: Actor, found: Proposal, now: datetime) -> None:
    if found.is_approval:
        terms = award_terms.read(found.terms)
        review.approve(actor, application_id=found.application_id, terms=terms, message=found.text, now=now)
        return
    review.reject(
        actor,
        application_id=found.application_id,
        reason=RejectionReason(found.reason),
        text=found.text,
        remedy=found.remedy,
        appeal=found.appeal,
        now=now,
    )
