"""Who may read or change an account: the person herself, and the system. Nobody else, whatever the role.

A helper reads what an application needs of the person who let her, and completes it where she may prepare one.
"""

from __future__ import annotations

from uuid import UUID

from mob.identity.mandate_types import Power
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound

_PEOPLE = frozenset({ActorKind.CITIZEN, ActorKind.STAFF, ActorKind.OPERATOR})


def person(actor: Actor) -> UUID:
    """The account of the person who acts. Raises Forbidden for a program, the clock or nobody."""
    if actor.kind not in _PEOPLE or actor.id is None:
        raise Forbidden("sign_in_first")
    return actor.id


def subject(actor: Actor) -> UUID:
    """Whose profile an application is filled in with: the helped one's, by a professional or under a mandate to prepare one."""
    if actor.kind is ActorKind.ASSISTED and actor.on_behalf_of is not None:
        return actor.on_behalf_of
    if actor.kind is ActorKind.HELPER:
        if actor.on_behalf_of is None or Power.APPLY.value not in actor.scopes:
            raise Forbidden("mandate_does_not_let")
        return actor.on_behalf_of
    return person(actor)


def check_may_read(actor: Actor, user_id: UUID) -> None:
    """Raises NotFound unless the account is the actor's own, or the system asks. Staff read what was sent to them."""
    is_own = actor.kind in _PEOPLE and actor.id == user_id
    if actor.kind is not ActorKind.SYSTEM and not is_own and not is_helped(actor, user_id):
        raise NotFound("profile_not_yours")


def check_is_at_counter(actor: Actor) -> UUID:
    """The funder whose counter the actor keeps. Raises Forbidden unless she is one of its case managers or supervisors."""
    is_agent = actor.kind is ActorKind.STAFF and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)
    if not is_agent or actor.funder_id is None or actor.id is None:
        raise Forbidden("not_allowed")
    return actor.funder_id


def is_helped(actor: Actor, user_id: UUID) -> bool:
    """Whether the actor acts for this person: a professional, or under a mandate to prepare an application."""
    may_fill = actor.kind is ActorKind.ASSISTED or Power.APPLY.value in actor.scopes
    return actor.is_in_place and actor.on_behalf_of == user_id and may_fill


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
