"""What the terminal says, and the exit codes that scripts rely on."""

from __future__ import annotations

import argparse
import json
import pkgutil
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from mob import cli
from mob.cli import demo_accounts, doctor, import_publicodes, main, migrate, serve, terminal, verify_journal, worker
from mob.config import doctor as examination
from mob.config import schema
from mob.journal.models import Delivery, Fact
from mob.kernel import clock
from tests.factories import dossiers, provider, rule_packages
from tests.factories.world import World

pytestmark = pytest.mark.django_db

COMMANDS = [name for _, name, _ in pkgutil.iter_modules(cli.__path__) if name not in main._OWN_MODULES]


def run(command: ModuleType, *arguments: str) -> int:
    """Run a command as the terminal would, with Django ready."""
    parser = argparse.ArgumentParser()
    if hasattr(command, "arguments"):
        command.arguments(parser)
    code: int = command.run(parser.parse_args(arguments))
    return code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = import_module(f"mob.cli.{name}")
    assert 10 < len(command.HELP) < 80
    with pytest.raises(SystemExit) as end:
        main.main([name.replace("_", "-"), "--help"])
    assert end.value.code == 0
    assert len(capsys.readouterr().out) > 150


def test_without_a_command_the_list_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main([]) == 2
    told = capsys.readouterr().out
    assert all(name.replace("_", "-") in told for name in COMMANDS)


@pytest.mark.parametrize("text", ["0", "65536", "x", "-1", "８０"])
def test_a_port_is_a_number_a_port_can_have(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        serve.port(text)


def test_demo_people_are_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(demo_accounts, "--json") == 0
    people = json.loads(capsys.readouterr().out)
    wanted = {"role", "email", "password", "totp_secret", "funder", "key_file", "key_passphrase"}
    assert all(wanted <= set(person) for person in people)
    assert {"person", "case_manager", "supervisor", "content_editor", "administrator"} <= {p["role"] for p in people}


def test_a_database_that_is_current_needs_no_migration(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(migrate, "--check") == 0
    assert "up to date" in capsys.readouterr().out


def test_pending_migrations_are_told_and_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schema, "pending", lambda: ["identity.0099_x"])
    assert run(migrate, "--check") == 1
    assert "identity.0099_x" in capsys.readouterr().out
    with pytest.raises(terminal.Stop, match="mob migrate"):
        run(worker, "--once")


def test_the_worker_does_what_is_due(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    dossiers.sent(world)
    assert run(worker, "--once") == 0
    assert not Delivery.objects.filter(done_at__isnull=True, next_at__lte=clock.now()).exists()


def test_a_sound_journal_exits_0_and_a_changed_one_1(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = dossiers.sent(world)
    heads = tmp_path / "heads.txt"
    assert run(verify_journal, "--export", str(heads)) == 0
    Fact.objects.filter(stream=f"application:{dossier.id}", seq=2).update(actor="citizen:x")
    assert run(verify_journal, "--against", str(heads)) == 1
    assert f"application:{dossier.id}: changed at 2" in capsys.readouterr().out


def test_heads_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(terminal.Stop, match="cannot be read"):
        run(verify_journal, "--against", str(tmp_path / "none"))
    (tmp_path / "wrong").write_text("hello\n")
    with pytest.raises(terminal.Stop, match="not a file of heads"):
        run(verify_journal, "--against", str(tmp_path / "wrong"))


def test_the_doctor_tells_stand_ins_and_fails_on_parked_work(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(examination, "_home", list)
    provider.token_keys()
    assert run(doctor) == 0
    assert "antivirus" in capsys.readouterr().out
    dossiers.sent(world)
    Delivery.objects.update(parked_at=clock.now(), error="PortUnavailable at mob.x:1")
    assert run(doctor) == 1
    assert "PortUnavailable at mob.x:1" in capsys.readouterr().out


def test_the_doctor_hides_passwords() -> None:
    assert examination.without_password("postgres://u:secret@h:1/d") == "postgres://u:***@h:1/d"
    assert examination.without_password("file:///x") == "file:///x"


def test_a_package_of_rules_is_brought_in_and_told_aid_by_aid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(rule_packages.write(tmp_path))
    assert run(import_publicodes, "--from", folder, "--dry-run") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert run(import_publicodes, "--from", folder) == 0
    told = capsys.readouterr().out
    assert "2 created" in told
    assert "no territory in the official code: aides . monaco" in told
    rule_packages.write(tmp_path, aids={"aides . lyon": rule_packages.LYON})
    assert run(import_publicodes, "--from", folder) == 0
    assert "ended: aides . colmar" in capsys.readouterr().out


def test_a_package_that_is_not_there_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(terminal.Stop, match="not a package of rules"):
        run(import_publicodes, "--from", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(terminal.Stop, match="npm is not on this machine"):
        run(import_publicodes, "--package", "@betagouv/aides-velo")
    with pytest.raises(terminal.Stop, match="not the name of an npm package"):
        run(import_publicodes, "--package", "../elsewhere")
