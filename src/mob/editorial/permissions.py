"""Who may change what everybody reads."""

from __future__ import annotations

from mob.directory.rules import is_platform_administrator
from mob.kernel.actor import Actor, ActorKind, Role


def may_edit(actor: Actor) -> bool:
    """Pages speak for the whole installation: its own staff write them, those of one funder do not."""
    return is_platform_administrator(actor) or is_page_editor(actor)


def is_page_editor(actor: Actor) -> bool:
    """A content editor of the platform itself: she writes its pages, and opens nothing else of it."""
    return actor.kind is ActorKind.STAFF and actor.funder_id is None and actor.has(Role.CONTENT_EDITOR)
