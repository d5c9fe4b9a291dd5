"""What the folder of papers holds besides what every store does: synced, private, and nothing half-written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mob.documents.ports import ObjectStore
from mob.integrations import file_store
from mob.kernel.ports import PortUnavailable

KEY = "docs/0198-a/0198-b/0123abcd.jwe"


@pytest.fixture
def store(tmp_path: Path) -> ObjectStore:
    return file_store.from_url((tmp_path / "vault").as_uri(), default=tmp_path / "unused")


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


@pytest.mark.parametrize("url", ["ftp://bucket", "file:", "file://host/path", "/var/vault"])
def test_an_address_that_means_nothing_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MOB_OBJECTS_URL"):
        file_store.from_url(url, default=tmp_path)
