"""Who may read or change an account: the person herself, and the system. Nobody else, whatever the role."""

from __future__ import annotations

from uuid import UUID

from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound

_PEOPLE = frozenset({ActorKind.CITIZEN, ActorKind.STAFF, ActorKind.OPERATOR})


def person(actor: Actor) -> UUID:
    """The account of the person who acts. Raises Forbidden for a program, the clock or nobody."""
    if actor.kind not in _PEOPLE or actor.id is None:
        raise Forbidden("sign_in_first")
    return actor.id


def check_may_read(actor: Actor, user_id: UUID) -> None:
    """Raises NotFound unless the account is the actor's own, or the system asks. Staff read what was sent to them."""
    if actor.kind is not ActorKind.SYSTEM and not (actor.kind in _PEOPLE and actor.id == user_id):
        raise NotFound("profile_not_yours")


def check_is_system(actor: Actor) -> None:
    """Raises Forbidden unless the system acts: a certificate comes from an identity provider, never from a person."""
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("profile_not_yours")


def keeps_client(actor: Actor, owner: UUID | None) -> bool:
    """Whether the actor looks after clients of this owner: its partner's people, the platform's, the system."""
    if actor.kind is ActorKind.OPERATOR:
        return owner is not None and actor.partner_id == owner
    return is_platform(actor)


def is_platform(actor: Actor) -> bool:
    """The system, or an administrator of the platform under that very hat."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return actor.kind is ActorKind.STAFF and actor.funder_id is None and actor.has(Role.ADMINISTRATOR)


def check_keeps_client(actor: Actor, owner: UUID | None) -> None:
    """Raises NotFound: another partner's client is told from none at all by nobody."""
    if not keeps_client(actor, owner):
        raise NotFound("oidc_client_unknown")
