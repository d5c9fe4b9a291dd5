"""Letting a mandate go on. She alone who is helped says so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity.mandate_types import Renew
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateRenewed
from mob.identity.mandates.services.answering import to_answer
from mob.identity.permissions import person
from mob.identity.ports import AccountMail
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date


def renew(actor: Actor, *, mandate_id: UUID, months: int, now: datetime) -> None:
    """A new last day, counted from today: two years at most. Both are told. Raises Forbidden for the helper."""
    user_id = person(actor)
    with transaction.atomic():
        row = to_answer(user_id, mandate_id)
        lifecycle.state_after(rows.snapshot(row), Renew(rows.side_of(row, user_id), months), now=now)
        last = lifecycle.last_day(months, today=civil_date(now))
        rows.write(row, [MandateRenewed(last)], actor=actor, now=now, ends_on=last, months=months)
        rows.tell_both(row, AccountMail.MANDATE_RENEWED, last_day=last.isoformat())
