"""A service begins an application for the person who linked it: a draft with what it knows, which she checks and sends.

It never sends for her, and never writes over what she wrote. Each request carries a key of the service's own: asked
again with it, nothing is done twice and the same draft is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mob.applications import answers
from mob.applications.events import DraftPrepared
from mob.applications.linked_services.rights import person_of, service_of
from mob.applications.linked_services.types import Prepared
from mob.applications.models import Application, Preparation
from mob.applications.services import dossier, drafts
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTerms
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, Refused

Given = Mapping[str, list[str]]


def prepare(actor: Actor, *, slug: str, given: Given, key: str, language: str, now: datetime) -> Prepared:
    """Begin a draft, or find hers again, and write the answers she left empty; `given`: texts by code of question.

    Raises Forbidden; NotFound or Refused where she could not begin it herself; Invalid for an answer that does not
    fit, `answers.<code>`; Refused `api_key_reused` for a key that served another request, `draft_gone` for a draft
    that she discarded since. Nothing is kept then.
    """
    person_of(actor, Scope.APPLY)
    asked = _digest(json.dumps([slug, given, language], sort_keys=True))
    if known := _known(actor, key):
        return _again(known, asked)
    try:
        with transaction.atomic():
            return _prepared(actor, slug, given, language, (_digest(key), asked), now=now)
    except IntegrityError:
        # The same request at the same instant: the other one kept its answer.
        if known := _known(actor, key):
            return _again(known, asked)
        raise


def _prepared(
    actor: Actor, slug: str, given: Given, language: str, key_and_asked: tuple[str, str], *, now: datetime
) -> Prepared:
    citizen_id, client_id = person_of(actor, Scope.APPLY), service_of(actor)
    begun, is_new = drafts.begin(actor, citizen_id, slug=slug, language=language, now=now)
    row = Application.objects.select_for_update().get(id=begun.id)
    key, asked = key_and_asked
    Preparation.objects.create(
        client_id=client_id, citizen_id=citizen_id, application=row, key=key, asked=asked, at=now
    )
    read = _read(catalogue.terms(row.aid_version_id, language=language), given)
    fresh = {code: value for code, value in read.items() if row.answers.get(code) in (None, "", [])}
    fact = DraftPrepared(client_id, tuple(sorted(fresh)))
    dossier.commit(row, [fact], actor=actor, now=now, answers=row.answers | fresh)
    return Prepared(row.reference, State.DRAFT, is_new=is_new, filled=tuple(sorted(fresh)))


def _read(view: AidTerms, given: Given) -> dict[str, Any]:
    """The typed answers. Raises Invalid at the first that is unknown or does not fit."""
    read: dict[str, Any] = {}
    for code, values in given.items():
        field = view.field(code)
        if field is None:
            raise Invalid("api_unknown_name", f"answers.{code[:60]}", value=code[:60])
        try:
            read[code] = answers.parse(field, values)
        except Invalid as error:
            raise Invalid(error.code, f"answers.{code}", **error.params) from error
    return {code: value for code, value in read.items() if value is not None}


def _known(actor: Actor, key: str) -> Preparation | None:
    rows = Preparation.objects.select_related("application")
    mine = rows.filter(client_id=service_of(actor), citizen_id=person_of(actor, Scope.APPLY))
    return mine.filter(key=_digest(key)).first()


def _again(known: Preparation, asked: str) -> Prepared:
    """What was answered the first time, as it stands now."""
    if known.asked != asked:
        raise Invalid("api_key_reused", "Idempotency-Key")
    if known.application is None:
        raise Refused("draft_gone")
    return Prepared(known.application.reference, State(known.application.state), is_new=False)


def prepared_by(application_id: UUID) -> list[str]:
    """The services that wrote in a draft, by name. The caller has checked the right to read it."""
    rows = Preparation.objects.filter(application_id=application_id).order_by("client__name")
    return list(rows.values_list("client__name", flat=True).distinct())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
