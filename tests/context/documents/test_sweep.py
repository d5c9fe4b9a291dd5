"""What no row names goes after a day; what a row names, or may be about to, stays."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mob.documents import selectors, services, tasks
from mob.documents.models import Document
from mob.integrations.file_store import FileStore
from mob.kernel.actor import Actor
from tests.corpus import papers
from tests.factories.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scanner")]
OWNER = uuid.UUID(int=77)
ORPHAN = "docs/0198-a/0198-b/0123abcd.jwe"


def _age(vault: FileStore, tmp_path: Path, **span: int) -> None:
    then = (datetime.now(UTC) - timedelta(**span)).timestamp()
    for item in list(vault.listed()):
        os.utime(tmp_path / "vault" / item.key, (then, then))


def test_an_orphan_goes_after_a_day_and_a_document_stays(vault: FileStore, tmp_path: Path, world: World) -> None:
    view = services.deposit(
        world.citizen(),
        owner_id=OWNER,
        funder_id=world.funder().id,
        proof_code="quote",
        raw=papers.plain(),
        now=NOW,
    )
    vault.put(ORPHAN, b"sealed")
    _age(vault, tmp_path, hours=25)
    assert tasks.sweep(now=datetime.now(UTC)) == 1
    assert not vault.exists(ORPHAN)
    assert selectors.container(view.id)


def test_a_young_orphan_may_be_a_deposit_under_way(vault: FileStore, tmp_path: Path) -> None:
    vault.put(ORPHAN, b"sealed")
    _age(vault, tmp_path, hours=23)
    assert tasks.sweep(now=datetime.now(UTC)) == 0
    assert vault.exists(ORPHAN)


def test_a_clock_moved_forward_for_a_demonstration_ages_nothing(vault: FileStore) -> None:
    vault.put(ORPHAN, b"sealed")
    (kind,) = tasks.define()
    kind.handle({}, datetime.now(UTC) + timedelta(days=30))
    assert vault.exists(ORPHAN)


def test_the_object_of_a_removed_document_goes(vault: FileStore, tmp_path: Path, world: World) -> None:
    view = services.deposit(
        world.citizen(),
        owner_id=OWNER,
        funder_id=world.funder().id,
        proof_code="quote",
        raw=papers.plain(),
        now=NOW,
    )
    key = Document.objects.get(id=view.id).object_key
    content = vault.get(key)
    services.remove(Actor.system(), document_id=view.id, now=NOW)
    vault.put(key, content)  # as if the process had died before it deleted the object
    _age(vault, tmp_path, hours=25)
    assert tasks.sweep(now=datetime.now(UTC)) == 1
    assert not vault.exists(key)
