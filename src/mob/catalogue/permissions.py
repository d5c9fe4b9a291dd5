"""Who may write an aid. Pure: the actor and the funder's id decide."""

from __future__ import annotations

from uuid import UUID

from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound

AUTHORS = (Role.CONTENT_EDITOR, Role.ADMINISTRATOR)


def writes_all(actor: Actor) -> bool:
    """The program itself, and administrators of the platform."""
    is_platform = actor.kind is ActorKind.STAFF and actor.funder_id is None
    return actor.kind is ActorKind.SYSTEM or (is_platform and actor.has(Role.ADMINISTRATOR))


def may_write(actor: Actor, funder_id: UUID) -> bool:
    """An author writes the aids of her own funder alone."""
    return writes_all(actor) or (_works_for(actor, funder_id) and actor.has(*AUTHORS))


def require_author(actor: Actor, funder_id: UUID) -> None:
    """Raises NotFound for another funder's aid (it may be an unpublished one), Forbidden without the role."""
    if may_write(actor, funder_id):
        return
    if _works_for(actor, funder_id):
        raise Forbidden("aid_author_only")
    raise NotFound("aid_not_found")


def _works_for(actor: Actor, funder_id: UUID) -> bool:
    return actor.kind is ActorKind.STAFF and actor.funder_id == funder_id
