"""Taking a back-up while people use the site: the database first, then every object it names, so that nothing dangles."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

import mob
from mob.config.backup import database, manifest, sealing
from mob.config.backup.database import Snapshot
from mob.config.backup.manifest import Manifest
from mob.config.backup.sealing import Archive
from mob.documents import plugged
from mob.documents import selectors as documents
from mob.kernel.errors import NotFound
from mob.kernel.ports import PortRefused

Progress = Callable[[int, int], None]
_LIVE = "SELECT id, object_key, sha256 FROM documents_document WHERE state = 'live' ORDER BY id"
_HEADS = (
    "SELECT stream, seq, hash FROM journal_fact f WHERE NOT EXISTS "
    "(SELECT 1 FROM journal_fact l WHERE l.stream = f.stream AND l.seq > f.seq) ORDER BY stream"
)
_LAST = "last-backup.json"


@dataclass(slots=True)
class Taken:
    """A back-up made. `problems`: papers that are lost or damaged on this installation, a sentence each."""

    file: Path
    manifest: Manifest
    problems: list[str] = field(default_factory=list)


def take(target: Path, *, to: Sequence[str], now: datetime, progress: Progress = lambda *_: None) -> Taken:
    """Write a back-up encrypted to these age recipients. `target`: a folder, or the file to make.

    Raises CannotOpen, DatabaseTrouble, OSError, and PortUnavailable when the vault does not answer.
    """
    keys = sealing.recipients(to)
    file = target / f"mob-{now:%Y%m%dT%H%M%SZ}.tar.age" if target.is_dir() else target
    problems: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=database.beside()) as folder,
        sealing.sealed(file, keys) as archive,
        database.snapshot(Path(folder)) as copy,
    ):
        made = _fill(archive, copy, now, problems, progress)
    _remember(now, file, len(problems))
    return Taken(file, made, problems)


def _fill(archive: Archive, copy: Snapshot, now: datetime, problems: list[str], progress: Progress) -> Manifest:
    archive.add_file(copy.entry, copy.file)
    streams = _add_heads(archive, copy)
    _add_home(archive)
    removed = _add_objects(archive, copy, problems, progress)
    made = _manifest(archive, copy, now, streams, removed)
    archive.add(manifest.MANIFEST, made.to_json().encode())
    return made


def _add_heads(archive: Archive, copy: Snapshot) -> int:
    """The last fact of each stream, as `mob verify-journal --against` reads it. Returns how many."""
    heads = [f"{stream} {seq} {digest}\n" for stream, seq, digest in copy.rows(_HEADS)]
    archive.add(manifest.HEADS, "".join(heads).encode())
    return len(heads)


def _add_home(archive: Archive) -> None:
    home = Path(settings.ENV.home)
    for name in manifest.HOME_FILES:
        place = home / name
        for path in sorted(place.iterdir()) if name.endswith("/") and place.is_dir() else [place]:
            if path.is_file():
                archive.add_file(manifest.HOME + path.relative_to(home).as_posix(), path)


def _add_objects(archive: Archive, copy: Snapshot, problems: list[str], progress: Progress) -> list[str]:
    """Every object the copy names. Returns the documents that were removed since the copy was made."""
    store, removed = plugged.object_store(), []
    rows = list(copy.rows(_LIVE))
    for done, (key, name, digest) in enumerate(rows, 1):
        document_id = key if isinstance(key, UUID) else UUID(str(key))
        try:
            content = store.get(name)
        except PortRefused:
            if _is_still_named(document_id):
                problems.append(f"document {document_id} has no object: it is lost here too")
            removed.append(str(document_id))
            continue
        if archive.add(manifest.VAULT + name, content) != digest:
            problems.append(f"the object of document {document_id} was changed after it was stored")
        progress(done, len(rows))
    return removed


def _is_still_named(document_id: UUID) -> bool:
    try:
        documents.document(document_id)
    except NotFound:
        return False
    return True


def _manifest(archive: Archive, copy: Snapshot, now: datetime, streams: int, removed: Sequence[str]) -> Manifest:
    from django.db import connection

    counts = copy.counts()
    applied = copy.rows("SELECT app, name FROM django_migrations ORDER BY id")
    return Manifest(
        made_at=now,
        mob=mob.__version__,
        python=platform.python_version(),
        vendor=connection.vendor,
        server=copy.server(),
        public_url=settings.ENV.public_url,
        migrations=tuple(f"{app}.{name}" for app, name in applied),
        counts=counts,
        facts=counts.get("journal_fact", 0),
        streams=streams,
        removed_meanwhile=tuple(removed),
        entries=tuple(archive.entries),
    )


def _remember(now: datetime, file: Path, problems: int) -> None:
    """For the doctor and the metrics: when the last back-up was made."""
    place = Path(settings.ENV.home) / _LAST
    draft = place.with_name(f"{_LAST}.{os.getpid()}")
    draft.write_text(json.dumps({"at": now.isoformat(), "size": file.stat().st_size, "problems": problems}))
    draft.replace(place)


def last_backup() -> datetime | None:
    """When this home was last backed up; None when never, or when nobody can tell."""
    try:
        text = (Path(settings.ENV.home) / _LAST).read_text(encoding="utf-8")
        return datetime.fromisoformat(json.loads(text)["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_old(folder: Path, *, days: int, now: datetime) -> list[Path]:
    """Delete the back-ups of a folder that are older than that by their name. Returns them; others are left alone."""
    limit = f"mob-{now - timedelta(days=days):%Y%m%dT%H%M%SZ}.tar.age"
    old = [file for file in sorted(folder.glob("mob-????????T??????Z.tar.age")) if file.name < limit]
    for file in old:
        file.unlink()
    return old
