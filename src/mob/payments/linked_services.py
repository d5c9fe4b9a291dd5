"""What payments wait for from a person, for a service that she lets follow her applications. No account, no sum."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.applications.linked_services.rights import person_of
from mob.applications.linked_services.types import Expected, Task
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.payments import selectors
from mob.payments.types import Wait


def tasks(actor: Actor, *, now: datetime) -> dict[UUID, Task]:
    """By application. An account that a bank refused is told as details to give: why is hers to read. Raises Forbidden."""
    herself = Actor.citizen(person_of(actor, Scope.APPLICATIONS))
    asked = selectors.asked_of(herself, now=now)
    return {
        key: Task(Expected.INVOICE if wait is Wait.INVOICE else Expected.BANK_DETAILS, due)
        for key, (wait, due) in asked.items()
    }
