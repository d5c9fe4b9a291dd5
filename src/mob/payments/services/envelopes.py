"""How much there is for an aid in a year, from which line of the budget, by which deliberation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

import mob.journal.services as journal
from mob.catalogue import selectors as catalogue
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid
from mob.payments import ledger
from mob.payments.envelopes import envelope_for
from mob.payments.events import EnvelopeSet
from mob.payments.models import Envelope
from mob.payments.permissions import sets_envelopes
from mob.payments.types import EnvelopeTerms

YEARS_AHEAD = 5


def set_envelope(
    actor: Actor, *, aid_id: UUID, year: int, terms: EnvelopeTerms, expected_version: int | None, now: datetime
) -> UUID:
    """Make an envelope, or change it. `expected_version`: the one shown when it was opened, None for a new one.

    Raises Forbidden, Invalid (`year`, `cap`), Conflict, Refused("envelope_below_committed") when less is left than
    was promised.
    """
    _check(terms, year, now.year)
    if actor.funder_id is None or not sets_envelopes(actor, actor.funder_id):
        raise Forbidden("not_allowed")
    if aid_id not in catalogue.aids_given_by(actor.funder_id):
        raise Invalid("answer_not_a_choice", "aid")
    with transaction.atomic():
        row = envelope_for(aid_id, actor.funder_id, year, now=now)
        if expected_version is not None and row.version != expected_version:
            raise Conflict("changed_meanwhile")
        ledger.set_cap(actor, row, terms.cap, now=now)
        Envelope.objects.filter(id=row.id).update(
            grant_cents=terms.grant, budget_line=terms.budget_line.strip(), deliberation=terms.deliberation.strip()
        )
        fact = EnvelopeSet(aid_id, year, terms.cap)
        journal.append(actor, stream=f"envelope:{row.id}", events=[fact], now=now)
        return row.id


def _check(terms: EnvelopeTerms, year: int, this_year: int) -> None:
    if not this_year - 1 <= year <= this_year + YEARS_AHEAD:
        raise Invalid("envelope_year", "year", first=this_year - 1, last=this_year + YEARS_AHEAD)
    if terms.cap is not None and terms.cap <= 0:
        raise Invalid("amount_needed", "cap")
