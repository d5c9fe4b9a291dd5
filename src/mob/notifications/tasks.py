"""What the clock owes people: reminders, and forgetting old mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils import translation

from mob.applications import correspondents
from mob.applications.correspondents import Correspondence
from mob.journal.types import TaskKind
from mob.kernel.clock import civil_date
from mob.notifications import keeping, posting, services
from mob.notifications.composers import applications, payments, thread
from mob.notifications.types import Content, Recipient
from mob.payments import correspondents as matters

DRAFT_IDLE = timedelta(days=3)
DUE_WITHIN = timedelta(days=7)


def kinds() -> Iterator[TaskKind]:
    """Every task of this context."""
    yield TaskKind(services.CARRY, _carry)
    yield TaskKind("notifications.remind", remind, every=timedelta(hours=6))
    yield TaskKind("notifications.forget", _forget, every=timedelta(days=1))
    yield from keeping.kinds()


def _carry(payload: Mapping[str, Any], now: datetime) -> None:
    services.carry(UUID(payload["id"]), now=now)


def _forget(payload: Mapping[str, Any], now: datetime) -> None:
    services.forget(now=now)


def remind(payload: Mapping[str, Any], now: datetime) -> None:
    """Owe the reminders of this moment. Each is owed once: its Message-ID holds what it reminds of."""
    for application_id in correspondents.idle_drafts(now=now, idle=DRAFT_IDLE):
        case = correspondents.of(application_id)
        if case and case.wants_courtesy:
            _owe("draft", case, thread.draft_waits, now)
    for application_id in correspondents.due_on(civil_date(now + DUE_WITHIN)):
        case = correspondents.of(application_id)
        if case:
            _owe(f"due:{case.request_due_on}", case, thread.due_soon, now)
    for award_id in matters.invoices_due(civil_date(now + DUE_WITHIN), civil_date(now)):
        _remind_of_invoice(award_id, now)


def _remind_of_invoice(award_id: UUID, now: datetime) -> None:
    matter = matters.of(award_id)
    case = correspondents.of(matter.application_id) if matter else None
    if case and matter:
        _owe(f"invoice:{matter.invoice_due_on}", case, partial(payments.invoice_due, matter=matter), now)


def _owe(what: str, case: Correspondence, compose: Callable[[Correspondence], Content], now: datetime) -> None:
    if not case.is_reachable:
        return
    identifier = services.message_id("reminder", what, case.application_id)
    with translation.override(case.language):
        content = compose(case)
        kind = f"reminder.{what.partition(':')[0]}"
        posting.tell_later(identifier, kind, posting.addressee(case), content, now=now)
    if case.work_address and what != "draft":
        with translation.override(case.language):
            content = applications.at_work(content)
        at_work = Recipient(case.work_address, case.language, case.citizen_id)
        identifier = services.message_id("reminder.work", what, case.application_id)
        services.owe_later(identifier, f"reminder.{what.partition(':')[0]}", at_work, content, now=now, is_secret=False)
