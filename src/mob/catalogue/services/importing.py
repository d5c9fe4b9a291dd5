"""Bringing aids in from a file. Every line is tried alone: a bad one is refused with its reasons, the others are taken.

The same file twice changes nothing: an aid keeps the digest of the line it came from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.catalogue.exchange import national_csv, typed_json
from mob.catalogue.exchange.decoding import decode
from mob.catalogue.exchange.types import (
    AidRecord,
    FileFormat,
    ImportReport,
    LineError,
    Outcome,
    ReadFile,
    RefusedLine,
    TakenLine,
)
from mob.catalogue.models import Aid
from mob.catalogue.permissions import AUTHORS, writes_all
from mob.catalogue.selectors import authoring
from mob.catalogue.services import storing
from mob.catalogue.services.create import create_aid
from mob.catalogue.services.edit import edit_aid
from mob.catalogue.services.publish import publish
from mob.catalogue.services.refusals import problems_of
from mob.catalogue.types import AidEditing, AidState
from mob.directory import services as directory
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, MobError

_READERS: dict[FileFormat, Callable[[str, str], ReadFile]] = {
    FileFormat.JSON: typed_json.read,
    FileFormat.CSV: national_csv.read,
}


def import_aids(
    actor: Actor,
    *,
    content: bytes,
    now: datetime,
    fmt: FileFormat | None = None,
    dry_run: bool = False,
    publishes: bool = True,
) -> ImportReport:
    """Create and update aids from a file, publishing them unless told otherwise, and say what became of each line.

    Without `fmt`, a text that starts with a brace is JSON. `dry_run` does it all and undoes it. A funder not known yet
    is created when the actor may. Raises Forbidden (not an author), Invalid (the file as a whole cannot be read).
    """
    if not (writes_all(actor) or actor.has(*AUTHORS)):
        raise Forbidden("aid_author_only")
    text, encoding = decode(content)
    read = _READERS[fmt or _guess(text)](text, encoding)
    with transaction.atomic():
        report = _import(actor, read, now=now, publishes=publishes)
        transaction.set_rollback(dry_run)
    return replace(report, is_dry_run=dry_run)


def _guess(text: str) -> FileFormat:
    return FileFormat.JSON if text.lstrip().startswith(("{", "[")) else FileFormat.CSV


def _import(actor: Actor, read: ReadFile, *, now: datetime, publishes: bool) -> ImportReport:
    taken: list[TakenLine] = []
    refused = list(read.refused)
    for record in read.records:
        try:
            with transaction.atomic():
                taken.append(_take(actor, record, now=now, publishes=publishes and not record.is_draft))
        except (MobError, LineError) as error:
            refused.append(RefusedLine(record.number, record.key, record.title, problems_of(error)))
    refused.sort(key=lambda line: line.number)
    return ImportReport(read.format, read.encoding, False, tuple(taken), tuple(refused))


def _take(actor: Actor, record: AidRecord, *, now: datetime, publishes: bool) -> TakenLine:
    known = _known(actor, record)
    if known is None:
        aid_id = _create(actor, record, now=now, publishes=publishes)
        return _line(actor, record, aid_id, Outcome.CREATED)
    outcome = _update(actor, record, known, now=now)
    if publishes and (known.state is AidState.DRAFT or (outcome is Outcome.UPDATED and _is_shown(known))):
        publish(actor, aid_id=known.id, now=now)
        outcome = Outcome.UPDATED if known.state is AidState.DRAFT else outcome
    return _line(actor, record, known.id, outcome)


def _is_shown(known: AidEditing) -> bool:
    """An aid its author took back stays back: a file does not show it again."""
    return known.state is AidState.PUBLISHED


def _known(actor: Actor, record: AidRecord) -> AidEditing | None:
    """The aid this line came from, or speaks of by its address."""
    aid = Aid.objects.filter(import_key=record.key).first()
    if aid is None and record.slug:
        aid = Aid.objects.filter(slug=record.slug, funder__name=record.funder.name).first()
    return authoring.editing(actor, aid.id) if aid else None


def _create(actor: Actor, record: AidRecord, *, now: datetime, publishes: bool) -> UUID:
    contents = [*record.earlier, record.content(None)]
    aid_id = create_aid(
        actor,
        funder_id=_funder(actor, record, now=now),
        content=contents[0],
        now=now,
        slug=_free(record.slug),
        import_key=record.key,
        import_hash=record.digest,
    )
    for content in contents[1:]:
        publish(actor, aid_id=aid_id, now=now)
        version = authoring.load(actor, aid_id).version
        edit_aid(actor, aid_id=aid_id, content=content, expected_version=version, now=now)
    if publishes:
        publish(actor, aid_id=aid_id, now=now)
    return aid_id


def _free(slug: str | None) -> str | None:
    """The address asked for, when nobody has it. One that cannot be an address is left for `create_aid` to refuse."""
    return None if not slug or Aid.objects.filter(slug=slug[:200]).exists() else slug


def _update(actor: Actor, record: AidRecord, known: AidEditing, *, now: datetime) -> Outcome:
    if authoring.load(actor, known.id).import_hash == record.digest:
        return Outcome.UNCHANGED
    content = storing.with_questions(record.content(known.content))
    if content == known.content:
        return Outcome.UNCHANGED
    edit_aid(
        actor,
        aid_id=known.id,
        content=content,
        expected_version=known.version,
        now=now,
        import_hash=record.digest,
    )
    return Outcome.UPDATED


def _funder(actor: Actor, record: AidRecord, *, now: datetime) -> UUID:
    funder = record.funder
    return directory.ensure_funder(
        actor,
        name=funder.name,
        kind=funder.kind,
        siren=funder.siren,
        is_invented=funder.is_invented,
        contact_address=funder.contact_address,
        contact_phone=funder.contact_phone,
        contact_hours=funder.contact_hours,
        contact_email=funder.contact_email,
        now=now,
    )


def _line(actor: Actor, record: AidRecord, aid_id: UUID, outcome: Outcome) -> TakenLine:
    return TakenLine(record.number, authoring.load(actor, aid_id).slug, record.title, outcome)
