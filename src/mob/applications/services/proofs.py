"""Sending and removing papers. Rights and free slots are checked before the body is read, and again when it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from mob.applications.models import Application, Proof
from mob.applications.services import dossier, drafts
from mob.applications.types import Action, Snapshot, State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import ProofType, RequiredProof
from mob.directory import closing
from mob.documents import services as documents
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, NotFound, Refused

MAX_FILES = 10
# The invoice of a purchase made after agreement, when the aid gives that paper no code of its own.
INVOICE = "facture"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Where a paper comes from that she did not send herself: a linked service (its name), and when it handed it over.

    `claim` runs in the transaction that names the paper (its id), and raises when another request was quicker.
    """

    by: str
    at: datetime
    claim: Callable[[UUID], None]
    facts: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one more file may come, as it was found before a byte of it was read."""

    application_id: UUID
    funder_id: UUID
    code: str
    proof_type: ProofType
    is_correction: bool


def check_slot(actor: Actor, *, application_id: UUID, code: str) -> Slot:
    """Where one more file may come, asked before a byte of it is read. Raises NotFound, Forbidden or Refused."""
    row, app = dossier.peek_to_edit(actor, application_id)
    asked = _check(row, app, code)
    return Slot(row.id, row.funder_id, code, asked.proof_type, app.state is State.CHANGES_REQUESTED)


def attach(actor: Actor, *, application_id: UUID, code: str, raw: bytes, now: datetime) -> UUID:
    """Find the slot and take in its file, for who holds both at once. Raises as `check_slot` and `take_in`."""
    return take_in(actor, check_slot(actor, application_id=application_id, code=code), raw=raw, now=now)


def take_in(actor: Actor, slot: Slot, *, raw: bytes, now: datetime, source: HandedOver | None = None) -> UUID:
    """Take in one file: made safe, scanned, encrypted to the funder, stored, then named by the application.

    Rights and slots are asked again as it is named. Raises what the intake raises (`Invalid`, `Unavailable`), NotFound,
    Forbidden, or Refused when the slots filled meanwhile.
    """
    closing.check_is_open(now)
    # Slow work stays outside the transaction that names the document.
    document = documents.deposit(
        actor,
        owner_id=slot.application_id,
        funder_id=slot.funder_id,
        proof_code=slot.code,
        proof_type=slot.proof_type.value,
        raw=raw,
        now=now,
    )
    try:
        with transaction.atomic():
            return _name(actor, slot.application_id, slot.code, document.id, now, source)
    except Exception:
        documents.remove(actor, document_id=document.id, now=now)
        raise


def _name(
    actor: Actor, application_id: UUID, code: str, document_id: UUID, now: datetime, source: HandedOver | None
) -> UUID:
    row, app = dossier.load_to_edit(actor, application_id)
    _check(row, app, code)
    last = Proof.objects.filter(application=row).aggregate(last=Max("position"))["last"] or 0
    proof = Proof(application=row, document_id=document_id, code=code, position=last + 1, created_at=now)
    if source:
        proof.handed_by, proof.handed_at = source.by, source.at
    proof.save(force_insert=True)
    if source:
        source.claim(proof.id)
    if app.state is State.CHANGES_REQUESTED:
        # The paper at fault gives way to the new one; agents still see both.
        Proof.objects.filter(application=row, code=code, submitted_at__isnull=False, replaced_at=None).update(
            replaced_at=now
        )
        drafts.mark_answered(row, code)
    dossier.commit(row, source.facts if source else [], actor=actor, now=now)
    return proof.id


def remove(actor: Actor, *, application_id: UUID, proof_id: UUID, now: datetime) -> None:
    """Take back a paper that was not submitted yet."""
    with transaction.atomic():
        row, _ = dossier.load_to_edit(actor, application_id)
        proof = Proof.objects.filter(application=row, id=proof_id, submitted_at=None).first()
        if proof is None:
            raise NotFound("proof_unknown")
        document_id = proof.document_id
        proof.delete()
        documents.remove(actor, document_id=document_id, now=now)
        _unmark(row, proof.code)
        dossier.commit(row, [], actor=actor, now=now)


def _unmark(row: Application, code: str) -> None:
    """A paper taken back is asked for again, and what it replaced comes back, unless another one stands."""
    request = dossier.open_request(row)
    still = Proof.objects.filter(application=row, code=code, submitted_at=None, replaced_at=None).exists()
    if request is None or still:
        return
    request.done = [item for item in request.done if item != code]
    request.save(update_fields=["done"])
    Proof.objects.filter(application=row, code=code, replaced_at__gte=request.created_at).update(replaced_at=None)


def _check(row: Application, app: Snapshot, code: str) -> RequiredProof:
    """The paper asked for under this code, when one more file may come."""
    asked = dossier.terms_of(row).proof(code)
    if asked is None:
        raise NotFound("proof_unknown")
    if app.request and code not in app.request.proofs:
        raise Forbidden("proof_not_asked")
    if _kept_beside(row, app, code) >= MAX_FILES:
        raise Refused("too_many_files", most=MAX_FILES)
    return asked


def _kept_beside(row: Application, app: Snapshot, code: str) -> int:
    """How many files stay once this one has come: in a correction those it replaces do not count."""
    live = Proof.objects.filter(application=row, replaced_at=None)
    if app.state is State.CHANGES_REQUESTED:
        live = live.exclude(code=code, submitted_at__isnull=False)
    return live.count()


def check_late_slot(actor: Actor, *, application_id: UUID) -> None:
    """Whether a paper may still come to what was decided. Raises NotFound, Forbidden or Refused."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        dossier.require(actor, app, Action.ADD_PAPER)
        if Proof.objects.filter(application=row, replaced_at=None).count() >= 2 * MAX_FILES:
            raise Refused("too_many_files", most=MAX_FILES)


def attach_late(actor: Actor, *, application_id: UUID, raw: bytes, replaces: bool, now: datetime) -> None:
    """Take in the invoice of what was granted: sent at once, and on the signed list of what the funder received.

    `replaces`: those sent before give way. Raises as `attach`.
    """
    check_late_slot(actor, application_id=application_id)
    row, _ = dossier.load_unlocked(actor, application_id)
    code = _invoice_code(row)
    document = documents.deposit(
        actor,
        owner_id=application_id,
        funder_id=row.funder_id,
        proof_code=code,
        proof_type=ProofType.INVOICE.value,
        raw=raw,
        now=now,
    )
    try:
        with transaction.atomic():
            _add(actor, application_id, code, document.id, replaces, now)
    except Exception:
        documents.remove(actor, document_id=document.id, now=now)
        raise


def _invoice_code(row: Application) -> str:
    asked = catalogue.terms(row.aid_version_id).proofs
    return next((proof.code for proof in asked if proof.proof_type is ProofType.INVOICE), INVOICE)


def _add(actor: Actor, application_id: UUID, code: str, document_id: UUID, replaces: bool, now: datetime) -> None:
    row, app = dossier.load(actor, application_id)
    dossier.require(actor, app, Action.ADD_PAPER)
    live = Proof.objects.filter(application=row, replaced_at=None)
    if replaces:
        live.filter(code=code).update(replaced_at=now)
    last = Proof.objects.filter(application=row).aggregate(last=Max("position"))["last"] or 0
    Proof.objects.create(
        application=row, document_id=document_id, code=code, position=last + 1, created_at=now, submitted_at=now
    )
    ids = tuple(live.filter(submitted_at__isnull=False).values_list("document_id", flat=True))
    dossier.commit(
        row, [], actor=actor, now=now, manifest=documents.sign_manifest(owner_id=row.id, documents=ids, now=now)
    )
