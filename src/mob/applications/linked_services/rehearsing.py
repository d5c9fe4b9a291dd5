"""Where the applications of a made-up person stand, for a client of the sandbox: the calls of `following.py`, invented.

A sandbox meets its partner's test people alone (`identity/oidc/links.py`), so that neither ever reads the other's.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from mob.applications.linked_services import made_up
from mob.applications.linked_services.following import SAID
from mob.applications.linked_services.rights import person_of
from mob.applications.linked_services.types import Followed
from mob.applications.types import State
from mob.directory import selectors as directory
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound


def applications(
    actor: Actor, *, after: UUID | None = None, state: State | None = None, limit: int, now: datetime, language: str
) -> list[Followed]:
    """Hers, the last begun first, those that follow `after`. Raises Forbidden."""
    found = _every(actor, now=now, language=language)
    keys = [each.id for each in found]
    rest = found[keys.index(after) + 1 :] if after in keys else [] if after else found
    kept = [each for each in rest if state is None or each.state is state]
    return [replace(each, actions=frozenset()) for each in kept[:limit]]


def application(actor: Actor, reference: str, *, now: datetime, language: str) -> Followed:
    """One of hers, with what she could do. Raises NotFound."""
    found = next((each for each in _every(actor, now=now, language=language) if each.reference == reference), None)
    if found is None:
        raise NotFound("application_unknown")
    return replace(found, actions=found.actions & SAID)


def _every(actor: Actor, *, now: datetime, language: str) -> list[Followed]:
    user_id = person_of(actor, Scope.APPLICATIONS)
    told = directory.sandbox_script_of(user_id)
    if told is None:
        return []
    script, made_at = told
    return made_up.applications(user_id, script, made_at=made_at, now=now, language=language)
