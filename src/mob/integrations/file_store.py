"""Sealed objects in a folder of this machine: synced file and folder before `put` returns, readable by us alone.

Keys are names we generated; anything else is refused before it becomes a path.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mob.documents.ports import StoredObject
from mob.kernel.ports import PortRefused, PortUnavailable

_KEY = re.compile(r"(?:[0-9a-z-]{1,64}/){1,4}[0-9a-z-]{1,64}\.jwe")
_UNFINISHED = ".part"


def check_key(key: str) -> None:
    """Names are made by us; anything else is refused. Raises PortRefused."""
    if not _KEY.fullmatch(key):
        raise PortRefused("object_key_refused")


def from_url(url: str, default: Path) -> FileStore:
    """The store of `file:///PATH`, or of the default folder when no address is set. Raises ValueError."""
    if not url:
        return FileStore(default)
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path:
        raise ValueError(f"MOB_OBJECTS_URL={url!r}: write file:///PATH or s3://BUCKET")
    return FileStore(Path(unquote(parts.path)))


class FileStore:
    """The folder is made at the first `put`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, key: str, content: bytes) -> None:
        target = self._path(key)
        with _as_port_error():
            try:
                self._write(target, content)
            except FileNotFoundError:
                self._write(target, content)  # a removal took the empty folder away in between

    def _write(self, target: Path, content: bytes) -> None:
        if target.exists():
            raise PortRefused("object_exists")
        made = _make_folders(target.parent)
        unfinished = target.with_name(f"{target.name}.{secrets.token_hex(8)}{_UNFINISHED}")
        try:
            _write_synced(unfinished, content)
            unfinished.rename(target)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        for folder in (target.parent, *made):
            _sync_folder(folder)

    def get(self, key: str) -> bytes:
        path = self._path(key)
        with _as_port_error():
            try:
                return path.read_bytes()
            except FileNotFoundError as error:
                raise PortRefused("object_missing") from error

    def delete(self, key: str) -> None:
        path = self._path(key)
        with _as_port_error():
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self._root).parents[:-1]:
                try:
                    (self._root / folder).rmdir()
                except OSError:
                    break  # not empty, or already gone

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def listed(self) -> Iterator[StoredObject]:
        """Finished objects, and what a crash left unfinished under the name it would have had."""
        for folder, _, names in os.walk(self._root):
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(FileNotFoundError):
                    info = path.stat()
                    at = datetime.fromtimestamp(info.st_mtime, UTC)
                    yield StoredObject(path.relative_to(self._root).as_posix(), info.st_size, at)

    def _path(self, key: str) -> Path:
        check_key(re.sub(r"\.jwe\.[0-9a-f]{16}\.part$", ".jwe", key))
        return self._root / key


@contextlib.contextmanager
def _as_port_error() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise PortUnavailable("the vault cannot be read or written") from error


def _make_folders(folder: Path) -> list[Path]:
    """Make the missing folders, private. Returns the folders that hold a new one, to be synced."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
    return [path.parent for path in missing]


def _write_synced(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
