"""Starting, filling and discarding a draft. Each step saves by itself; leaving never loses anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

import mob.journal.services as journal
from mob.applications import answers
from mob.applications.models import Application, Proof
from mob.applications.services import dossier
from mob.applications.types import Action, State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import Processing
from mob.directory import selectors as directory
from mob.documents import services as documents
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused


def start(actor: Actor, *, slug: str, language: str, now: datetime) -> str:
    """Begin an application, or find the live draft of this aid again. Returns the reference."""
    if actor.kind is not ActorKind.CITIZEN or actor.id is None:
        raise Forbidden("sign_in_first")
    view = catalogue.published(slug)
    if view is None:
        raise NotFound("aid_unknown")
    if live := _live_draft(actor.id, view.id):
        return live.reference
    if view.processing is not Processing.HERE or not view.is_open_on(clock.civil_date(now)):
        raise Refused("aid_closed")
    if view.proofs and not directory.has_usable_key(view.funder_id):
        raise Refused("no_usable_key")
    row = Application(
        citizen_id=actor.id,
        aid_id=view.id,
        aid_version_id=view.version_id,
        funder_id=view.funder_id,
        language=language,
        created_at=now,
        updated_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            journal.append(actor, stream=dossier.stream(row.id), events=[dossier.started(row)], now=now)
    except IntegrityError:
        # A double click: the other request made the draft first.
        if live := _live_draft(actor.id, view.id):
            return live.reference
        raise
    return row.reference


def _live_draft(citizen_id: UUID, aid_id: UUID) -> Application | None:
    return Application.objects.filter(citizen_id=citizen_id, aid_id=aid_id, state=State.DRAFT.value).first()


def save_answers(
    actor: Actor, *, application_id: UUID, values: Mapping[str, list[str]], now: datetime, partial: bool = False
) -> None:
    """Keep answers by field code. `partial` (the silent save between steps) keeps what can be read and never refuses.

    In a correction only the fields the funder asked for are open. Raises Invalid with the field's code.
    """
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.EDIT)
        view = catalogue.version(row.aid_version_id)
        kept = dict(row.answers)
        for code, raw in values.items():
            field = view.field(code)
            if field is None or (app.request and code not in app.request.fields):
                continue
            try:
                kept[code] = answers.parse(field, raw)
            except Invalid:
                if not partial:
                    raise
        if not partial:
            _mark_done(row, app.request is not None, [c for c in values if kept.get(c) not in (None, "", [])])
        dossier.commit(row, [], actor=actor, now=now, answers=kept)


def _mark_done(row: Application, correcting: bool, codes: list[str]) -> None:
    request = dossier.open_request(row) if correcting else None
    if request:
        request.done = sorted(set(request.done) | (set(codes) & set(request.items)))
        request.save(update_fields=["done"])


def mark_answered(row: Application, code: str) -> None:
    """One thing the funder asked for was sent again."""
    _mark_done(row, True, [code])


def save_beneficiary(
    actor: Actor,
    *,
    application_id: UUID,
    kind: str,
    first_name: str = "",
    last_name: str = "",
    birth_date: date | None = None,
    now: datetime,
) -> None:
    """Say who the aid is for: the person herself (`self`) or a child she is responsible for (`child`)."""
    if kind not in ("self", "child"):
        raise Invalid("answer_not_a_choice", "kind")
    value: dict[str, Any] = {"kind": kind}
    if kind == "child":
        value |= _child(first_name, last_name, birth_date, clock.civil_date(now))
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.EDIT)
        if app.state is not State.DRAFT:
            raise Forbidden("not_allowed")
        dossier.commit(row, [], actor=actor, now=now, beneficiary=value)


def _child(first_name: str, last_name: str, birth_date: date | None, today: date) -> dict[str, str]:
    first, last = answers.clean(first_name)[:100], answers.clean(last_name)[:100]
    if not first:
        raise Invalid("name_needed", "first_name")
    if not last:
        raise Invalid("name_needed", "last_name")
    if birth_date is None or not date(1900, 1, 1) <= birth_date <= today:
        raise Invalid("birth_date_needed", "birth_date")
    return {"first_name": first, "last_name": last, "birth_date": birth_date.isoformat()}


def choose_community(actor: Actor, *, application_id: UUID, community_id: UUID, now: datetime) -> None:
    """Say which community of the funder the person belongs to."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.EDIT)
        known = {community.id for community in directory.communities_of(row.funder_id)}
        if app.state is not State.DRAFT or community_id not in known:
            raise Invalid("answer_not_a_choice", "community")
        dossier.commit(row, [], actor=actor, now=now, community_id=community_id)


def discard(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Erase a draft and its papers at once."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.DISCARD)
        ids = list(Proof.objects.filter(application=row).values_list("document_id", flat=True))
        Proof.objects.filter(application=row).delete()
        for document_id in ids:
            documents.remove(actor, document_id=document_id, now=now)
        row.delete()
