"""Putting a back-up back on an empty machine: read and checked whole, objects first, the database last, then erased again.

Started again after a failure it begins anew: the database takes its place only once everything else is there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from mob.config import schema
from mob.config.backup import database, manifest, sealing
from mob.config.backup.database import DatabaseTrouble
from mob.config.backup.manifest import Manifest, NotABackup
from mob.config.backup.sealing import Content
from mob.documents import plugged
from mob.identity import registry, services
from mob.identity.types import Erasure
from mob.kernel.ports import PortRefused

_CHUNK = 1 << 20
Progress = Callable[[str], None]


@dataclass(slots=True)
class Restored:
    """What came back. `erased`: how many erasures of people were done again."""

    manifest: Manifest
    erased: int = 0
    problems: list[str] = field(default_factory=list)


def check(file: Path, identity: Path) -> Manifest:
    """Read a back-up to its end, change nothing. Raises CannotOpen, NotABackup."""
    found, last = {}, b""
    with closing(sealing.opened(file, sealing.identities(identity))) as members:
        for name, content in members:
            size, digest, last = _measured(content, keep=name == manifest.MANIFEST)
            found[name] = (size, digest)
    return _verified(file, last, found)


def restore(
    file: Path, identity: Path, *, erasures: Sequence[Path] = (), now: datetime, progress: Progress = lambda _: None
) -> Restored:
    """Raises CannotOpen, NotABackup, DatabaseTrouble, OSError, PortUnavailable; nothing is replaced that was there."""
    if not database.is_empty():
        raise DatabaseTrouble("the database is not empty: a back-up is restored on a new home and a new database")
    keys = sealing.identities(identity)
    again = [line for path in (*erasures, _kept_here()) for line in _lines(path)]
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=_ready(database.beside())) as folder:
        progress("Reading the back-up")
        restored, copy = _unpacked(file, keys, Path(folder))
        _check_migrations(restored)
        progress("Putting the database back")
        database.put_back(copy)
    _reload_secret()
    progress("Bringing it up to date")
    schema.migrate(lambda *_: None)
    again += _lines(_kept_here())
    erased = _erase_again(restored, again, now)
    progress("Erasing what reached its date meanwhile")
    services.purge(now=now)
    return Restored(restored, erased)


def _ready(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _unpacked(file: Path, keys: Sequence[Any], folder: Path) -> tuple[Manifest, Path]:
    """Objects into the vault, files of the home in place, the database beside its place."""
    found, last, copy = {}, b"", folder / "database"
    with closing(sealing.opened(file, keys)) as members:
        for name, content in members:
            if name.startswith(manifest.VAULT):
                found[name] = _to_vault(name.removeprefix(manifest.VAULT), content)
            elif name.startswith(manifest.HOME):
                found[name] = _to_file(Path(settings.ENV.home) / _home_name(name), content)
            elif name == manifest.DATABASE[_vendor()]:
                found[name] = _to_file(copy, content)
            else:
                size, digest, last = _measured(content, keep=name == manifest.MANIFEST)
                found[name] = (size, digest)
    restored = _verified(file, last, found)
    if restored.vendor != _vendor():
        raise DatabaseTrouble(f"this back-up holds a {restored.vendor} database: set MOB_DATABASE_URL to one")
    return restored, copy


def _vendor() -> str:
    from django.db import connection

    return connection.vendor


def _verified(file: Path, text: bytes, found: dict[str, tuple[int, str]]) -> Manifest:
    if not text:
        raise NotABackup(f"{file} has no manifest: it was cut short")
    made = manifest.parse(text.decode("utf-8", "replace"))
    found.pop(manifest.MANIFEST, None)
    if wrong := manifest.differences(made, found):
        raise NotABackup(f"{file} is not what was backed up: " + "; ".join(wrong[:5]))
    return made


def _measured(content: Content, *, keep: bool = False) -> tuple[int, str, bytes]:
    """Size, SHA-256, and the content itself when it is to be kept."""
    size, digest, kept = 0, hashlib.sha256(), bytearray()
    while chunk := content.read(_CHUNK):
        size += len(chunk)
        digest.update(chunk)
        if keep:
            kept += chunk
    return size, digest.hexdigest(), bytes(kept)


def _to_vault(key: str, content: Content) -> tuple[int, str]:
    """An object that is there already is left: keys are drawn at random and never used twice."""
    whole = content.read()
    try:
        plugged.object_store().put(key, whole)
    except PortRefused as error:
        if error.reason != "object_exists":
            raise NotABackup(f"an object has a name that is not ours: {key!r}") from error
    return len(whole), hashlib.sha256(whole).hexdigest()


def _home_name(name: str) -> str:
    """The place of a file of the home folder. Raises NotABackup for a name we never write."""
    place = name.removeprefix(manifest.HOME)
    folder, _, rest = place.rpartition("/")
    if rest not in ("", "..") and (place if not folder else f"{folder}/") in manifest.HOME_FILES:
        return place
    raise NotABackup(f"a file of this back-up has a name that is not ours: {name!r}")


def _to_file(path: Path, content: Content) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    with _replacing(path) as stream:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            stream.write(chunk)
    return size, digest.hexdigest()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, synced, that appears whole."""
    _ready(path.parent)
    draft = path.with_name(f"{path.name}.restored")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _check_migrations(made: Manifest) -> None:
    """A program does not take back what a newer one wrote."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if set(made.migrations) - known:
        raise DatabaseTrouble(f"this back-up was made by moB {made.mob}, which is newer: install that version first")


def _reload_secret() -> None:
    """The secret that came back signs from now on, unless the environment gives one."""
    file = settings.ENV.secret_file
    if not settings.ENV.secret_key and file.exists():
        settings.SECRET_KEY = file.read_text(encoding="ascii").strip()


def _kept_here() -> Path:
    return Path(settings.ENV.home) / "erasures.jsonl"


def _lines(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(path.open(encoding="utf-8")) as stream:
        return stream.read().splitlines()


def _erase_again(made: Manifest, lines: Sequence[str], now: datetime) -> int:
    """Row by row, in the order of the acts: what people erased after the back-up is erased again."""
    acts = {erasure for line in lines if (erasure := Erasure.parse(line))}
    acts |= {Erasure(made.made_at, "document", UUID(key)) for key in made.removed_meanwhile}
    return sum(registry.erase_again(act, now=now) for act in sorted(acts, key=lambda act: act.at))
