"""What every object store holds: what was put is there, whole, under a name of ours, until it is deleted.

The folder, a bucket of our own server (signatures checked), and a bucket of moto's.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mob.documents.ports import ObjectStore
from mob.integrations import object_store
from mob.kernel.ports import PortRefused
from tests.contract.objects.bucket import FakeS3

KEY = "docs/0198-a/0198-b/0123abcd.jwe"
OTHER = "docs/0198-a/0198-c/0123abcd.jwe"


@contextmanager
def motos(tmp_path: Path) -> Iterator[ObjectStore]:
    """A bucket of moto's, which answers in boto3's place as Amazon would."""
    import boto3
    from moto import mock_aws

    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="papiers")
        yield object_store.from_url("s3://k:s@papiers?region=us-east-1", default=tmp_path)


@pytest.fixture(params=["folder", "ours", "moto"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param == "folder":
        yield object_store.from_url((tmp_path / "vault").as_uri(), default=tmp_path / "unused")
    elif request.param == "ours":
        server = FakeS3()
        yield object_store.from_url(server.url(prefix="/mob"), default=tmp_path)
        assert server.bad_signatures == 0
        server.close()
    else:
        with motos(tmp_path) as made:
            yield made


def test_what_was_put_is_there(store: ObjectStore) -> None:
    store.put(KEY, b"sealed")
    assert store.get(KEY) == b"sealed"
    assert store.exists(KEY)
    assert not store.exists(OTHER)


def test_an_object_is_never_replaced(store: ObjectStore) -> None:
    store.put(KEY, b"first")
    with pytest.raises(PortRefused, match="object_exists"):
        store.put(KEY, b"second")
    assert store.get(KEY) == b"first"


def test_a_deleted_object_is_gone_and_may_be_deleted_again(store: ObjectStore) -> None:
    store.put(KEY, b"sealed")
    store.put(OTHER, b"other")
    store.delete(KEY)
    store.delete(KEY)
    with pytest.raises(PortRefused, match="object_missing"):
        store.get(KEY)
    assert store.get(OTHER) == b"other"


def test_every_object_is_listed_with_its_age(store: ObjectStore) -> None:
    assert list(store.listed()) == []
    keys = {f"docs/a/{number}/0.jwe" for number in range(7)}
    for key in keys:
        store.put(key, b"sealed")
    found = list(store.listed())
    assert {item.key for item in found} == keys
    assert all(item.size == 6 and abs(item.modified_at - datetime.now(UTC)) < timedelta(minutes=5) for item in found)


@pytest.mark.parametrize(
    "key",
    [
        "../x.jwe",
        "docs/../../x.jwe",
        "/etc/x.jwe",
        "docs//x.jwe",
        "docs/a\x00/x.jwe",
        "docs/a.jwe/x",
        "a.jwe",
        "",
        "docs/É/x.jwe",
    ],
)
def test_a_name_that_is_not_ours_is_refused(store: ObjectStore, key: str) -> None:
    for action in (lambda: store.put(key, b""), lambda: store.get(key), lambda: store.delete(key)):
        with pytest.raises(PortRefused, match="object_key_refused"):
            action()


def test_many_threads_may_put_and_delete_beside_each_other(store: ObjectStore) -> None:
    def come_and_go(number: int) -> None:
        key = f"docs/same/{number}/0.jwe"
        store.put(key, b"x" * 1000)
        assert store.get(key) == b"x" * 1000
        store.delete(key)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(come_and_go, range(40)))
    assert list(store.listed()) == []
