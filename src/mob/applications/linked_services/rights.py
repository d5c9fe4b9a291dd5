"""Whether a service may, and for whom. Pure: the door has looked already, the use cases look again."""

from __future__ import annotations

from uuid import UUID

from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden


def person_of(actor: Actor, scope: Scope) -> UUID:
    """The person a service calls for, when she allows it this. Raises Forbidden."""
    if actor.kind is not ActorKind.CLIENT or actor.on_behalf_of is None or scope.value not in actor.scopes:
        raise Forbidden("not_allowed")
    return actor.on_behalf_of


def service_of(actor: Actor) -> UUID:
    """The client that calls. Raises Forbidden."""
    if actor.kind is not ActorKind.CLIENT or actor.id is None:
        raise Forbidden("not_allowed")
    return actor.id
