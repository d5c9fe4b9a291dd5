"""Starting, filling and discarding a draft. Each step saves by itself; leaving never loses anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

import mob.journal.services as journal
from mob.applications import answers, certified, helped, permissions, representation
from mob.applications.models import Application, Proof
from mob.applications.representation import MAJORITY, Represented
from mob.applications.services import dossier
from mob.applications.types import Action, State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidView, CustomField, Processing
from mob.directory import closing
from mob.directory import selectors as directory
from mob.documents import services as documents
from mob.identity import selectors as identity
from mob.identity.mandate_types import Power
from mob.identity.names import check_name
from mob.identity.services import erasures
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, Refused
from mob.kernel.ids import new_reference

_ATTEMPTS = 3


def start(actor: Actor, *, slug: str, language: str, now: datetime) -> str:
    """Begin an application, or find the live draft of this aid again. Returns the reference."""
    row, _is_new = begin(actor, _owner(actor), slug=slug, language=language, now=now)
    return row.reference


def begin(actor: Actor, citizen_id: UUID, *, slug: str, language: str, now: datetime) -> tuple[Application, bool]:
    """The draft of a person for an aid and whether it is new, by an actor whose right to begin it was checked."""
    view = catalogue.published(slug, actor=actor)
    if view is None:
        raise Refused("affiliation_needed") if catalogue.reserved_to(slug) else NotFound("aid_unknown")
    if not permissions.covers(actor, view.id):
        raise Forbidden("mandate_does_not_let")
    if live := _live_draft(citizen_id, view.id):
        return live, False
    check_open(view, now)
    if identity.is_made_up(citizen_id):
        raise Refused("sandbox_applies")
    row = Application(
        citizen_id=citizen_id,
        aid_id=view.id,
        aid_version_id=view.version_id,
        funder_id=view.funder_id,
        community_id=_only_community(view.funder_id),
        language=language,
        created_at=now,
        updated_at=now,
        helped_by=helped.marked([], actor) or [],
    )
    for _ in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                row.save(force_insert=True)
                journal.append(actor, stream=dossier.stream(row.id), events=[dossier.started(row)], now=now)
            return row, True
        except IntegrityError:
            # A double click: the other request made the draft first. Else the reference was somebody's already.
            if live := _live_draft(citizen_id, view.id):
                return live, False
            row.reference = new_reference()
    raise Conflict("changed_meanwhile")


def _owner(actor: Actor) -> UUID:
    """Whose application it will be. Raises Forbidden for who has no account, or a mandate that lets prepare nothing."""
    if actor.kind is ActorKind.HELPER and Power.APPLY.value not in actor.scopes:
        raise Forbidden("mandate_does_not_let")
    if not actor.is_person or actor.subject_id is None:
        raise Forbidden("sign_in_first")
    return actor.subject_id


def check_open(view: AidView, now: datetime) -> None:
    """Whether an application may start now. Raises Refused (`service_closed`, `aid_closed`, `no_usable_key`)."""
    closing.check_is_open(now)
    if view.processing is not Processing.HERE or not view.is_open_on(clock.civil_date(now)):
        raise Refused("aid_closed")
    if view.proofs and not directory.has_usable_key(view.funder_id):
        raise Refused("no_usable_key")


def check_reserved(actor: Actor, view: AidView) -> None:
    """Whether the person may ask for an aid reserved to an employer's people. Raises Refused `affiliation_needed`."""
    if catalogue.reserved_to(view.slug) and view.funder_id not in directory.employers_of(actor):
        raise Refused("affiliation_needed")


def _only_community(funder_id: UUID) -> UUID | None:
    """The funder's community when it has one alone: there is nothing to choose."""
    communities = directory.communities_of(funder_id)
    return communities[0].id if len(communities) == 1 else None


def _live_draft(citizen_id: UUID, aid_id: UUID) -> Application | None:
    return Application.objects.filter(citizen_id=citizen_id, aid_id=aid_id, state=State.DRAFT.value).first()


def save_answers(
    actor: Actor, *, application_id: UUID, values: Mapping[str, list[str]], now: datetime, partial: bool = False
) -> None:
    """Keep answers by field code. `partial` (the silent save between steps) keeps what can be read and never refuses.

    In a correction only the fields the funder asked for are open; in a draft, those that no register answered: she
    contests the fact first. Raises Invalid with the field's code.
    """
    with transaction.atomic():
        row, app = dossier.load_to_edit(actor, application_id)
        view = catalogue.terms(row.aid_version_id)
        shut = certified.locked(view, certified.of_draft(row, view)) if app.state is State.DRAFT else {}
        open_fields = [
            f
            for f in view.fields
            if f.code in values and f.code not in shut and (not app.request or f.code in app.request.fields)
        ]
        given = _read(open_fields, values, partial)
        if not partial and app.request:
            _mark_done(row, [code for code, answer in given.items() if answer is not None])
        dossier.commit(row, [], actor=actor, now=now, answers=row.answers | given)


