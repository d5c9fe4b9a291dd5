"""A mandate signed on paper, recorded by the agent who then acts under it. Who may is decided by the caller above."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.identity.mandate_types import MandateKind, MandateState, Side, Terms
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateAccepted, MandateAsked
from mob.identity.mandates.services import closing
from mob.identity.models import Mandate
from mob.identity.ports import AccountMail
from mob.journal import services as journal
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, Refused
from mob.kernel.events import Event

LONGEST_PAPER = 120


def record_on_paper(actor: Actor, *, helped_id: UUID, paper: str, terms: Terms, now: datetime) -> UUID:
    """The person signed before the agent. `paper`: how the signed sheet is found again. Returns the mandate's id.

    Begins today. She is told by mail when she has an address; she may end it like any other. Raises Forbidden,
    Invalid, Refused("mandate_already").
    """
    if actor.kind is not ActorKind.STAFF or actor.id is None or actor.funder_id is None:
        raise Forbidden("not_allowed")
    lifecycle.check_terms(terms)
    words = " ".join(paper.split())
    if not words or len(words) > LONGEST_PAPER:
        raise Invalid("mandate_paper_missing", "paper")
    if actor.id == helped_id:
        raise Refused("mandate_with_oneself")
    with transaction.atomic():
        closing.end_overdue(actor.id, helped_id, now=now)
        row = _row(actor, helped_id, words, terms, now)
        if _has_one(row):
            raise Refused("mandate_already")
        row.save(force_insert=True)
        _tell(actor, row, terms, now)
    return row.id


def _has_one(row: Mandate) -> bool:
    same = Mandate.objects.filter(helper_id=row.helper_id, helped_id=row.helped_id, kind=row.kind)
    return same.filter(state=MandateState.ACCEPTED.value).exists()


def _row(actor: Actor, helped_id: UUID, paper: str, terms: Terms, now: datetime) -> Mandate:
    today = civil_date(now)
    return Mandate(
        kind=MandateKind.DESK.value,
        state=MandateState.ACCEPTED.value,
        opened_by=Side.HELPER.value,
        helper_id=actor.id,
        helped_id=helped_id,
        funder_id=actor.funder_id,
        paper=paper,
        answer_by=now,
        powers=sorted(power.value for power in terms.powers),
        aid_ids=None if terms.aid_ids is None else sorted(str(each) for each in terms.aid_ids),
        months=terms.months,
        begins_on=today,
        ends_on=lifecycle.last_day(terms.months, today=today),
        asked_at=now,
        accepted_at=now,
    )


def _tell(actor: Actor, row: Mandate, terms: Terms, now: datetime) -> None:
    helper, helped, first, last = row.helper_id, row.helped_id, row.begins_on, row.ends_on
    if helper is None or helped is None or first is None or last is None:
        raise Refused("mandate_changed")
    aids = None if terms.aid_ids is None else tuple(sorted(terms.aid_ids))
    facts: list[Event] = [
        MandateAsked(row.opened_by, tuple(row.powers), aids, terms.months),
        MandateAccepted(helper, helped, first, last),
    ]
    journal.append(actor, stream=rows.stream(row.id), events=facts, now=now)
    rows.tell_both(row, AccountMail.MANDATE_ACCEPTED, last_day=last.isoformat())
