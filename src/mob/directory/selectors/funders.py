"""Funders and their communities, as anyone, staff or administrators read them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify

from mob.directory.models import Community, Funder, FunderKey, Invitation
from mob.directory.rules import KEPT_IN_SIGHT, is_platform_administrator
from mob.directory.types import CommunityView, DirectoryTotals, FunderKind, FunderRow, FunderView, KeyState
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import NotFound


def visible_to(actor: Actor) -> QuerySet[Funder]:
    """Funders an administrator manages (all), or the staff's own. Empty for others."""
    if is_platform_administrator(actor):
        return Funder.objects.all()
    if actor.kind is ActorKind.STAFF and actor.funder_id:
        return Funder.objects.filter(id=actor.funder_id)
    return Funder.objects.none()


def visible_funder(actor: Actor, slug: str) -> FunderView:
    """One funder the actor manages or works for. Raises NotFound."""
    row = visible_to(actor).filter(slug=slug).first()
    if not row:
        raise NotFound("funder_unknown")
    return funder_view(row)


def funder_rows(
    actor: Actor, *, text: str = "", kind: FunderKind | None = None, start: int = 0, limit: int = 50
) -> tuple[list[FunderRow], int]:
    """A page of the funders the actor manages or works for, by name, and how many there are.

    `text` is part of a name (accents and case apart) or the beginning of a SIREN.
    """
    found = visible_to(actor)
    if kind:
        found = found.filter(kind=kind.value)
    if words := text.strip()[:120]:
        like = Q(name__icontains=words) | Q(siren__startswith=words.replace(" ", ""))
        found = found.filter(like | Q(slug__contains=slugify(words)) if slugify(words) else like)
    rows = found.annotate(
        staff=Count("memberships__user", filter=Q(memberships__ended_at__isnull=True), distinct=True),
        has_key=Exists(_active_keys(OuterRef("pk"))),
    )
    page = rows.order_by("name", "id")[start : start + limit]
    return [FunderRow(funder_view(row), row.staff, row.has_key) for row in page], found.count()


def totals(actor: Actor, *, now: datetime) -> DirectoryTotals:
    """Counts for the first page of the administration, over what the actor manages."""
    mine = visible_to(actor)
    invitations = Invitation.objects.open().filter(Q(funder__in=mine) | Q(funder__isnull=True, id__in=_platform(actor)))
    return DirectoryTotals(
        funders=mine.count(),
        without_key=mine.filter(~Exists(_active_keys(OuterRef("pk")))).count(),
        open_invitations=invitations.filter(expires_at__gt=now).count(),
        expired_invitations=invitations.filter(expires_at__lte=now, expires_at__gt=now - KEPT_IN_SIGHT).count(),
    )


def _active_keys(funder: OuterRef) -> QuerySet[FunderKey]:
    return FunderKey.objects.filter(funder=funder, state=KeyState.ACTIVE.value)


def _platform(actor: Actor) -> QuerySet[Invitation]:
    rows = Invitation.objects.all() if is_platform_administrator(actor) else Invitation.objects.none()
    return rows.filter(funder__isnull=True)


def funder(funder_id: UUID) -> FunderView | None:
    """What anyone may know of a funder."""
    row = Funder.objects.filter(id=funder_id).first()
    return funder_view(row) if row else None


def every_funder(actor: Actor) -> list[FunderView]:
    """All of them, by name: for the system alone."""
    if actor.kind is not ActorKind.SYSTEM:
        return []
    return [funder_view(row) for row in Funder.objects.order_by("name", "id")]


def funder_by_slug(slug: str) -> FunderView | None:
    row = Funder.objects.filter(slug=slug).first()
    return funder_view(row) if row else None


def communities_of(funder_id: UUID) -> list[CommunityView]:
    """Open communities of a funder, by name."""
    rows = Community.objects.filter(funder_id=funder_id, closed_at__isnull=True).order_by("name")
    return [community_view(row) for row in rows]


def communities_managed(actor: Actor, funder_id: UUID) -> list[CommunityView]:
    """Every community of a funder the actor may see, closed ones last."""
    rows = Community.objects.filter(funder__in=visible_to(actor), funder_id=funder_id)
    return sorted((community_view(row) for row in rows), key=lambda c: (not c.is_open, c.name))


def funder_view(row: Funder) -> FunderView:
    return FunderView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=FunderKind(row.kind),
        siren=row.siren,
        is_invented=row.is_invented,
        contact_address=row.contact_address,
        contact_phone=row.contact_phone,
        contact_hours=row.contact_hours,
        contact_email=row.contact_email,
        version=row.version,
        siret=row.siret,
        covers_all_establishments=row.covers_all_establishments,
        requires_proconnect=row.requires_proconnect,
    )


def community_view(row: Community) -> CommunityView:
    return CommunityView(row.id, row.funder_id, row.name, row.closed_at)


def funder_by_name(name: str) -> FunderView | None:
    row = Funder.objects.filter(name=name).first()
    return funder_view(row) if row else None
