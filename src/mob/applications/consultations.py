"""Who looked at a person's files, as she reads it. Written by `services.consulting`."""

from __future__ import annotations

from django.db.models import QuerySet

from mob.applications.models import Consultation
from mob.applications.selectors import visible_to
from mob.applications.views import ConsultationView
from mob.catalogue import selectors as catalogue
from mob.kernel.actor import Actor, ActorKind, Role

MOST = 200


def of_person(actor: Actor, *, language: str = "fr") -> list[ConsultationView]:
    """The latest consultations of all her files, newest first."""
    return _views(_own(actor), language)


def of_file(actor: Actor, reference: str, *, language: str = "fr") -> list[ConsultationView]:
    """The latest consultations of one of her files, newest first."""
    return _views(_own(actor).filter(application__reference=reference), language)


def _own(actor: Actor) -> QuerySet[Consultation]:
    """For the person alone: what staff know of each other's reading is not for them."""
    if actor.kind is not ActorKind.CITIZEN:
        return Consultation.objects.none()
    return Consultation.objects.filter(application__in=visible_to(actor))


def _views(rows: QuerySet[Consultation], language: str) -> list[ConsultationView]:
    found = list(rows.select_related("application__funder").order_by("-day", "-id")[:MOST])
    titles = catalogue.titles({row.application.aid_version_id for row in found}, language=language) if found else {}
    return [
        ConsultationView(
            day=row.day,
            role=Role(row.role),
            funder_name=row.application.funder.name,
            reference=row.application.reference,
            aid_title=titles[row.application.aid_version_id].title,
        )
        for row in found
    ]
