"""The hats people may wear: who is staff, where, and what she sees there."""

from __future__ import annotations

from uuid import UUID

from mob.directory.models import Funder, Membership
from mob.directory.organisations import opens
from mob.directory.rules import PROCESSING_ROLES
from mob.directory.selectors.funders import funder_view
from mob.directory.selectors.partners import works_for_partner
from mob.directory.types import Entry, FunderView
from mob.kernel.actor import Actor, ActorKind, Role


def actor_for(user_id: UUID, *, funder_id: UUID | None = None, entry: Entry | None = None) -> Actor | None:
    """The staff hat of a person: of the funder named, else of her first funder, else of the platform.

    None when she has none there. Hats do not mix: rights at one funder, or at the platform, never add to another's.
    `entry`: how her session came in, which may open less than she holds; None for what no session asks.
    """
    rows = [row for row in _live(user_id) if entry is None or _opens(row, entry)]
    funder = funder_id or next((row.funder_id for row in rows if row.funder_id), None)
    return _hat(user_id, [row for row in rows if row.funder_id == funder])


def platform_actor(user_id: UUID, *, entry: Entry | None = None) -> Actor | None:
    """The hat of an administrator of the platform, or None."""
    rows = [row for row in _live(user_id) if row.funder_id is None]
    return _hat(user_id, [row for row in rows if entry is None or _opens(row, entry)])


def is_staff(user_id: UUID) -> bool:
    """Whether the person has any live membership, at a partner too: such a person needs a second factor."""
    return Membership.objects.live().filter(user_id=user_id).exists() or works_for_partner(user_id)


def funders_of(user_id: UUID, *, entry: Entry | None = None) -> list[FunderView]:
    """The funders a staff member may choose between."""
    rows = Funder.objects.filter(memberships__user_id=user_id, memberships__ended_at__isnull=True)
    views = [funder_view(row) for row in rows.distinct().order_by("name")]
    return [view for view in views if entry is None or opens(view, entry)]


def _opens(row: Membership, entry: Entry) -> bool:
    """No organisation stands behind the platform's own rights: ProConnect opens none of them."""
    return opens(row.funder, entry) if row.funder else not entry.siret


def _live(user_id: UUID) -> list[Membership]:
    rows = Membership.objects.live().filter(user_id=user_id).select_related("funder")
    return list(rows.prefetch_related("communities").order_by("created_at", "id"))


def _hat(user_id: UUID, rows: list[Membership]) -> Actor | None:
    if not rows:
        return None
    return Actor(
        ActorKind.STAFF,
        id=user_id,
        funder_id=rows[0].funder_id,
        community_ids=communities_seen(rows),
        roles=frozenset(Role(row.role) for row in rows),
    )


def communities_seen(memberships: list[Membership]) -> frozenset[UUID] | None:
    """Communities seen: those of the roles that process applications, closed ones too; None for all of them.

    A role that processes nothing (content editor, administrator) never widens what a case manager sees.
    """
    processing = [row for row in memberships if Role(row.role) in PROCESSING_ROLES]
    counted = processing or memberships
    if any(row.sees_all_communities for row in counted):
        return None
    return frozenset(community.id for row in counted for community in row.communities.all())
