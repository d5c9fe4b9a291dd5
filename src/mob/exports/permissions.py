"""Who may take a list away, and whose file is whose. Pure."""

from __future__ import annotations

from uuid import UUID

from mob.kernel.actor import Actor, ActorKind, Role


def may_export(actor: Actor) -> bool:
    """Whoever reads the inbox of a funder may take it away: the same rows, never more."""
    is_staff = actor.kind is ActorKind.STAFF and actor.id is not None and actor.funder_id is not None
    return is_staff and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)


def still_sees(actor: Actor, communities: frozenset[UUID] | None) -> bool:
    """Whether the actor sees today all that a file made under these communities may hold (None: all of them)."""
    return actor.community_ids is None or (communities is not None and communities <= actor.community_ids)
