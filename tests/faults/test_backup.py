"""The drill: a back-up taken while people write comes back on an empty machine, whole, and the story goes on there.

What people erased after the back-up is erased again. On SQLite and on PostgreSQL, by the commands a host types.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mob.config.backup import sealing
from tests.faults.beside import Inspector, database
from tests.faults.installation import PATIENCE, Installation, until
from tests.faults.test_kill import broken
from tests.faults.writers import Acknowledged, Browser, Crowd, apply

pytestmark = pytest.mark.slow


def said(installation: Installation, *arguments: str) -> str:
    """What a command that succeeds prints."""
    done = installation.mob(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def remembered(installation: Installation) -> str:
    """The erasures that an installation wrote down."""
    file = installation.home / "erasures.jsonl"
    return file.read_text() if file.exists() else ""


@pytest.mark.abuse(9, 88)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_backup_taken_under_writes_comes_back_whole_and_the_story_goes_on(kind: str, tmp_path: Path) -> None:
    key, copy = tmp_path / "key.txt", tmp_path / "copy.tar.age"
    with database(kind) as url, database(kind, "restored") as other_url:
        first = Installation(tmp_path / "first", database_url=url, MOB_ALLOWED_HOSTS="127.0.0.1")
        recipient = sealing.make_key(key)
        with first, Inspector(first) as inspector:
            first.start("demo")
            cookies = inspector.ask("people 6")
            with Crowd(first.port, cookies[2:], at_once=2) as crowd:
                until(lambda: len(crowd.told.sent) > 0, 3 * PATIENCE)
                promised = crowd.told.promises()
                said(first, "backup", "--to", str(copy), "--recipient", recipient)
            assert crowd.told.failures == []
            gone = inspector.ask("leave 0")
            until(lambda: gone in remembered(first))
        goes_on(tmp_path, other_url, key=key, copy=copy, cookies=cookies[1], promised=promised)


def goes_on(tmp_path: Path, url: str, *, key: Path, copy: Path, cookies: dict[str, str], promised: object) -> None:
    """On the other machine: everything holds, the promises made before are kept, and a person who was signed in applies."""
    second = Installation(tmp_path / "second", database_url=url, MOB_ALLOWED_HOSTS="127.0.0.1")
    erasures = tmp_path / "first" / "erasures.jsonl"
    told = said(second, "restore", str(copy), "--identity", str(key), "--erasures", str(erasures))
    assert "Everything holds." in told
    with second, Inspector(second) as inspector:
        assert broken(promised, inspector.ask("inspect")) == {}  # type: ignore[arg-type]
        assert "faults.0@exemple.fr" not in inspector.ask("addresses")
        assert "faults.1@exemple.fr" in inspector.ask("addresses")
        second.start()
        story = Acknowledged()
        apply(Browser(second.port, cookies, story), story)
        assert len(story.sent) == 1
    assert "Everything holds." in said(second, "doctor", "--invariants")
