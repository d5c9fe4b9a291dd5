"""Health is told to whoever asks, whatever host or scheme it uses, and tells no secret."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from mob.config import health
from mob.journal import leases
from mob.kernel import clock

pytestmark = pytest.mark.django_db
SPAN = timedelta(seconds=30)


@pytest.fixture
def worker() -> None:
    leases.beat(leases.HEARTBEAT, holder="test", now=clock.now(), span=SPAN)


@pytest.mark.parametrize("path", [health.LIVE, health.READY])
def test_a_sound_installation_is_well(client: Client, worker: None, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, json.loads(response.content)["status"]) == (200, "ok")
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_probes_come_by_address(client: Client, worker: None) -> None:
    assert client.get(health.READY, headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_it_is_not_ready_without_a_worker_but_lives(client: Client) -> None:
    response = client.get(health.READY)
    assert response.status_code == 503
    assert json.loads(response.content)["problems"] == {"worker": "gives no sign of life"}
    assert client.get(health.LIVE).status_code == 200


def test_a_database_that_is_away_is_told_without_its_address(
    client: Client, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> str:
        raise OperationalError("could not connect to postgres://user:secret@db")

    monkeypatch.setattr(health, "_database", away)
    response = client.get(health.READY)
    assert response.status_code == 503
    assert json.loads(response.content)["problems"] == {"database": "does not answer"}


def test_it_is_not_ready_while_migrations_are_pending(
    client: Client, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health._schema_is_current, "is_known", False)
    monkeypatch.setattr(health.schema, "pending", lambda: ["identity.0099"])
    assert json.loads(client.get(health.READY).content)["problems"] == {"database": "migrations are pending"}


def test_health_only_answers_reads(client: Client) -> None:
    assert client.post(health.LIVE).status_code in (403, 404, 405)
    assert client.head(health.LIVE).status_code == 200
