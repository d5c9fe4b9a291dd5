"""Who may look after the queue: the system and the platform's administrators. Contexts protect their own facts."""

from __future__ import annotations

from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden


def require_operator(actor: Actor) -> None:
    """Raises Forbidden unless the actor runs the platform."""
    runs_platform = actor.kind in (ActorKind.SYSTEM, ActorKind.OPERATOR)
    if not runs_platform and not (actor.funder_id is None and actor.has(Role.ADMINISTRATOR)):
        raise Forbidden("operators_only")
