"""The person's moves once her draft is ready: submit, answer a correction, take up a closed file, withdraw."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.applications import certified, helped, lifecycle, names, needs, representation, verdicts
from mob.applications import declaration as declarations
from mob.applications.declaration import DeclarationText
from mob.applications.events import ApplicationSubmitted, LifecycleEvent
from mob.applications.models import Application, ChangeRequest, Proof
from mob.applications.services import dossier
from mob.applications.types import AskPerson, Declaration, Resubmit, Resume, Submit, Withdraw
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTerms
from mob.directory import closing
from mob.directory import services as directory
from mob.directory.types import FunderKind
from mob.documents import services as documents
from mob.identity import selectors as identity
from mob.identity import services as identity_services
from mob.identity.types import ProfileView, ReceiptKind
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound, Refused


def submit(actor: Actor, *, application_id: UUID, declaration: Declaration, notice: str = "", now: datetime) -> str:
    """Send the application: what was answered, the papers and the person's profile are fixed. Returns the reference.

    `notice`: the words on personal data that were shown beside the signature, kept as evidence. What the rules of the
    aid say is kept too. Raises Refused("not_eligible") where the funder takes no application its rules refuse.
    """
    closing.check_is_open(now)
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, Submit(actor, declaration), now=now)
        _hold_affiliation(row)
        signed = _signed_text(row, declaration)
        profile = _complete_profile(row)
        if profile.is_test:
            raise Refused("sandbox_applies")
        view = catalogue.terms(row.aid_version_id)
        _check_age(row, view, profile, now)
        held = certified.of_draft(row, view, on=civil_date(now))
        answered = certified.filled(view, row.answers, held)
        person = verdicts.of_profile(_shown(profile, row), row.beneficiary)
        computed = verdicts.to_keep(row, view, person, answered, on=civil_date(now), certified=held)
        verdicts.refuse_ineligible(view, computed)
        proofs = Proof.objects.filter(application=row, replaced_at=None)
        ids = tuple(proofs.values_list("document_id", flat=True))
        proofs.update(submitted_at=now)
        applicant = _applicant(_shown(profile, row))
        applicant["snapshot"] |= certified.to_keep(view, held)
        dossier.commit(
            row,
            _with_papers(facts, ids, row),
            actor=actor,
            now=now,
            submitted_at=now,
            answers=answered,
            verdict=computed,
            manifest=documents.sign_manifest(owner_id=row.id, documents=ids, now=now),
            declaration=_signed(signed, declaration.sign_in, now) | helped.signature(actor),
            **applicant,
        )
        names.keep(row.id, row.funder_id, applicant["applicant_key"])
        if notice:
            _keep_notice(row, profile.user_id, notice, signed.language, now)
        return row.reference


def _check_age(row: Application, view: AidTerms, profile: ProfileView, now: datetime) -> None:
    """Raises Refused("representative_needed") for a minor who asks alone for an aid that wants a parent to ask."""
    is_alone = representation.of(row.beneficiary) is None
    if is_alone and representation.must_be_represented(
        profile.birth_date, minors_represented=view.minors_represented, today=civil_date(now)
    ):
        raise Refused("representative_needed")


def _with_papers(facts: Sequence[LifecycleEvent], ids: tuple[UUID, ...], row: Application) -> list[LifecycleEvent]:
    """The facts, the submission with its papers and its community."""
    return [
        dataclasses.replace(fact, proofs=ids, community_id=row.community_id)
        if isinstance(fact, ApplicationSubmitted)
        else fact
        for fact in facts
    ]


def _keep_notice(row: Application, user_id: UUID, notice: str, language: str, now: datetime) -> None:
    identity_services.keep_receipt(
        user_id, kind=ReceiptKind.NOTICE, subject=row.id, text=notice, language=language, now=now
    )


def ask_person(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Have somebody examine what a program refused: the refusal no longer holds."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id, now=now)
        facts = lifecycle.decide(app, AskPerson(actor), now=now)
        row.decisions.filter(reopened_at=None).update(reopened_at=now)
        dossier.commit(row, facts, actor=actor, now=now, decided_at=None, due_on=None)


def resubmit(actor: Actor, *, application_id: UUID, now: datetime) -> str:
    """Send back what the funder asked for."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        facts = lifecycle.decide(app, Resubmit(actor), now=now)
        view = catalogue.terms(row.aid_version_id)
        on = civil_date(row.submitted_at or now)
        kept = certified.of_sent(row)
        computed = verdicts.to_keep(row, view, verdicts.of_snapshot(row), row.answers, on=on, certified=kept)
        sent = _sent_again(row, now)
        dossier.commit(row, facts, actor=actor, now=now, manifest=sent, verdict=computed, due_on=None)
        return row.reference


