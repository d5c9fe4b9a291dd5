"""Registering a client and renewing keys from the terminal."""

from __future__ import annotations

import argparse
import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest

from mob.cli import create_client
from mob.cli.terminal import Stop
from mob.identity.models import Client
from mob.identity.oidc import credentials
from mob.integrations.token_keys import NAME, FileTokenKeys
from mob.kernel import clock
from mob.kernel.ports import PortUnavailable

pytestmark = pytest.mark.django_db
URI = "https://appli.exemple.fr/retour"


def run(command: ModuleType, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    code: int = command.run(parser.parse_args(arguments))
    return code


def test_a_client_is_made_and_its_secret_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--id", "covoit", "--name", "Covoit", "--redirect-uri", URI, "--scope", "profile", "--json")
    assert run(create_client, *asked) == 0
    said = json.loads(capsys.readouterr().out)
    row = Client.objects.get(client_id="covoit")
    assert credentials.secret_fault(row, said["client_secret"], now=clock.now()) is None
    assert said["client_secret"] != row.credentials.get().digest
    assert row.client_secret == ""
    assert row.scope == "openid profile"
    assert row.sector == "appli.exemple.fr"
    with pytest.raises(Stop, match="already has this name"):
        run(create_client, *asked)


def test_a_public_client_has_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--id", "appli", "--public", "--native", "--redirect-uri", "com.exemple.appli:/r", "--json")
    assert run(create_client, *asked) == 0
    assert "client_secret" not in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--id", "X", "--redirect-uri", URI),
        ("--id", "appli"),
        ("--id", "appli", "--redirect-uri", "https://*.exemple.fr/"),
        ("--id", "appli", "--redirect-uri", URI, "--redirect-uri", "https://autre.exemple.fr/"),
        ("--id", "appli", "--redirect-uri", URI, "--scope", "admin"),
        ("--id", "appli", "--redirect-uri", URI, "--native"),
        ("--id", "appli", "--public", "--service-account"),
        ("--id", "appli", "--redirect-uri", URI, "--jwks", __file__),
    ],
)
def test_what_cannot_be_registered_is_said_and_nothing_is_kept(wrong: tuple[str, ...]) -> None:
    with pytest.raises(Stop):
        run(create_client, *wrong)
    assert not Client.objects.exists()


@pytest.fixture
def later() -> Iterator[None]:
    yield
    clock.set_offset(timedelta(0))


def test_keys_are_ours_alone_and_those_replaced_stay_a_day(tmp_path: Path, later: None) -> None:
    keys = FileTokenKeys(tmp_path)
    with pytest.raises(PortUnavailable):
        keys.private("RS256")
    keys.make()
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    before = {alg: keys.private(alg)["kid"] for alg in ("RS256", "ES256")}
    FileTokenKeys(tmp_path).make()
    assert keys.private("RS256")["kid"] == before["RS256"], "made once"
    FileTokenKeys(tmp_path).rotate(now=clock.now())
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    after = {keys.private(alg)["kid"] for alg in ("RS256", "ES256")}
    assert not after & set(before.values())
    assert {key["kid"] for key in keys.published()} == after | set(before.values())
    assert not any({"d", "made_at", "retires_at"} & set(key) for key in keys.published())
    clock.set_offset(timedelta(days=1, seconds=1))
    assert {key["kid"] for key in keys.published()} == after
