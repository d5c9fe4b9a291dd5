"""Finding the envelope of an aid for a year, or making one without a ceiling."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.catalogue import selectors as catalogue
from mob.kernel.money import Cents
from mob.payments.models import Envelope


def envelope_for(aid_id: UUID, funder_id: UUID, year: int, *, now: datetime) -> Envelope:
    """The envelope of an aid for a year; made without a ceiling when the funder set none."""
    found = Envelope.objects.filter(aid_id=aid_id, year=year).first()
    if found:
        return found
    new = Envelope(
        aid_id=aid_id, funder_id=funder_id, year=year, grant_cents=usual_grant(aid_id), created_at=now, updated_at=now
    )
    Envelope.objects.bulk_create([new], ignore_conflicts=True)
    return Envelope.objects.get(aid_id=aid_id, year=year)


def usual_grant(aid_id: UUID) -> Cents:
    """What the aid gives at most, as people read it now; nothing when it does not say."""
    return catalogue.most_given(aid_id) or Cents(0)
