"""A bucket that is down, slow, lying or closed to us: nothing is acknowledged, and the port says that it is away."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from mob.documents import services, tasks
from mob.documents.models import Document
from mob.documents.ports import Antivirus, ObjectStore
from mob.integrations import object_store, s3_store
from mob.integrations.signatures import Signatures
from mob.kernel import ports
from mob.kernel.clock import now
from mob.kernel.errors import Unavailable
from mob.kernel.ports import PortUnavailable
from tests.contract.objects.bucket import FakeS3
from tests.corpus import papers
from tests.factories.world import NOW, World

KEY = "docs/0198-a/0198-b/0123abcd.jwe"
OUTAGES = ["refuse", "deny", "drop", "hang", "truncate"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeS3]:
    monkeypatch.setattr(s3_store, "READ_SECONDS", 0.4)
    monkeypatch.setattr(s3_store, "ATTEMPTS", 1)
    made = FakeS3()
    yield made
    made.close()


@pytest.fixture
def store(server: FakeS3, tmp_path: Path) -> ObjectStore:
    return object_store.from_url(server.url(), default=tmp_path)


@pytest.mark.abuse(10)
@pytest.mark.parametrize("fault", OUTAGES)
def test_a_put_that_fails_is_not_acknowledged_and_succeeds_later(
    server: FakeS3, store: ObjectStore, fault: str
) -> None:
    server.fault = fault
    begun = time.monotonic()
    with pytest.raises(PortUnavailable):
        store.put(KEY, b"sealed" * 1000)
    assert time.monotonic() - begun < 3
    assert server.objects == {}
    server.fault = ""
    store.put(KEY, b"sealed" * 1000)
    assert store.get(KEY) == b"sealed" * 1000


@pytest.mark.abuse(10)
@pytest.mark.parametrize("fault", OUTAGES)
def test_a_read_that_fails_never_gives_half_an_object(server: FakeS3, store: ObjectStore, fault: str) -> None:
    store.put(KEY, b"sealed" * 1000)
    server.fault = fault
    with pytest.raises(PortUnavailable):
        store.get(KEY)


def test_a_wrong_secret_is_an_outage_and_is_never_told(server: FakeS3, tmp_path: Path) -> None:
    store = object_store.from_url(server.url(secret="not+the/secret"), default=tmp_path)
    with pytest.raises(PortUnavailable) as refused:
        store.put(KEY, b"sealed")
    assert "not+the" not in str(refused.value)
    assert server.bad_signatures == 1


def test_nobody_listening_is_an_outage(tmp_path: Path) -> None:
    gone = FakeS3()
    gone.close()
    with pytest.raises(PortUnavailable):
        object_store.from_url(gone.url(), default=tmp_path).get(KEY)


@pytest.mark.parametrize("url", ["s3://", "s3:bucket", "s3://k:secret@?endpoint=x", "s3://bucket?secret=1"])
def test_an_address_that_means_nothing_is_refused_without_its_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MOB_OBJECTS_URL") as refused:
        object_store.from_url(url, default=tmp_path)
    assert "secret" not in str(refused.value).lower().replace("key:secret", "")
    assert object_store.check_url(url)


@pytest.mark.abuse(10)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["refuse", "drop", "drop-after"])
def test_a_deposit_during_an_outage_leaves_no_row_and_the_orphan_is_swept(
    server: FakeS3, store: ObjectStore, fault: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "_instances", {**ports._instances, ObjectStore: store, Antivirus: Signatures()})
    server.fault = fault
    with pytest.raises(Unavailable, match="storage_down"):
        deposit(world)
    assert not Document.objects.exists()
    server.fault = ""
    kept = deposit(world)
    assert len(server.objects) == (2 if fault == "drop-after" else 1)
    for item in server.objects.values():
        item.at = item.at.replace(year=2020)
    assert tasks.sweep(now=now()) == len(server.objects) + (1 if fault == "drop-after" else 0) - 1
    assert [key.split("/")[2] for key in server.objects] == [str(kept.id)]


def deposit(world: World):  # type: ignore[no-untyped-def]
    return services.deposit(
        world.citizen(),
        owner_id=uuid.uuid4(),
        funder_id=world.funder().id,
        proof_code="devis",
        raw=papers.plain(),
        now=NOW,
    )
