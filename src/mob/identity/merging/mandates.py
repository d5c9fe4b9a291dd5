"""The share of mandates in two accounts brought together: those given and those received follow, their terms unchanged.

`mandates/moving.py` says which cannot. The other person is told; what ends is told as of any end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from mob.identity.mandate_types import Cancel, EndedBy, MandateKind, MandateState, Side
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateCancelled, MandateHandedOver
from mob.identity.mandates.moving import Fate, Held, Pair, fate
from mob.identity.mandates.services import closing
from mob.identity.mandates.services.asking import forgotten
from mob.identity.models import Mandate, User
from mob.identity.ports import AccountMail
from mob.identity.types import MergeKind, MergeLine
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

_ACCEPTED, _ASKED = MandateState.ACCEPTED.value, MandateState.ASKED.value
_KINDS = {
    Fate.FOLLOWS: MergeKind.MANDATE,
    Fate.DOUBLED: MergeKind.SECOND_MANDATE,
    Fate.WITH_ONESELF: MergeKind.OWN_MANDATE,
}


class MandatesMove:
    """Serves `ports.MovesAccount`. What ended follows too, as history; questions nobody answered, when they still may be."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        accepted, today = _pairs(target), civil_date(clock.now())
        live = [row for row in _of(source).filter(state=_ACCEPTED) if lifecycle.is_live(rows.snapshot(row), today)]
        found = [(row, _fate(row, source, target, accepted)) for row in live]
        return [_line(row, source, _KINDS[each]) for row, each in found if each in _KINDS]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        _close_overdue(source, target, now=now)
        accepted = _pairs(target)
        for row in _of(source):
            _apply(actor, row, _fate(row, source, target, accepted), source, target, now=now)
        for row in _asked_of(source):
            _ask_elsewhere(actor, row, target, now=now)


def _of(user_id: UUID) -> QuerySet[Mandate]:
    return Mandate.objects.filter(Q(helper_id=user_id) | Q(helped_id=user_id)).order_by("asked_at", "id")


def _pairs(user_id: UUID) -> set[Pair]:
    found = _of(user_id).filter(state=_ACCEPTED).values_list("helper_id", "helped_id", "kind")
    return {(helper, helped, MandateKind(kind)) for helper, helped, kind in found if helper and helped}


def _fate(row: Mandate, source: UUID, target: UUID, accepted: set[Pair]) -> Fate:
    return fate(_held(row, source, target), source=source, target=target, accepted=accepted)


def _held(row: Mandate, source: UUID, target: UUID) -> Held:
    asked = None
    if row.state == _ASKED and row.asked_email_key:
        owners = User.objects.filter(id__in=[source, target], email_key=row.asked_email_key)
        asked = owners.values_list("id", flat=True).first()
    return Held(
        MandateKind(row.kind), MandateState(row.state), row.helper_id, row.helped_id, Side(row.opened_by), asked
    )


def _line(row: Mandate, source: UUID, kind: MergeKind) -> MergeLine:
    side = rows.side_of(row, source)
    other = row.helped_id if side is Side.HELPER else row.helper_id
    return MergeLine(kind, rows.name_of(other) if other else "", side.value)


def _close_overdue(source: UUID, target: UUID, *, now: datetime) -> None:
    """What the clock has not closed yet: it follows nobody, and stands in nobody's way."""
    for user_id in (source, target):
        for row in _of(user_id).filter(state=_ACCEPTED):
            if row.helper_id and row.helped_id:
                closing.end_overdue(row.helper_id, row.helped_id, now=now)


def _apply(actor: Actor, row: Mandate, becomes: Fate, source: UUID, target: UUID, *, now: datetime) -> None:
    """What neither follows nor was in force stays with the account that goes, as when its owner deletes it."""
    if becomes is Fate.FOLLOWS:
        _hand_over(actor, row, source, target, now=now)
    elif becomes in (Fate.DOUBLED, Fate.WITH_ONESELF) and row.state == _ACCEPTED:
        closing.end_row(actor, row, EndedBy.ACCOUNT, now=now)


def _hand_over(actor: Actor, row: Mandate, source: UUID, target: UUID, *, now: datetime) -> None:
    side = rows.side_of(row, source)
    changes: dict[str, Any] = {f"{side.value}_id": target}
    rows.write(row, [MandateHandedOver(side.value, target)], actor=actor, now=now, **changes)
    if row.state == _ACCEPTED and row.ends_on is not None:
        row.helper_id, row.helped_id = changes.get("helper_id", row.helper_id), changes.get("helped_id", row.helped_id)
        # The name she was known by: the account that stays may have none before this is over.
        told = {"name": rows.name_of(source) or rows.name_of(target), "last_day": row.ends_on.isoformat()}
        rows.tell(row, side.other, AccountMail.MANDATE_HANDED_OVER, **told)


def _asked_of(source: UUID) -> list[Mandate]:
    """Questions that wait for an answer from its address, which opens no account any more."""
    key = User.objects.values_list("email_key", flat=True).get(id=source)
    found = Mandate.objects.filter(asked_email_key=key, state=_ASKED) if key else Mandate.objects.none()
    return list(found.exclude(Q(helper_id=source) | Q(helped_id=source)))


def _ask_elsewhere(actor: Actor, row: Mandate, target: UUID, *, now: datetime) -> None:
    """Whoever asked sees the address she typed; the answer comes from the account that stays. Oneself is asked nothing."""
    if target in (row.helper_id, row.helped_id):
        state = lifecycle.state_after(rows.snapshot(row), Cancel(Side(row.opened_by)), now=now)
        rows.write(row, [MandateCancelled()], actor=actor, now=now, state=state.value, ended_at=now, **forgotten())
        return
    key = User.objects.values_list("email_key", flat=True).get(id=target)
    if key:
        rows.write(row, [], actor=actor, now=now, asked_email_key=key)
