"""Answering a mandate: the code that was read aloud, yes, no."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity import throttle
from mob.identity.mandate_types import Accept, Decline, MandateState, Side
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateAccepted, MandateDeclined
from mob.identity.mandates.services import closing
from mob.identity.mandates.services.asking import forgotten, hash_of
from mob.identity.models import Mandate
from mob.identity.network import network_of
from mob.identity.permissions import person
from mob.identity.ports import AccountMail
from mob.identity.services import throttling
from mob.identity.types import Visit
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Invalid, NotFound, Refused


def read_code(actor: Actor, *, typed: str, visit: Visit, now: datetime) -> UUID:
    """The mandate whose code was read aloud, now a question to this person. Serves once; each try is counted.

    Raises Invalid("mandate_code_wrong") for a code that was never given, that is over or that is one's own.
    """
    user_id = person(actor)
    network = network_of(visit.address)
    buckets = [(throttle.MANDATE_CODE_ACCOUNT, str(user_id)), (throttle.MANDATE_CODE_NETWORK, network)]
    throttling.spend(buckets, code="too_many_guesses", now=now)
    with transaction.atomic():
        live = Mandate.objects.select_for_update().filter(state=MandateState.ASKED.value, answer_by__gt=now)
        row = live.filter(code_hash=hash_of(typed)).first()
        if row is None or user_id in (row.helper_id, row.helped_id):
            raise Invalid("mandate_code_wrong", "code")
        other = "helped_id" if row.opened_by == Side.HELPER.value else "helper_id"
        rows.write(row, [], actor=actor, now=now, code_hash=None, **{other: user_id})
    throttling.give_back(buckets, now=now)
    return row.id


def accept(actor: Actor, *, mandate_id: UUID, now: datetime) -> None:
    """Say yes: the mandate runs from today. Both are told by mail. Raises NotFound, Refused, Forbidden."""
    user_id = person(actor)
    if not rows.name_of(user_id):
        raise Refused("mandate_needs_name")
    with transaction.atomic():
        row = to_answer(user_id, mandate_id)
        state = lifecycle.state_after(rows.snapshot(row), Accept(rows.side_of(row, user_id)), now=now)
        if row.opened_by == Side.HELPER.value:
            row.helped_id = user_id
        else:
            row.helper_id = user_id
        if row.helper_id is None or row.helped_id is None or row.helper_id == row.helped_id:
            raise Refused("mandate_with_oneself")
        closing.end_overdue(row.helper_id, row.helped_id, now=now)
        _begin(actor, row, state, now)
        tell = {"last_day": row.ends_on.isoformat()} if row.ends_on else {}
        rows.tell_both(row, AccountMail.MANDATE_ACCEPTED, **tell)


def _begin(actor: Actor, row: Mandate, state: MandateState, now: datetime) -> None:
    helper, helped = row.helper_id, row.helped_id
    if helper is None or helped is None:
        raise Refused("mandate_changed")
    row.begins_on = civil_date(now)
    row.ends_on = lifecycle.last_day(row.months, today=row.begins_on)
    rows.write(
        row,
        [MandateAccepted(helper, helped, row.begins_on, row.ends_on)],
        actor=actor,
        now=now,
        state=state.value,
        helper_id=helper,
        helped_id=helped,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        accepted_at=now,
        **forgotten(),
    )


def decline(actor: Actor, *, mandate_id: UUID, now: datetime) -> None:
    """Say no. Who asked sees that it was declined, and learns no name."""
    user_id = person(actor)
    with transaction.atomic():
        row = to_answer(user_id, mandate_id)
        state = lifecycle.state_after(rows.snapshot(row), Decline(rows.side_of(row, user_id)), now=now)
        nobody = {"helped_id" if row.opened_by == Side.HELPER.value else "helper_id": None}
        rows.write(
            row, [MandateDeclined()], actor=actor, now=now, state=state.value, ended_at=now, **nobody, **forgotten()
        )


def to_answer(user_id: UUID, mandate_id: UUID) -> Mandate:
    """The row, locked where the database locks rows. Raises NotFound for who has no part in it."""
    row = Mandate.objects.select_for_update().filter(rows.concerning(user_id), id=mandate_id).first()
    if row is None:
        raise NotFound("mandate_unknown")
    return row
