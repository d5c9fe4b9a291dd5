"""A database that another process holds, or that is away, is a pause that says when to come back: never a breakdown."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import OperationalError, connection
from django.test import Client

from mob.web import pages
from tests.factories.accounts import sign_in
from tests.factories.world import World

pytestmark = [pytest.mark.abuse(8), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiet(client: Client) -> Client:
    client.raise_request_exception = False
    return client


@pytest.fixture
def locked() -> Iterator[None]:
    """Another process writes and does not end; our own patience is cut from 20 s to a tenth."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        connection.cursor().execute("PRAGMA busy_timeout = 100")
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
        connection.cursor().execute("PRAGMA busy_timeout = 20000")


@pytest.mark.skipif("sqlite" not in connection.settings_dict["ENGINE"], reason="a lock of SQLite's")
def test_a_locked_database_answers_503_and_serves_again_once_free(world: World, quiet: Client, locked: None) -> None:
    response = quiet.post("/connexion", {"email": "samira@exemple.fr"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "gardé" in response.content.decode()


@pytest.mark.skipif("sqlite" not in connection.settings_dict["ENGINE"], reason="a lock of SQLite's")
def test_pages_that_only_read_are_served_while_another_writes(quiet: Client, locked: None) -> None:
    assert quiet.get("/recherche").status_code == 200


def test_a_database_that_is_away_is_a_pause_to_people_and_programs(
    quiet: Client, monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection: samira@exemple.fr")

    monkeypatch.setattr(pages, "render", away)
    sign_in(quiet, world.person())
    for headers in ({}, {"accept": "application/json"}):
        response = quiet.get("/aide", headers=headers)
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "60"
        assert "samira" not in response.content.decode()
