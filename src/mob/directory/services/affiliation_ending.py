"""Ending affiliations: by the person, by her employer's staff, by a file of leavers; and forgetting old ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mob.directory import events
from mob.directory.models import Affiliation
from mob.directory.ports import OpenFiles
from mob.directory.services.affiliation_rows import commit, take_managed, take_own, tell
from mob.directory.types import AffiliationEnd, AffiliationState
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Refused

# A request nobody answered, and what is kept of those who left, serve nobody any longer after this.
PENDING_KEPT = timedelta(days=60)
ENDED_KEPT = timedelta(days=365)


def hold_affiliation(user_id: UUID, *, funder_id: UUID) -> None:
    """Keep the person's affiliation from ending until the caller's transaction does: she is sending a file.

    Raises Refused `affiliation_needed` when there is none.
    """
    rows = Affiliation.objects.confirmed().select_for_update().filter(user_id=user_id, funder_id=funder_id)
    if rows.first() is None:
        raise Refused("affiliation_needed")


def leave_employer(actor: Actor, *, affiliation_id: UUID, now: datetime) -> None:
    """The person takes her request back, or says that she left. Raises NotFound, Refused."""
    with transaction.atomic():
        row = take_own(actor, affiliation_id)
        is_pending = row.state == AffiliationState.PENDING.value
        reason = AffiliationEnd.CANCELLED if is_pending else AffiliationEnd.PERSON
        _end(actor, row, reason, now, code="own_files_under_way")


def refuse_affiliation(actor: Actor, *, affiliation_id: UUID, now: datetime) -> None:
    """The employer's staff do not know her. Raises NotFound, Refused `affiliation_not_pending`."""
    with transaction.atomic():
        row = take_managed(actor, affiliation_id)
        if row.state != AffiliationState.PENDING.value:
            raise Refused("affiliation_not_pending")
        _end(actor, row, AffiliationEnd.REFUSED, now)


def end_affiliation(
    actor: Actor, *, affiliation_id: UUID, reason: AffiliationEnd = AffiliationEnd.STAFF, now: datetime
) -> None:
    """She left. Raises NotFound, Forbidden `own_affiliation`, Refused (`affiliation_ended`, `_has_files`)."""
    with transaction.atomic():
        row = take_managed(actor, affiliation_id)
        if row.user_id == actor.id:
            raise Forbidden("own_affiliation")
        _end(actor, row, reason, now)


def _end(
    actor: Actor, row: Affiliation, reason: AffiliationEnd, now: datetime, *, code: str = "affiliation_has_files"
) -> None:
    """Raises Refused(code) naming the files under way: they rest on the affiliation until they are decided."""
    if row.state == AffiliationState.ENDED.value:
        raise Refused("affiliation_ended")
    files = ports.serve(OpenFiles).open_files(row.user_id, row.funder_id)  # type: ignore[type-abstract]
    if files:
        raise Refused(code, files=", ".join(file.reference for file in files))
    fact = events.AffiliationEnded(row.funder_id, row.user_id, reason)
    ended = {"state": AffiliationState.ENDED.value, "end": reason.value, "ended_at": now}
    commit(row, [fact], actor=actor, now=now, link="", link_expires_at=None, writes_to_work_since=None, **ended)


def erase_affiliations(actor: Actor, *, user_id: UUID, now: datetime) -> None:
    """The account goes, and what she told employers with it; files that she lets go on keep their own copy."""
    for row in Affiliation.objects.filter(user_id=user_id).order_by("id"):
        if row.state != AffiliationState.ENDED.value:
            fact = events.AffiliationEnded(row.funder_id, row.user_id, AffiliationEnd.ACCOUNT_DELETED)
            tell(row.id, [fact], actor=actor, now=now)
        row.delete()


def forget_affiliations(*, now: datetime) -> int:
    """Erase requests left unanswered and affiliations long ended; how many rows went. Safe to run twice."""
    stale = Affiliation.objects.filter(state=AffiliationState.PENDING.value, asked_at__lte=now - PENDING_KEPT)
    gone = 0
    for row in stale.order_by("id")[:500]:
        with transaction.atomic():
            deleted, _ = Affiliation.objects.filter(id=row.id, version=row.version).delete()
            if deleted:
                fact = events.AffiliationEnded(row.funder_id, row.user_id, AffiliationEnd.EXPIRED)
                tell(row.id, [fact], actor=Actor.system(), now=now)
        gone += deleted
    old = Affiliation.objects.filter(state=AffiliationState.ENDED.value, ended_at__lte=now - ENDED_KEPT)
    return gone + old.delete()[0]
