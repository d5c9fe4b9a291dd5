"""Owing and carrying the mail of a fact, in one step: the Message-ID comes from the fact and whom it is for."""

from __future__ import annotations

from mob.journal.types import FactView
from mob.kernel import clock
from mob.notifications import services
from mob.notifications.types import Content, Recipient


def post(fact: FactView, who: str, to: Recipient, content: Content) -> None:
    """Send once, whatever the number of calls. PortUnavailable goes up: the queue tries again."""
    now = clock.now()
    row = services.owe(services.message_id(fact.id, who), fact.kind, to, content, now=now)
    services.carry(row.id, now=now)
