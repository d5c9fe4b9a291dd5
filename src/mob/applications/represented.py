"""The paper of a representation beside those an aid asks for, and whether an agent of the funder read it already."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mob.applications import representation
from mob.applications.models import Application, Representation
from mob.applications.representation import PAPER, RepresentationKind, RepresentationView, Represented
from mob.catalogue.types import AidTerms, ProofType, RequiredProof
from mob.identity.names import fold_name

View = TypeVar("View", bound=AidTerms)


def with_paper(view: View, row: Application) -> View:
    """The aid as this application must answer it: with the paper of the representation where one is needed."""
    who = representation.of(row.beneficiary)
    if who is None or _is_known(row):
        return view
    return dataclasses.replace(view, proofs=(*view.proofs, _paper(who)))


def _paper(who: Represented) -> RequiredProof:
    if who is Represented.CHILD:
        label, hint = _("Proof of parental authority"), _("Family record book, full birth certificate, or judgement.")
    else:
        label = _("Judgement that lets you represent this person")
        hint = _("Guardianship, curatorship with a power to represent, or family authorisation: the page with its end.")
    return RequiredProof(PAPER, ProofType.OTHER, label, hint)


def _is_known(row: Application) -> bool:
    """Read before this application was begun, by the same funder, for the same two people, and still valid that day."""
    begun = row.created_at.date()
    return _same(row).exclude(application_id=row.id).filter(ends_on__gte=begun, checked_at__lt=row.created_at).exists()


def needs_check(row: Application) -> bool:
    """Whether somebody is represented and no agent has read the paper yet."""
    if representation.of(row.beneficiary) is None:
        return False
    return not _is_known(row) and not Representation.objects.filter(application=row).exists()


def of_row(row: Application) -> RepresentationView | None:
    """What an agent read for this application, or earlier for the same people."""
    if representation.of(row.beneficiary) is None:
        return None
    own = Representation.objects.filter(application=row).first()
    found = own or _same(row).filter(checked_at__lt=row.created_at).order_by("-checked_at").first()
    return RepresentationView(RepresentationKind(found.kind), found.ends_on) if found else None


def _same(row: Application) -> QuerySet[Representation]:
    return Representation.objects.filter(
        funder_id=row.funder_id, representative_id=row.citizen_id, person_key=person_key(row)
    )


def person_key(row: Application) -> str:
    """Who is represented, as a keyed hash: names folded, birth date. Says nothing by itself."""
    said = row.beneficiary
    parts = (fold_name(said.get("first_name", "")), fold_name(said.get("last_name", "")), said.get("birth_date", ""))
    return salted_hmac("mob.applications.represented", "|".join(parts), algorithm="sha256").hexdigest()


def birth_of(row: Application) -> date | None:
    text = row.beneficiary.get("birth_date")
    return date.fromisoformat(text) if text else None
