"""Creating and editing funders. Staff, communities and keys have their own modules."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from mob.directory import events, rules
from mob.directory.models import Funder
from mob.directory.services.stream import record, take
from mob.directory.types import FunderDetails, FunderKind
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Conflict, Forbidden, InvalidMany, NotFound, Refused

# What a funder's own administrator keeps up to date; its identity belongs to the platform's administrators.
OWN_FIELDS = frozenset({"contact_address", "contact_phone", "contact_hours", "contact_email", "requires_proconnect"})


def ensure_funder(
    actor: Actor,
    *,
    name: str,
    kind: FunderKind,
    siren: str = "",
    is_invented: bool = False,
    contact_address: str = "",
    contact_phone: str = "",
    contact_hours: str = "",
    contact_email: str = "",
    siret: str = "",
    now: datetime,
) -> UUID:
    """The funder of that SIREN, else of that name (accents and case apart), created when missing.

    An existing funder is never changed. Raises Forbidden when it is missing and the actor may not create it.
    """
    details = FunderDetails(
        name, kind, siren, is_invented, contact_address, contact_phone, contact_hours, contact_email, siret
    )
    found = _same(rules.clean_details(details))
    return found.id if found else create_funder(actor, details=details, now=now)


@transaction.atomic
def create_funder(actor: Actor, *, details: FunderDetails, now: datetime) -> UUID:
    """Add a funder. Raises Forbidden, InvalidMany (by field), Refused `funder_exists`."""
    if not rules.is_platform_administrator(actor):
        raise Forbidden("funder_create_forbidden")
    details = _checked(details)
    if existing := _same(details):
        raise Refused("funder_exists", name=existing.name)
    row = Funder.objects.create(slug=_slug(details.name), created_at=now, **_columns(details))
    record(actor, row.id, [events.FunderCreated(row.id, details.kind, details.is_invented)], now=now)
    return row.id


@transaction.atomic
def edit_funder(actor: Actor, *, funder_id: UUID, details: FunderDetails, expected_version: int, now: datetime) -> None:
    """Write a funder's card. Its own administrator changes the contact lines alone: the rest of `details` is ignored.

    Raises NotFound, Forbidden, InvalidMany, Refused `funder_exists`, Conflict `funder_changed` (somebody was first).
    """
    may_all = rules.is_platform_administrator(actor)
    if not may_all and actor.funder_id != funder_id:
        raise NotFound("funder_unknown")
    if not may_all and not rules.is_funder_staff(actor, funder_id, Role.ADMINISTRATOR):
        raise Forbidden("funder_edit_forbidden")
    row = take(funder_id)
    assert row is not None
    if row.version != expected_version:
        raise Conflict("funder_changed")
    before = _details(row)
    after = _checked(details if may_all else _with_contacts(before, details))
    if (twin := _same(after, but=funder_id)) is not None:
        raise Refused("funder_exists", name=twin.name)
    changed = tuple(f.name for f in fields(after) if getattr(after, f.name) != getattr(before, f.name))
    if changed:
        Funder.objects.filter(id=funder_id).update(version=row.version + 1, **_columns(after))
        record(actor, funder_id, [events.FunderEdited(funder_id, changed, row.version + 1)], now=now)


def _checked(details: FunderDetails) -> FunderDetails:
    details = rules.clean_details(details)
    if problems := rules.problems_of(details):
        raise InvalidMany(problems)
    return details


def _same(details: FunderDetails, *, but: UUID | None = None) -> Funder | None:
    """The funder already there under that name or that SIREN; an invented funder's number identifies nobody."""
    rows = Funder.objects.exclude(Q(id=but))
    has_siren = details.siren and not details.is_invented
    by_siren = rows.filter(siren=details.siren, is_invented=False).first() if has_siren else None
    return by_siren or rows.filter(slug=slugify(details.name)[:80]).first() or rows.filter(name=details.name).first()


def _slug(name: str) -> str:
    """Made once, from the first name: an address does not change when the name is corrected."""
    stem = slugify(name)[:70] or "financeur"
    taken = set(Funder.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(s for s in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if s not in taken)


def _details(row: Funder) -> FunderDetails:
    values = {f.name: getattr(row, f.name) for f in fields(FunderDetails)}
    return FunderDetails(**{**values, "kind": FunderKind(row.kind)})


def _with_contacts(before: FunderDetails, wanted: FunderDetails) -> FunderDetails:
    return replace(before, **{name: getattr(wanted, name) for name in OWN_FIELDS})


def _columns(details: FunderDetails) -> dict[str, object]:
    values = {f.name: getattr(details, f.name) for f in fields(details)}
    return {**values, "kind": details.kind.value}