def resume(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """Take up a file closed for want of an answer. Everything was kept."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        facts = lifecycle.decide(app, Resume(actor), now=now)
        _hold_affiliation(row)
        # What had been replaced before the file was closed goes with it.
        dossier.commit(row, facts, actor=actor, now=now, manifest=_sent_again(row, now), closed_at=None, due_on=None)


def _sent_again(row: Application, now: datetime) -> str:
    """Mark the open request answered and every paper sent; the manifest of what now stands."""
    live = Proof.objects.filter(application=row, replaced_at=None)
    live.filter(submitted_at=None).update(submitted_at=now)
    ChangeRequest.objects.filter(application=row, answered_at=None).update(answered_at=now)
    ids = tuple(live.values_list("document_id", flat=True))
    return documents.sign_manifest(owner_id=row.id, documents=ids, now=now)


def withdraw(actor: Actor, *, application_id: UUID, now: datetime) -> None:
    """The person changes her mind: nobody decides any more."""
    with transaction.atomic():
        row, app = dossier.load(actor, application_id)
        facts = lifecycle.decide(app, Withdraw(actor), now=now)
        dossier.commit(row, facts, actor=actor, now=now, closed_at=now, due_on=None)


def _hold_affiliation(row: Application) -> None:
    """An employer's aid is for its people alone, on the day it is asked for. Raises Refused `affiliation_needed`."""
    if _is_to_employer(row) and row.citizen_id:
        directory.hold_affiliation(row.citizen_id, funder_id=row.funder_id)


def _is_to_employer(row: Application) -> bool:
    return row.funder.kind == FunderKind.EMPLOYER.value


def _shown(profile: ProfileView, row: Application) -> ProfileView:
    """What is sent of the profile: an employer receives what its aid is decided on and nothing else."""
    return needs.asked_alone(catalogue.terms(row.aid_version_id), profile) if _is_to_employer(row) else profile


def _signed_text(row: Application, declaration: Declaration) -> DeclarationText:
    """The words that were signed, which must be those asked today for this funder."""
    signed = declarations.find(declaration.text_version, declaration.text_hash, row.funder.name)
    if signed is None:
        raise Refused("declaration_changed")
    return signed


def _complete_profile(row: Application) -> ProfileView:
    """Who applies and for whom, whole. Raises Refused when a part the aid needs is missing.

    Read by the program: who sends it for her is not shown the address that the funder writes to.
    """
    if row.citizen_id is None:
        raise NotFound("application_unknown")
    if not needs.knows_beneficiary(row.beneficiary):
        raise Refused("beneficiary_missing")
    profile = identity.profile_of(Actor.system(), row.citizen_id)
    if needs.missing_parts(catalogue.terms(row.aid_version_id), profile):
        raise Refused("profile_incomplete")
    return profile


def _signed(text: DeclarationText, sign_in: str, now: datetime) -> dict[str, str]:
    return {
        "version": text.version,
        "hash": text.digest,
        "at": now.isoformat(),
        "language": text.language,
        "text": text.text,
        "sign_in": sign_in,
    }


def _applicant(profile: ProfileView) -> dict[str, Any]:
    """What is kept of the profile at this moment, so that the agent sees what the person declared."""
    kept = {
        "claims": {
            name.value: {
                "value": claim.value,
                "source": claim.source.value,
                "certified_at": claim.certified_at.isoformat() if claim.certified_at else None,
            }
            for name, claim in profile.claims.items()
        },
        "commune": profile.commune,
        "postcode": profile.postcode,
        "occupation": profile.occupation.value if profile.occupation else None,
        "phone": profile.phone,
    }
    last_first = f"{profile.family_name or ''} {profile.full_name}".strip()
    return {
        "snapshot": kept,
        "applicant_name": profile.full_name,
        "applicant_key": names.search_key(last_first),
        "contact_email": profile.email,
        "language": profile.language,
    }
