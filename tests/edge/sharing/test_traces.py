"""What sharing leaves behind it: nothing of the needs anywhere but in her own export, and nothing past its date."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client as Browser

from mob.identity import services
from mob.identity.accessibility.profile import AccessibilityProfile, Equipment, Need
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models import (
    AccessibilityReading,
    AccessibilityRequest,
    AccessibilityShare,
    AccessToken,
    Receipt,
    User,
)
from mob.identity.oidc import clients
from mob.identity.services.sharing import forgetting
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.provider import Service, link, service
from tests.factories.sharing import reading, say, shared, standing

pytestmark = pytest.mark.django_db
MANY = 100


def _everything() -> str:
    """Every value of every table, bytes as text."""
    told = []
    for model in apps.get_models():
        for row in model._default_manager.all().values_list():
            told += [
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value) for value in row
            ]
    return "\n".join(told)


def _person(number: int, app: Service) -> str:
    """Somebody with needs of her own, a share, and a token of the service for her."""
    user = User.objects.create_user(f"p{number}@exemple.fr")
    need = list(Need)[number % len(Need)]
    say(user.id, AccessibilityProfile(needs=(need,), equipment=Equipment(mass_kg=140), note=f"QUOKKA{number}VERT"))
    link_id = link(Actor.citizen(user.id), app)
    services.sharing.share(
        Actor.citizen(user.id), link_id, wanted=standing(Sharing.EQUIPMENT), text="Oui.", language="fr", now=clock.now()
    )
    token, client = f"t{number}" * 9, clients.find(app.client_id)
    assert client is not None
    AccessToken.objects.create(
        token="",
        token_checksum=clients.digest(token),
        application_id=client.id,
        user=user,
        link_id=link_id,
        scope=app.scope,
        expires=clock.now() + timedelta(minutes=15),
    )
    return token


def test_f5_after_a_hundred_shared_profiles_no_need_is_in_clear_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    app = service()
    for number in range(MANY):
        response = reading(_person(number, app), "?format=mob")
        assert f"QUOKKA{number}VERT" in response.content.decode(), "she is read, so that the rest means something"
    held = _everything() + caplog.text + str(Browser().get("/statistiques.json").content)
    for mark in ("QUOKKA", *(need.value for need in Need if need is not Need.WHEELCHAIR), "mass_kg"):
        assert mark not in held, mark
    other = User.objects.get(email="p0@exemple.fr")
    archive = zipfile.ZipFile(io.BytesIO(services.export_everything(Actor.citizen(other.id))))
    told = "".join(archive.read(name).decode("latin-1") for name in archive.namelist())
    assert "QUOKKA0VERT" in told
    assert "QUOKKA1VERT" not in told


def test_her_export_says_who_could_read_who_read_and_who_asked(app: Service, token: str, person: User) -> None:
    shared(app, standing())
    reading(token)
    archive = zipfile.ZipFile(io.BytesIO(services.export_everything(Actor.citizen(person.id))))
    told: dict[str, Any] = json.loads(archive.read("compte/partages-accessibilite.json"))
    assert told["shares"][0]["service"] == "Tilleul Mobilités"
    assert told["readings"][0]["level"] == "codes"
    assert told["asked"] == []


def test_her_deletion_leaves_the_proof_of_what_she_agreed_to_and_nothing_else(
    app: Service, token: str, person: User
) -> None:
    shared(app, standing())
    reading(token)
    services.delete_account(Actor.citizen(person.id), choices={}, now=clock.now())
    for table in (AccessibilityShare, AccessibilityReading, AccessibilityRequest):
        assert not table.objects.exists()
    assert Receipt.objects.get(kind="accessibility_share").withdrawn_at is not None


def test_a_year_after_its_end_nothing_of_a_share_or_a_reading_is_left(app: Service, token: str) -> None:
    shared(app, standing(months=1))
    reading(token)
    kept = clock.now() + timedelta(days=390)
    assert (forgetting.forget_expired(kept), AccessibilityShare.objects.count()) == (1, 1), "the reading is a year old"
    gone = clock.now() + timedelta(days=400)
    assert forgetting.expired(gone) == 1
    assert forgetting.forget_expired(gone) == 1
    assert not AccessibilityShare.objects.exists()