def _read(
    fields: Sequence[CustomField], values: Mapping[str, list[str]], partial: bool
) -> dict[str, answers.Answer | None]:
    """The typed answers. Raises one Invalid, or InvalidMany; a partial save leaves out what cannot be read yet."""
    read = answers.parse if partial else answers.required
    given: dict[str, answers.Answer | None] = {}
    errors: list[Invalid] = []
    for field in fields:
        try:
            given[field.code] = read(field, values[field.code])
        except Invalid as error:
            errors.append(error)
    if errors and not partial:
        raise errors[0] if len(errors) == 1 else InvalidMany(errors)
    return given


def _mark_done(row: Application, codes: Sequence[str]) -> None:
    request = dossier.open_request(row)
    if request:
        request.done = sorted(set(request.done) | (set(codes) & set(request.items)))
        request.save(update_fields=["done"])


def mark_answered(row: Application, code: str) -> None:
    """One thing the funder asked for was sent again."""
    _mark_done(row, [code])


def save_beneficiary(
    actor: Actor,
    *,
    application_id: UUID,
    kind: str,
    first_name: str = "",
    last_name: str = "",
    birth_date: date | None = None,
    now: datetime,
    partial: bool = False,
) -> None:
    """Say who the aid is for: the person herself (`self`), a child (`child`) or an adult (`protected`) she represents.

    Raises Invalid, or InvalidMany, naming `kind`, `first_name`, `last_name` and `birth_date`. `partial` (the silent
    save) keeps what can be read and never refuses.
    """
    who = representation.of({"kind": kind})
    if kind != "self" and who is None:
        if partial:
            return
        raise Invalid("beneficiary_missing", "kind")
    value, errors = {"kind": kind}, list[Invalid]()
    if who is not None:
        named, errors = _named(who, first_name, last_name, birth_date, clock.civil_date(now))
        value |= named
    if errors and not partial:
        raise errors[0] if len(errors) == 1 else InvalidMany(errors)
    with transaction.atomic():
        row, app = dossier.load_to_edit(actor, application_id)
        if app.state is not State.DRAFT:
            raise Forbidden("not_allowed")
        dossier.commit(row, [], actor=actor, now=now, beneficiary=value)


def _named(
    who: Represented, first_name: str, last_name: str, birth_date: date | None, today: date
) -> tuple[dict[str, str], list[Invalid]]:
    """What can be kept of the lines of somebody else, and what is wrong with the others."""
    value: dict[str, str] = {}
    errors: list[Invalid] = []
    for key, typed in (("first_name", first_name), ("last_name", last_name)):
        try:
            value[key] = check_name(typed, key)
        except Invalid as error:
            errors.append(error)
    is_minor = birth_date is not None and clock.age_on(birth_date, today) < MAJORITY
    if birth_date is None or birth_date > today or is_minor is not (who is Represented.CHILD):
        code = "child_birth_date" if who is Represented.CHILD else "protected_birth_date"
        errors.append(Invalid(code, "birth_date", age=MAJORITY))
    else:
        value["birth_date"] = birth_date.isoformat()
    return value, errors


def choose_community(actor: Actor, *, application_id: UUID, community_id: UUID, now: datetime) -> None:
    """Say which community of the funder the person belongs to."""
    with transaction.atomic():
        row, app = dossier.load_to_edit(actor, application_id)
        known = {community.id for community in directory.communities_of(row.funder_id)}
        if app.state is not State.DRAFT or community_id not in known:
            raise Invalid("answer_not_a_choice", "community")
        dossier.commit(row, [], actor=actor, now=now, community_id=community_id)


def discard(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Erase a draft and its papers at once."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.DISCARD)
        erase(actor, row, now=now)


def erase(actor: Actor, row: Application, *, now: datetime) -> None:
    """Erase a draft whose owner, or the clock, lets it go. In the caller's transaction."""
    key, ids = row.id, list(Proof.objects.filter(application=row).values_list("document_id", flat=True))
    Proof.objects.filter(application=row).delete()
    for document_id in ids:
        documents.remove(actor, document_id=document_id, now=now)
    row.delete()
    erasures.remember("draft", key, now=now)
