"""Partners: created, edited and closed by the platform. Their people and their clients have modules of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from mob.directory import partner_events as events
from mob.directory import rules
from mob.directory.models import Partner, PartnerInvitation, PartnerMembership, PartnerTestPerson
from mob.directory.partner_types import PartnerKind
from mob.directory.services.partner_clients import close_clients
from mob.directory.services.partner_stream import record_partner, take_partner
from mob.directory.services.sandbox_people import end_sandbox_people
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, Refused


@dataclass(frozen=True, slots=True)
class PartnerDetails:
    """A partner's card."""

    name: str
    kind: PartnerKind
    contact: str


@transaction.atomic
def create_partner(actor: Actor, *, details: PartnerDetails, now: datetime) -> UUID:
    """Add a partner. Raises Forbidden, InvalidMany (by field), Refused `partner_exists`."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("not_allowed")
    card = _checked(details)
    try:
        with transaction.atomic():
            row = Partner.objects.create(slug=_slug(card.name), created_at=now, **_columns(card))
    except IntegrityError as error:
        raise Refused("partner_exists", name=card.name) from error
    record_partner(actor, row.id, [events.PartnerCreated(row.id, card.kind)], now=now)
    return row.id


@transaction.atomic
def edit_partner(actor: Actor, *, partner_id: UUID, details: PartnerDetails, now: datetime) -> None:
    """Write a partner's card. Raises Forbidden, NotFound, InvalidMany, Refused `partner_exists`."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("not_allowed")
    row, card = take_partner(partner_id), _checked(details)
    changed = tuple(name for name, value in _columns(card).items() if getattr(row, name) != value)
    if Partner.objects.filter(name=card.name).exclude(id=row.id).exists():
        raise Refused("partner_exists", name=card.name)
    if changed:
        Partner.objects.filter(id=row.id).update(**_columns(card))
        record_partner(actor, row.id, [events.PartnerEdited(changed)], now=now)


@transaction.atomic
def close_partner(actor: Actor, *, partner_id: UUID, now: datetime) -> None:
    """End everything of a partner: its clients, its people's rights, its test people. Raises Forbidden, NotFound."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("not_allowed")
    row = take_partner(partner_id)
    close_clients(actor, row.id, now=now)
    end_sandbox_people(actor, PartnerTestPerson.objects.filter(partner_id=row.id), now=now)
    PartnerMembership.objects.filter(partner_id=row.id, ended_at=None).update(ended_at=now)
    PartnerInvitation.objects.filter(partner_id=row.id, accepted_at=None, cancelled_at=None).update(
        cancelled_at=now, email=""
    )
    Partner.objects.filter(id=row.id).update(closed_at=now)
    record_partner(actor, row.id, [events.PartnerClosed()], now=now)


def _checked(details: PartnerDetails) -> PartnerDetails:
    name, contact = rules.clean_line(details.name), details.contact.strip()
    errors = [] if 2 <= len(name) <= 120 else [Invalid("partner_name_length", "name")]
    if not rules.is_email(contact):
        errors.append(Invalid("email_format", "contact"))
    if errors:
        raise InvalidMany(errors)
    return PartnerDetails(name, PartnerKind(details.kind), contact)


def _columns(card: PartnerDetails) -> dict[str, str]:
    return {"name": card.name, "kind": card.kind.value, "contact": card.contact}


def _slug(name: str) -> str:
    """Made once, from the first name: an address does not change when the name is corrected."""
    stem = slugify(name)[:70] or "operateur"
    taken = set(Partner.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(s for s in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)
