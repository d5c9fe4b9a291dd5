"""The first administrator, made from the terminal."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from mob.cli import create_admin
from mob.cli.terminal import Stop
from mob.directory import selectors as directory
from mob.identity import selectors

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    create_admin.arguments(parser)
    return create_admin.run(parser.parse_args(arguments))


def test_the_link_signs_in_once_and_leads_to_a_second_factor(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--email", "anne@exemple.fr", "--first-name", "Anne", "--last-name", "Le Goff") == 0
    link = re.search(r"(/connexion/premiere-fois/\S+)", capsys.readouterr().out)
    assert link
    user_id = selectors.user_by_email("anne@exemple.fr")
    assert user_id
    assert directory.platform_actor(user_id)
    assert client.get(link[1]).status_code == 200
    assert client.get("/mon-compte/").status_code == 302
    assert client.post(link[1])["Location"] == "/administration/"
    assert client.get("/administration/")["Location"].startswith("/mon-compte/securite/proteger")
    assert Client().post(link[1]).status_code == 409


def test_run_again_it_gives_a_new_link_and_appoints_nobody_twice(capsys: pytest.CaptureFixture[str]) -> None:
    run("--email", "anne@exemple.fr", "--first-name", "Anne", "--last-name", "Le Goff")
    assert run("--email", "anne@exemple.fr") == 0
    assert "already is an administrator" in capsys.readouterr().out


def test_what_is_missing_or_wrong_is_a_sentence() -> None:
    with pytest.raises(Stop, match="has a name"):
        run("--email", "anne@exemple.fr")
    with pytest.raises(Stop, match="incomplete"):
        run("--email", "anne", "--first-name", "Anne", "--last-name", "Le Goff")
    assert selectors.user_by_email("anne@exemple.fr") is None


def test_a_forged_link_opens_nothing(client: Client) -> None:
    assert client.get("/connexion/premiere-fois/x:y:z").status_code == 409
