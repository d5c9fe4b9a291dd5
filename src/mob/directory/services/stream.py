"""Taking a funder for writing, and its stream in the journal. Every use case of the directory starts and ends here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory.models import Funder, Membership
from mob.journal import services as journal
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import NotFound
from mob.kernel.events import Event

# The stream of the platform's own staff: rights that belong to no funder.
PLATFORM = UUID(int=0)


def take(funder_id: UUID | None) -> Funder | None:
    """The funder's row, held until the transaction ends so that two writers follow each other (None: the platform).

    SQLite needs no lock: its transactions begin IMMEDIATE. Raises NotFound.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a funder is taken inside a transaction")
    if funder_id is None:
        rows = Membership.objects.select_for_update().filter(funder__isnull=True, role=Role.ADMINISTRATOR.value)
        list(rows.order_by("id"))
        return None
    row = Funder.objects.select_for_update().filter(id=funder_id).first()
    if not row:
        raise NotFound("funder_unknown")
    return row


def record(actor: Actor, funder_id: UUID | None, events: Iterable[Event], *, now: datetime) -> None:
    """Append facts to the funder's stream. The caller has taken the funder."""
    journal.append(actor, stream=f"funder:{funder_id or PLATFORM}", events=list(events), now=now)
