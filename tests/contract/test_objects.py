"""What every object store holds: what was put is there, whole, under a name of ours, until it is deleted."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mob.documents.ports import ObjectStore
from mob.integrations import file_store
from mob.kernel.ports import PortRefused, PortUnavailable

KEY = "docs/0198-a/0198-b/0123abcd.jwe"
OTHER = "docs/0198-a/0198-c/0123abcd.jwe"


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return file_store.from_url((tmp_path / "vault").as_uri(), default=tmp_path / "unused")


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
    store.put(KEY, b"sealed")
    (item,) = store.listed()
    assert (item.key, item.size) == (KEY, 6)
    assert abs(item.modified_at - datetime.now(UTC)) < timedelta(minutes=5)


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
        list(pool.map(come_and_go, range(200)))
    assert list(store.listed()) == []


def test_files_and_folders_are_for_us_alone(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, b"sealed")
    for path in (tmp_path / "vault").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_the_file_and_every_new_folder_are_synced_before_put_returns(
    store: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    store.put(KEY, b"sealed")
    vault = tmp_path / "vault"
    folders = [vault / "docs/0198-a/0198-b", vault / "docs/0198-a", vault / "docs", vault, tmp_path]
    assert synced[0].name.startswith("0123abcd.jwe.")
    assert set(synced[1:]) == set(folders)


def test_a_write_that_fails_leaves_nothing_under_the_name(store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(PortUnavailable):
        store.put(KEY, b"sealed")
    monkeypatch.undo()
    assert not store.exists(KEY)
    assert list(store.listed()) == []


def test_what_a_crash_left_unfinished_is_listed_and_can_be_deleted(store: ObjectStore, tmp_path: Path) -> None:
    store.put(KEY, b"sealed")
    unfinished = tmp_path / "vault" / f"{KEY}.{'0' * 16}.part"
    unfinished.write_bytes(b"sea")
    (left,) = [item.key for item in store.listed() if item.key != KEY]
    store.delete(left)
    assert not unfinished.exists()
    assert store.get(KEY) == b"sealed"


def test_a_vault_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises(PortUnavailable):
        file_store.FileStore(tmp_path / "vault").put(KEY, b"sealed")


@pytest.mark.parametrize("url", ["s3://bucket", "file:", "file://host/path", "/var/vault"])
def test_an_address_that_means_nothing_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MOB_OBJECTS_URL"):
        file_store.from_url(url, default=tmp_path)
