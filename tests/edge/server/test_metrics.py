"""Measures are for who holds the token, count pages by name, and tell of nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings

from mob.config import metrics
from tests.factories import dossiers
from tests.factories.world import World

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-twenty-four-letters"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def open_to_measure() -> Iterator[None]:
    with override_settings(ENV=replace(settings.ENV, metrics_token=TOKEN)):
        yield


@pytest.mark.abuse(93)
def test_without_a_token_set_the_page_does_not_exist(client: Client) -> None:
    assert client.get("/metrics", headers=BEARER).status_code == 404


@pytest.mark.usefixtures("open_to_measure")
@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}x", "Bearer é"])
def test_another_token_opens_nothing(client: Client, given: str) -> None:
    response = client.get("/metrics", headers={"authorization": given})
    assert response.status_code == 401
    assert b"mob_" not in response.content


@pytest.mark.usefixtures("open_to_measure")
def test_what_is_measured_can_be_read_by_prometheus_and_names_nobody(client: Client, world: World) -> None:
    from prometheus_client.parser import text_string_to_metric_families

    dossier = dossiers.sent(world)
    client.get("/recherche?q=Samira")
    client.get(f"/nowhere/{dossier.reference}")
    text = client.get("/metrics", headers=BEARER).content.decode()
    found = {sample.name: sample.value for family in text_string_to_metric_families(text) for sample in family.samples}
    assert found["mob_database_up"] == 1
    assert {"mob_work_oldest_seconds", "mob_worker_up", "mob_backup_timestamp_seconds", "mob_home_free_bytes"} <= set(
        found
    )
    assert 'mob_applications{state="submitted"} 1.0' in text
    assert 'page="none",status="404"' in text
    assert not [word for word in ("Samira", "exemple.fr", dossier.reference, "nowhere") if word in text]


@pytest.mark.usefixtures("open_to_measure")
def test_a_database_that_is_away_is_measured_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(metrics, "_work", away)
    text = client.get("/metrics", headers=BEARER).content.decode()
    assert "mob_database_up 0.0" in text
    assert "mob_home_free_bytes" in text
