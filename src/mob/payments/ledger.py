"""The only place where money moves: a conditional update of the envelope and one movement, in the caller's transaction.

The update names what must be left (`… WHERE cap >= committed + paid + x`), so two clients can never spend the same
euro, on PostgreSQL as on SQLite: reading first and writing after would grant both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.kernel.money import Cents
from mob.payments.models import Envelope, Movement
from mob.payments.types import Account, MoveKind

_COLUMNS = {Account.COMMITTED: "committed_cents", Account.PAID: "paid_cents"}
_WAYS = {
    MoveKind.RESERVE: (Account.AVAILABLE, Account.COMMITTED),
    MoveKind.RELEASE: (Account.COMMITTED, Account.AVAILABLE),
    MoveKind.PAY: (Account.COMMITTED, Account.PAID),
    MoveKind.RETURN: (Account.PAID, Account.COMMITTED),
    MoveKind.RAISE: (Account.FUNDING, Account.AVAILABLE),
    MoveKind.LOWER: (Account.AVAILABLE, Account.FUNDING),
}


@dataclass(frozen=True, slots=True)
class Cause:
    """What a movement is for. `key` is used once for ever."""

    key: str
    award_id: UUID | None = None
    order_id: UUID | None = None


def post(actor: Actor, kind: MoveKind, cents: Cents, *, envelope_id: UUID, cause: Cause, now: datetime) -> None:
    """Move money between two accounts. Raises Refused("envelope_spent") when it is not there.

    The caller holds the transaction. A key already used raises IntegrityError: it was done before.
    """
    source, target = _WAYS[kind]
    changes = {
        _COLUMNS[account]: F(_COLUMNS[account]) + sign * cents
        for account, sign in ((source, -1), (target, 1))
        if account in _COLUMNS
    }
    rows = Envelope.objects.filter(_there(kind, cents), id=envelope_id)
    if not rows.update(version=F("version") + 1, updated_at=now, **changes):
        raise Refused("envelope_spent")
    record(actor, kind, cents, envelope_id=envelope_id, cause=cause, now=now)


def _there(kind: MoveKind, cents: Cents) -> Q:
    """What must hold of the row at the moment it is written."""
    source, _ = _WAYS[kind]
    if kind is MoveKind.RESERVE:
        return Q(cap_cents__isnull=True) | Q(cap_cents__gte=F("committed_cents") + F("paid_cents") + cents)
    return Q(**{f"{_COLUMNS[source]}__gte": cents}) if source in _COLUMNS else Q()


def set_cap(actor: Actor, envelope: Envelope, cap: Cents | None, *, now: datetime) -> None:
    """Raise, lower, set or lift the ceiling. Raises Refused("envelope_below_committed").

    `envelope` was read in the caller's transaction: its ceiling must still be the one read.
    """
    fits = Q() if cap is None else Q(committed_cents__lte=cap - F("paid_cents"))
    rows = Envelope.objects.filter(fits, id=envelope.id, version=envelope.version)
    if not rows.update(cap_cents=cap, version=F("version") + 1, updated_at=now):
        raise Refused("envelope_below_committed")
    step = (cap or 0) - (envelope.cap_cents or 0)
    if step:
        kind = MoveKind.RAISE if step > 0 else MoveKind.LOWER
        cause = Cause(f"cap:{envelope.id}:{envelope.version}")
        record(actor, kind, Cents(abs(step)), envelope_id=envelope.id, cause=cause, now=now)


def record(actor: Actor, kind: MoveKind, cents: Cents, *, envelope_id: UUID, cause: Cause, now: datetime) -> None:
    """Write one line of the ledger."""
    source, target = _WAYS[kind]
    Movement(
        envelope_id=envelope_id,
        kind=kind.value,
        source=source.value,
        target=target.value,
        cents=cents,
        award_id=cause.award_id,
        order_id=cause.order_id,
        key=cause.key,
        actor=actor.label,
        at=now,
    ).save(force_insert=True)
