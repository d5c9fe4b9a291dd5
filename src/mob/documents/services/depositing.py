"""Taking in one file: scanned, made safe, sealed to the funder's keys, stored and synced, and only then named in a row.

Clear bytes live in memory for the time of the call. Copies held at once: the file as sent, its safe form, then the
ciphertext while it is encoded. `docs/reference/document-format.md` states the memory this takes.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from mob.directory import selectors as directory
from mob.directory.types import RecipientKey
from mob.documents import encryption, plugged
from mob.documents.intake import limits, sandbox, sniff
from mob.documents.models import Document, Recipient
from mob.documents.types import Binding, CleanFile, DocumentView, Scan
from mob.documents.views import document_view
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid, Refused, Unavailable
from mob.kernel.ids import uuid7
from mob.kernel.ports import PortRefused, PortUnavailable

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Request:
    owner_id: UUID
    funder_id: UUID
    proof_code: str
    proof_type: str
    now: datetime


def deposit(
    actor: Actor,
    *,
    owner_id: UUID,
    funder_id: UUID,
    proof_code: str,
    raw: bytes,
    now: datetime,
    proof_type: str = "",
) -> DocumentView:
    """Take in one file for an owner whose rights and free slots the caller has checked. Call it outside a transaction.

    Raises Invalid (what is wrong with the file), Refused("deposit_suspended") when the funder has no usable key, and
    Unavailable when a component is down: the file is then refused, never kept unchecked.
    """
    keys = directory.encryption_keys(funder_id)
    if not keys:
        raise Refused("deposit_suspended")
    limits.check_size(raw)
    sniff.media_type(raw)
    scan = _scanned(raw, now)
    file = sandbox.accept(raw)
    del raw
    asked = Request(owner_id, funder_id, proof_code, proof_type or proof_code, now)
    for _ in range(_ATTEMPTS):
        try:
            return stored(asked, file, scan, keys)
        except IntegrityError:
            continue  # another file of this owner took the number: this one is sealed to the next
    raise Conflict("document_clash")


def _scanned(raw: bytes, now: datetime) -> Scan:
    """Fails closed: no answer is a refusal."""
    try:
        result = plugged.antivirus().scan(raw)
    except (PortUnavailable, PortRefused) as error:
        raise Unavailable("antivirus_down") from error
    if not result.is_clean:
        raise Invalid("file_infected")
    return Scan(result.engine, result.database, now)


def stored(asked: Request, file: CleanFile, scan: Scan, keys: Sequence[RecipientKey]) -> DocumentView:
    """The object first, synced, then its row: a crash leaves an object without a row, which the sweep removes."""
    number = _next_number(asked.owner_id)
    binding = Binding(uuid7(), asked.owner_id, asked.funder_id, number, number, asked.now)
    public = [key.public_jwk for key in keys]
    container = encryption.seal(file.content, file.media_type, binding=binding, recipients=public)
    row = _row(asked, binding, file, scan, container)
    _put(row.object_key, container)
    try:
        return _recorded(row, keys)
    except IntegrityError:
        plugged.object_store().delete(row.object_key)
        raise


def _next_number(owner_id: UUID) -> int:
    """Numbers are never used twice, so that a removed file and its successor never carry one name."""
    return (Document.objects.filter(owner_id=owner_id).aggregate(last=Max("number"))["last"] or 0) + 1


def _row(asked: Request, binding: Binding, file: CleanFile, scan: Scan, container: bytes) -> Document:
    return Document(
        id=binding.document_id,
        owner_id=asked.owner_id,
        funder_id=asked.funder_id,
        proof_code=asked.proof_code,
        proof_type=asked.proof_type,
        number=binding.number,
        media_type=file.media_type.value,
        size=len(container),
        sha256=hashlib.sha256(container).hexdigest(),
        object_key=f"docs/{asked.owner_id}/{binding.document_id}/{secrets.token_hex(16)}.jwe",
        scan_engine=scan.engine,
        scan_database=scan.database,
        scanned_at=scan.at,
        notes=[note.value for note in file.notes],
        created_at=asked.now,
    )


def _put(key: str, container: bytes) -> None:
    try:
        plugged.object_store().put(key, container)
    except (PortUnavailable, PortRefused) as error:
        raise Unavailable("storage_down") from error


def _recorded(row: Document, keys: Sequence[RecipientKey]) -> DocumentView:
    with transaction.atomic():
        row.save(force_insert=True)
        Recipient.objects.bulk_create(
            Recipient(document=row, kid=key.kid, place=place) for place, key in enumerate(keys)
        )
    return document_view(row)
