"""One funder's data in one archive: `docs/reference/funder-export.md` is its format. Sealed with age when a key is given."""

from __future__ import annotations

import dataclasses
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

import mob
from mob.applications import handover
from mob.applications.handover import Handed
from mob.catalogue import services as catalogue
from mob.config.backup import sealing
from mob.config.backup.sealing import Archive
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.documents import selectors as documents
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.payments import handover as money

FORMAT = "mob-funder/1"


@dataclasses.dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written."""

    file: Path
    applications: int
    papers: int


def hand_over(funder: FunderView, folder: Path, *, to: Sequence[str], now: datetime) -> HandedOver:
    """Write the archive of a funder into a folder, for its owner alone.

    Raises OSError, CannotOpen, and Unavailable("storage_down") when a paper cannot be read: nothing is then left.
    """
    name = f"{funder.slug}-{now:%Y%m%dT%H%M%SZ}.tar"
    target = folder / (f"{name}.age" if to else name)
    applications = papers = 0
    with _archive(target, to) as archive:
        archive.add("LISEZ-MOI.md", files("mob.config").joinpath("handover.fr.md").read_bytes())
        archive.add("financeur.json", _json(_funder(funder)))
        archive.add("aides.json", _aids(funder, now))
        for each in handover.files_of(Actor.system(), funder.id):
            papers += _add(archive, each)
            applications += 1
        _add_money(archive, funder)
        told = {"format": FORMAT, "mob": mob.__version__, "made_at": now.isoformat(), "funder": funder.name}
        counts = {"applications": applications, "papers": papers}
        entries = [dataclasses.asdict(entry) for entry in archive.entries]
        archive.add("manifest.json", _json(told | counts | {"entries": entries}))
    return HandedOver(target, applications, papers)


@contextmanager
def _archive(target: Path, to: Sequence[str]) -> Iterator[Archive]:
    """Sealed to keys, or in clear; either appears under its name once it is whole."""
    if to:
        with sealing.sealed(target, sealing.recipients(to)) as archive:
            yield archive
        return
    unfinished = target.with_name(f"{target.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Archive(tar)
            out.flush()
            os.fsync(out.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _add(archive: Archive, each: Handed) -> int:
    """One file and its papers, still sealed. Returns how many papers."""
    folder = f"demandes/{each.reference}"
    archive.add(f"{folder}/demande.json", _json(each.content))
    for name, document_id in each.papers:
        archive.add(f"{folder}/pieces/{name}.jwe", documents.container(document_id))
    return len(each.papers)


def _add_money(archive: Archive, funder: FunderView) -> None:
    """Envelopes, ledger and payments, and bank details still sealed."""
    found = money.money_of(Actor.system(), funder.id)
    archive.add("versements.json", _json(found.content))
    for name, document_id in found.accounts:
        archive.add(f"coordonnees-bancaires/{name}", documents.container(document_id))


def _funder(funder: FunderView) -> dict[str, Any]:
    facts = journal.stream_facts(Actor.system(), f"funder:{funder.id}")
    return {
        "funder": dataclasses.asdict(funder),
        "communities": [dataclasses.asdict(each) for each in directory.communities_of(funder.id)],
        "staff": [dataclasses.asdict(each) for each in directory.staff_of(funder.id)],
        "history": [{"at": fact.at.isoformat(), "what": fact.kind, "details": dict(fact.data)} for fact in facts],
        "manifest_key": documents.manifest_key(),
    }


def _aids(funder: FunderView, now: datetime) -> bytes:
    text = catalogue.export_aids(
        Actor.system(),
        fmt=catalogue.FileFormat.JSON,
        now=now,
        public_url=settings.ENV.public_url,
        funder_id=funder.id,
        drafts=True,
    )
    return text.encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)
