"""The end of a mandate: by either side at once, by its last day, with an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mob.identity.mandate_types import End, EndedBy, Lapse, MandateKind, MandateState, Side
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateEnded, MandateLapsed
from mob.identity.mandates.services.asking import forgotten
from mob.identity.models import Mandate
from mob.identity.permissions import person
from mob.identity.ports import AccountMail
from mob.journal.types import TaskKind
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound


def end(actor: Actor, *, mandate_id: UUID, now: datetime) -> None:
    """Stop it at once: the helper's next page is refused. Both are told. Raises NotFound, Refused."""
    user_id = person(actor)
    with transaction.atomic():
        row = Mandate.objects.select_for_update().filter(rows.concerning(user_id), id=mandate_id).first()
        if row is None:
            raise NotFound("mandate_unknown")
        by = EndedBy.HELPER if rows.side_of(row, user_id) is Side.HELPER else EndedBy.HELPED
        end_row(actor, row, by, now=now)


def end_at_desk(actor: Actor, *, mandate_id: UUID, now: datetime) -> None:
    """The person left the counter, or the clock closed her visit: what she had signed on paper is over. Safe to run twice.

    In the caller's transaction, which has checked whose visit it was.
    """
    live = Mandate.objects.select_for_update().filter(state=MandateState.ACCEPTED.value, kind=MandateKind.DESK.value)
    row = live.filter(id=mandate_id).first()
    if row is not None:
        end_row(actor, row, EndedBy.HELPER, now=now)


def end_overdue(helper_id: UUID, helped_id: UUID, *, now: datetime) -> None:
    """What the clock has not closed yet between these two, before another begins. In the caller's transaction."""
    live = Mandate.objects.filter(helper_id=helper_id, helped_id=helped_id, state=MandateState.ACCEPTED.value)
    for row in live:
        if rows.overdue(row, now):
            end_row(Actor.system(), row, EndedBy.CLOCK, now=now)


def end_everything(actor: Actor, *, user_id: UUID, now: datetime) -> None:
    """An account closes: what it was given and gave ends, what it asked is forgotten. In the caller's transaction."""
    of_hers = Q(helper_id=user_id) | Q(helped_id=user_id)
    for row in Mandate.objects.filter(of_hers, state=MandateState.ACCEPTED.value):
        end_row(actor, row, EndedBy.ACCOUNT, now=now)
    Mandate.objects.filter(of_hers).exclude(state=MandateState.ENDED.value).delete()


def sweep(now: datetime) -> int:
    """What the calendar closes: mandates past their last day, questions nobody answered. How many."""
    today = civil_date(now)
    over = Mandate.objects.filter(state=MandateState.ACCEPTED.value, ends_on__lt=today)
    late = Mandate.objects.filter(state=MandateState.ASKED.value, answer_by__lte=now)
    count = 0
    for row in [*over, *late]:
        with transaction.atomic():
            if row.state == MandateState.ACCEPTED.value:
                end_row(Actor.system(), row, EndedBy.CLOCK, now=now)
            else:
                _lapse(row, now)
        count += 1
    return count


def task() -> TaskKind:
    """Every hour: the date alone already closes what is past, this says so to both."""
    return TaskKind("mandates", lambda _payload, now: _swept(now), every=timedelta(hours=1))


def _swept(now: datetime) -> None:
    sweep(now)


def end_row(actor: Actor, row: Mandate, by: EndedBy, *, now: datetime) -> None:
    """In the caller's transaction, which knows that it may. Both are told."""
    state = lifecycle.state_after(rows.snapshot(row), End(by), now=now)
    fact = MandateEnded(by.value)
    rows.write(row, [fact], actor=actor, now=now, state=state.value, ended_at=now, ended_by=by.value)
    rows.tell_both(row, AccountMail.MANDATE_ENDED, by=by.value)


def _lapse(row: Mandate, now: datetime) -> None:
    state = lifecycle.state_after(rows.snapshot(row), Lapse(), now=now)
    nobody = {"helped_id" if row.opened_by == Side.HELPER.value else "helper_id": None}
    rows.write(
        row, [MandateLapsed()], actor=Actor.system(), now=now, state=state.value, ended_at=now, **nobody, **forgotten()
    )
