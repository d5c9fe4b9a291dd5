"""A service asks to read the profile for a trip; the person finds it on her page and by mail, and answers or not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity import throttle
from mob.identity.accessibility.sharing import Question, Trip, check_trip, opened_by
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.events import AccessibilityAsked, AccessibilityRefused
from mob.identity.models import AccessibilityRequest, AccessibilityShare, Link
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.services import throttling
from mob.identity.services.sharing.views import views
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused

# How a request stands, as the service reads it.
WAITING, SHARED = "waiting", "shared"


def ask(link_id: UUID, *, trip: Trip, now: datetime) -> tuple[UUID | None, str]:
    """The id of the request, and whether it waits or a share answers already. The same reference again is the same one.

    Raises Invalid, Slowed, Refused("share_refused") once she said no to that trip.
    """
    check_trip(trip, now=now)
    shares = views(AccessibilityShare.objects.filter(link_id=link_id).select_related("link__client"))
    if opened_by(shares, trip.reference, now=now):
        return None, SHARED
    known = AccessibilityRequest.objects.filter(link_id=link_id, reference=trip.reference).first()
    if known is not None and known.answered_at is not None and not known.was_accepted:
        raise Refused("share_refused")
    if known is not None and known.answered_at is None:
        return known.id, WAITING
    throttling.spend([(throttle.NEEDS_ASKED, str(link_id))], code="api_slowed", now=now)
    return _asked(link_id, trip, now=now), WAITING


def _asked(link_id: UUID, trip: Trip, *, now: datetime) -> UUID:
    with transaction.atomic():
        link = Link.objects.select_for_update(of=("self",)).select_related("client", "user").get(id=link_id)
        said = {
            "level": trip.level.value,
            "start": trip.start,
            "end": trip.end,
            "departs_at": trip.departs_at,
            "arrives_at": trip.arrives_at,
            "asked_at": now,
            "answered_at": None,
            "was_accepted": False,
        }
        row, _is_new = AccessibilityRequest.objects.update_or_create(link=link, reference=trip.reference, defaults=said)
        fact = AccessibilityAsked(link.client_id, row.id)
        journal.append(Actor.system(), stream=f"account:{link.user_id}", events=[fact], now=now)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        service = {"service": link.client.name}
        mailer.send(AccountMail.ACCESSIBILITY_ASKED, link.user.email, link.user.language, service)
    return row.id


def questions_of(actor: Actor, *, now: datetime) -> list[Question]:
    """What waits for the actor's answer, the nearest trip first. A trip that is over asks nothing."""
    rows = AccessibilityRequest.objects.filter(
        link__user_id=person(actor), link__ended_at=None, answered_at=None, arrives_at__gt=now
    )
    return [_view(row) for row in rows.select_related("link__client").order_by("departs_at", "id")]


def question_of(actor: Actor, request_id: UUID, *, now: datetime) -> Question:
    """One of them. Raises NotFound."""
    found = next((each for each in questions_of(actor, now=now) if each.id == request_id), None)
    if found is None:
        raise NotFound("share_question_unknown")
    return found


def _view(row: AccessibilityRequest) -> Question:
    trip = Trip(row.reference, row.start, row.end, row.departs_at, row.arrives_at, Sharing(row.level))
    client = row.link.client
    return Question(row.id, row.link_id, client.name, client.operator, trip, row.asked_at)


def refuse(actor: Actor, request_id: UUID, *, now: datetime) -> None:
    """No. The service finds it out when it asks again or reads; nothing else changes. Raises NotFound."""
    question_of(actor, request_id, now=now)
    with transaction.atomic():
        rows = AccessibilityRequest.objects.filter(id=request_id, answered_at=None)
        if rows.update(answered_at=now):
            link = Link.objects.get(accessibility_requests=request_id)
            fact = AccessibilityRefused(link.client_id, request_id)
            journal.append(actor, stream=f"account:{link.user_id}", events=[fact], now=now)
