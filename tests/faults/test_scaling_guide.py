"""The guide to several machines, followed as far as one machine goes: two that serve, a third that only works, PostgreSQL
and a bucket between them; then one of them dies, and what was acknowledged is there.
"""

from __future__ import annotations

import itertools
import re
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from mob.config.demo import papers
from tests.contract.objects.bucket import FakeS3
from tests.factories.money import IBAN
from tests.faults.beside import Inspector, database
from tests.faults.installation import PATIENCE, ROOT, Installation, until
from tests.faults.test_backup import said
from tests.faults.writers import Acknowledged, Answer, Browser
from tests.unit.test_deploy import settings_of

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
GUIDE = (ROOT / "docs" / "how-to" / "scale-out.md").read_text(encoding="utf-8")
SHARED = ("secret", "manifest-key.json", "oidc-keys.json")


class Proxied(Browser):
    """A browser behind a proxy: each request goes to the next machine that said it was ready."""

    machines: list[Installation]
    _turn = itertools.count()
    _lock = threading.Lock()

    def _once(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        with self._lock:
            ready = [machine for machine in self.machines if machine.is_ready()]
            self._port = ready[next(self._turn) % len(ready)].port if ready else 0
        return super()._once(method, path, body, kind)


@contextmanager
def machines(folder: Path, url: str, bucket: FakeS3) -> Iterator[tuple[Installation, Installation, Installation]]:
    """Migrated once; the same secrets everywhere; two that serve and one that only works."""
    settings = {"MOB_OBJECTS_URL": bucket.url(), "MOB_ALLOWED_HOSTS": "127.0.0.1"}
    made = [Installation(folder / name, database_url=url, **settings) for name in ("first", "second", "third")]
    first, second, third = made
    said(first, "migrate")
    with ExitStack() as stack:
        for machine, command in ((first, "serve"), (second, "serve"), (third, "worker")):
            machine.home.mkdir(mode=0o700, exist_ok=True)
            for name in SHARED if machine is not first else ():
                shutil.copy(first.home / name, machine.home / name)
            stack.enter_context(machine).launch(command)
        until(lambda: first.is_ready() and second.is_ready(), 2 * PATIENCE)
        yield first, second, third


def test_the_guide_names_the_settings_and_files_that_this_test_gives() -> None:
    named = {name for block in re.findall(r"```ini\n(.*?)```", GUIDE, re.DOTALL) for name in settings_of(block)}
    assert named == {"MOB_DATABASE_URL", "MOB_OBJECTS_URL"}
    assert all(f"`{name}`" in GUIDE for name in (*SHARED, "mob serve", "mob worker", "mob migrate", "mob doctor"))


@pytest.mark.abuse(94)
def test_two_machines_share_a_database_a_bucket_and_the_work_and_one_may_die(tmp_path: Path) -> None:
    bucket = FakeS3()
    with (
        database("postgres", "scaled") as url,
        machines(tmp_path, url, bucket) as (first, second, third),
        Inspector(second, "tests.faults.town") as beside,
    ):
        files: list[str] = beside.ask("open 4")["files"]
        told = Acknowledged()
        people = [proxied(beside, f"{number}@exemple.fr", told, first, second) for number in range(len(files))]
        delegate = proxied(beside, "claire.vasseur@exemple.fr", told, first, second)
        for file in files:
            grant = {"mode": "single", "amount": "450", "message": "Bonne route.", "confirm": "1"}
            delegate.post(f"/gestion/demandes/{file}/accorder", grant)
        for person, file in list(zip(people, files, strict=True))[:2]:
            sends_what_is_asked(person, file)
        first.kill(first.parent_pid)
        until(lambda: not first.answers())
        for person, file in list(zip(people, files, strict=True))[2:]:
            sends_what_is_asked(person, file)
        for file in files:
            page = delegate.get(f"/gestion/demandes/{file}").text
            assert "Facture reçue le" in page, file
        everything_is_there_once(beside, bucket, tmp_path)
        assert third.stop() == second.stop() == 0
    assert bucket.bad_signatures == 0
    bucket.close()


def proxied(beside: Inspector, address: str, told: Acknowledged, *machines: Installation) -> Browser:
    browser = Proxied(0, beside.ask(f"sign_in {address}")[0], told)
    browser.machines = list(machines)
    return browser


def sends_what_is_asked(person: Browser, file: str) -> None:
    person.post(f"/demandes/{file}/coordonnees-bancaires", {"holder": "Samira Haddad", "iban": IBAN})
    person.send_file(f"/demandes/{file}/facture", papers.pdf("Facture", [file]))


def everything_is_there_once(beside: Inspector, bucket: FakeS3, folder: Path) -> None:
    """Four accounts and four invoices in the bucket and in no folder; all work done, no mail sent twice."""
    until(lambda: beside.ask("inspect")["open_deliveries"] == 0, 2 * PATIENCE)
    found = beside.ask("inspect")
    assert len(bucket.objects) == 8
    assert [path for name in ("first", "second", "third") for path in (folder / name).rglob("*.jwe")] == []
    assert [found[name] for name in ("journal", "rows", "papers_without_object", "deliveries_missing", "parked")] == [
        [],
        [],
        [],
        [],
        [],
    ]
    received = Counter(mail["kind"] for number in range(4) for mail in beside.ask(f"mails {number}@exemple.fr"))
    assert set(received.values()) == {4}, received
    assert beside.ask("money")["broken"] == []
