"""Messages between the person and the funder, notes agents keep, and the moment a decision is first opened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

import mob.journal.services as journal
from mob.applications import answers
from mob.applications.events import DecisionFirstOpened, MessageSent
from mob.applications.models import Message, Note
from mob.applications.services import dossier
from mob.applications.types import Action
from mob.directory import selectors as directory
from mob.identity import selectors as identity
from mob.identity.mandates import selectors as mandates
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Invalid, Refused

MAX_TEXT = 5000
MAX_UNANSWERED = 20


def write_message(actor: Actor, *, application_id: UUID, text: str, now: datetime) -> None:
    """Add a message to the thread. The other side gets a mail from the fact."""
    words = _words(text)
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.WRITE)
        from_funder = actor.kind is ActorKind.STAFF
        unread = Message.objects.filter(application=row, from_funder=from_funder, read_at=None).count()
        if unread >= MAX_UNANSWERED:
            raise Refused("too_many_messages", most=MAX_UNANSWERED)
        message = Message.objects.create(
            application=row,
            from_funder=from_funder,
            author_id=actor.id,
            author_name=_author(actor),
            text=words,
            sent_at=now,
        )
        event = MessageSent(message.id, from_funder)
        journal.append(actor, stream=dossier.stream(row.id), events=[event], now=now)


def mark_read(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """The reader has the thread before her eyes: what the other side wrote is read."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.READ)
        if actor.is_in_place:
            return  # read by who acts for her is not read by her
        other_side = actor.kind is not ActorKind.STAFF
        Message.objects.filter(application=row, from_funder=other_side, read_at=None).update(read_at=now)


def add_note(actor: Actor, *, application_id: UUID, text: str, now: datetime) -> None:
    """Keep a note for colleagues."""
    words = _words(text)
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.NOTE)
        Note.objects.create(application=row, author_id=actor.id, author_name=_author(actor), text=words, written_at=now)


def open_decision(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Record the first time the person saw the decision: the time limit of an appeal may depend on it."""
    with transaction.atomic():
        row, _ = dossier.load(actor, application_id)
        if actor.kind is not ActorKind.CITIZEN:
            return
        if row.decisions.filter(opened_at=None, reopened_at=None).update(opened_at=now):
            journal.append(actor, stream=dossier.stream(row.id), events=[DecisionFirstOpened()], now=now)


def _author(actor: Actor) -> str:
    if actor.kind is ActorKind.ASSISTED and actor.on_behalf_of is not None:
        return identity.profile_of(actor, actor.on_behalf_of).full_name
    if actor.id is None:
        return ""
    if actor.kind is ActorKind.STAFF:
        staff = directory.staff_member(actor.id, funder_id=actor.funder_id)
        return staff.full_name if staff else ""
    hand = mandates.hand_of(actor)
    return hand.name if hand else identity.profile_of(actor, actor.id).full_name


def _words(text: str) -> str:
    words = answers.clean(text)
    if not words:
        raise Invalid("words_needed", "text")
    if len(words) > MAX_TEXT:
        raise Invalid("answer_too_long", "text", most=MAX_TEXT)
    return words
