"""Somebody who said what she needs in order to travel, and shares it with an invented railway that asks for more."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import translation

from mob.identity import services
from mob.identity.accessibility.profile import (
    AccessibilityProfile,
    Boarding,
    Communication,
    Need,
    Reach,
)
from mob.identity.accessibility.sharing import ShareKind, Trip, Wanted, end_of
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.oidc import clients, links
from mob.identity.oidc_types import NewClient, Scope
from mob.identity.services import sharing
from mob.kernel.actor import Actor
from mob.kernel.clock import PARIS
from mob.kernel.errors import Forbidden
from mob.web.account import scope_words, share_words
from mob.web.account.accessibility import CONSENT

CLIENT_ID = "trains-du-tilleul"
PROFILE = AccessibilityProfile(
    needs=(Need.AUDITORY_IMPAIRMENT, Need.RESTRICTED_MOBILITY),
    reach=Reach(steps=12, walk_m=400, stand_min=15),
    boarding=(Boarding.ARM,),
    communication=(Communication.WRITTEN,),
    note="Montrez-moi le quai, je lis sur les lèvres.",
)


def seed(user_id: UUID, *, now: datetime) -> None:
    citizen, then = Actor.citizen(user_id), now - timedelta(days=6)
    services.agree_to_accessibility(citizen, text=str(CONSENT), language="fr", now=then)
    services.keep_accessibility(citizen, profile=PROFILE, now=then + timedelta(minutes=4))
    _share(citizen, _linked(citizen, now=now - timedelta(days=5)), now=now)


def _linked(citizen: Actor, *, now: datetime) -> UUID:
    """The railway, which may ask."""
    asked = (Scope.OPENID, Scope.CMS_ACCESSIBILITY, Scope.OFFLINE)
    new = NewClient(
        client_id=CLIENT_ID,
        name="Trains du Tilleul",
        operator="Tilleul Mobilités (opérateur inventé)",
        homepage="https://trains.exemple.fr/",
        redirect_uris=("https://trains.exemple.fr/retour",),
        scopes=asked,
    )
    clients.create_client(Actor.system(), new, now=now)
    client = clients.find(CLIENT_ID)
    if client is None:
        raise LookupError("the railway was not registered")
    with translation.override("fr"):
        text = scope_words.receipt(client, asked)
    link_id, _scopes = links.allow(citizen, client, asked=asked, chosen=asked, text=text, language="fr", now=now)
    return link_id


def _share(citizen: Actor, link_id: UUID, *, now: datetime) -> None:
    """A trip that is over, one of tomorrow, their readings, one that came too early, and a trip that waits for a yes."""
    first, today = now - timedelta(days=4), now - timedelta(hours=7)
    with contextlib.suppress(Forbidden):
        sharing.read(link_id, reference="TIL-3107", now=first - timedelta(hours=1))
    _give(citizen, link_id, _trip(Sharing.EQUIPMENT, _at(first + timedelta(days=1), 17, 10), "TIL-3107"), now=first)
    sharing.read(link_id, reference="TIL-3107", now=first + timedelta(hours=1))
    _give(citizen, link_id, _trip(Sharing.EQUIPMENT, _at(now + timedelta(days=1), 11, 42), "TIL-3244"), now=today)
    sharing.read(link_id, reference="TIL-3244", now=today + timedelta(hours=1))
    day = now + timedelta(days=3)
    asked = Trip("TIL-3261", "Valmont", "Port-Tilleul", _at(day, 9, 15), _at(day, 11, 5), Sharing.EQUIPMENT)
    sharing.ask(link_id, trip=asked, now=now - timedelta(hours=2))


def _at(day: datetime, hour: int, minute: int) -> datetime:
    return day.astimezone(PARIS).replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)


def _trip(level: Sharing, arrives_at: datetime, reference: str) -> Wanted:
    return Wanted(level, ShareKind.TRIP, arrives_at, reference)


def _give(citizen: Actor, link_id: UUID, wanted: Wanted, *, now: datetime) -> None:
    reader = sharing.reader_of(citizen, link_id)
    with translation.override("fr"):
        text = share_words.agreement(reader.service, reader.operator, wanted, end_of(wanted, now=now))
    sharing.share(citizen, link_id, wanted=wanted, text=text, language="fr", now=now)
