"""A provider of the file: it signs people in, and certifies nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from mob.identity.models import ExternalIdentity, IdentityClaim
from mob.integrations.standins import Standins
from mob.integrations.standins.clients import CLIENT_ID, CLIENT_SECRET
from tests.factories.accounts import Mailbox
from tests.factories.standins import come, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def standins(tmp_path: Path, settings: LazySettings) -> Iterator[Standins]:
    """The settings name a file, whose provider is the ordinary stand-in."""
    (tmp_path / "ma-ville.secret").write_text(CLIENT_SECRET)
    file = tmp_path / "providers.toml"
    file.write_text(
        f"""[ma-ville]
label = "Compte Ma Ville"
issuer = "{Standins(settings.ENV.public_url).plain.issuer}"
client_id = "{CLIENT_ID}"
secret_file = "ma-ville.secret"
audience = "people"
algorithms = ["ES256"]
"""
    )
    settings.ENV = replace(settings.ENV, identity_providers=str(file))
    with served() as found:
        yield found


def test_somebody_opens_an_account_by_it_and_what_it_says_stays_declared(standins: Standins, mailbox: Mailbox) -> None:
    browser = Client()
    assert "S’identifier avec Compte Ma Ville" in browser.get("/connexion").content.decode()
    answer = come(browser, standins, "ma-ville", "lea")
    assert answer.headers["Location"] == "/connexion/premiere-visite"
    browser.post("/connexion/premiere-visite", {"email": "lea.marchand@exemple.fr"})
    browser.post("/connexion/code", {"code": mailbox.code})
    assert ExternalIdentity.objects.get().provider_key == "ma-ville"
    assert not IdentityClaim.objects.exclude(source="declared").exists()
    again = Client()
    come(again, standins, "ma-ville", "lea")
    assert "_auth_user_id" in again.session


@pytest.mark.parametrize(("key", "status"), [("panne", 503), ("signature", 400), ("nonce", 400), ("perimee", 400)])
def test_what_goes_wrong_over_there_opens_nothing(key: str, status: int, standins: Standins) -> None:
    browser = Client()
    assert come(browser, standins, "ma-ville", key).status_code == status
    assert "_auth_user_id" not in browser.session
