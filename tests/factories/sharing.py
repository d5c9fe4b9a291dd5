"""Somebody who said what she needs, a service she linked, and a share between the two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client as Browser

from mob.identity import services
from mob.identity.accessibility.profile import AccessibilityProfile, Animal, Boarding, Equipment, Need
from mob.identity.accessibility.sharing import ShareKind, Trip, Wanted
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models import Link
from mob.identity.services import sharing
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.provider import Service

PROFILE = AccessibilityProfile(
    needs=(Need.MOTORIZED_WHEELCHAIR, Need.AVERSE_TO_CROWDS),
    equipment=Equipment(width_mm=700, mass_kg=140),
    boarding=(Boarding.RAMP,),
    animal=Animal.GUIDE_DOG,
    note="QUOKKAVERT",
)


def say(user_id: UUID, profile: AccessibilityProfile = PROFILE) -> None:
    her, now = Actor.citizen(user_id), clock.now()
    services.agree_to_accessibility(her, text="Oui.", language="fr", now=now)
    services.keep_accessibility(her, profile=profile, now=now)


def link_of(app: Service) -> Link:
    return Link.objects.get(client__client_id=app.client_id, ended_at=None)


def trip(level: Sharing = Sharing.CODES, *, reference: str = "QX7K2P", hours: float = 5) -> Wanted:
    return Wanted(level, ShareKind.TRIP, clock.now() + timedelta(hours=hours), reference)


def standing(level: Sharing = Sharing.CODES, months: int = 3) -> Wanted:
    return Wanted(level, ShareKind.STANDING, months=months)


def shared(app: Service, wanted: Wanted, *, now: datetime | None = None) -> UUID:
    link, said = link_of(app), {"text": "J’accepte.", "language": "fr", "now": now or clock.now()}
    return sharing.share(Actor.citizen(link.user_id), link.id, wanted=wanted, **said)  # type: ignore[arg-type]


def reading(token: str, query: str = "", **headers: str) -> HttpResponse:
    return Browser().get(f"/api/v2/accessibility{query}", headers={"authorization": f"Bearer {token}", **headers})


def asking(token: str, body: Any) -> HttpResponse:
    headers = {"authorization": f"Bearer {token}"}
    return Browser().post("/api/v2/accessibility/requests", body, content_type="application/json", headers=headers)


def between(her: Actor, app: Service) -> dict[str, str]:
    """She said what she needs and shares all of it with a service for a trip; the service asks for another."""
    assert her.id is not None
    say(her.id)
    now, link_id = clock.now(), link_of(app).id
    asked = Trip("RETOUR", "Nice", "Lyon", now + timedelta(days=2), now + timedelta(days=2, hours=5), Sharing.EQUIPMENT)
    request_id, _state = sharing.ask(link_id, trip=asked, now=now)
    return {"share": str(shared(app, trip(Sharing.CONTACT))), "share_asked": str(request_id)}
