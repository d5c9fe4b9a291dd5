"""Keeping what a person was shown or agreed to, until a named date. Written in the transaction of what it goes with."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from uuid import UUID

from mob.identity.models import Receipt
from mob.identity.types import ReceiptKind
from mob.kernel.clock import civil_date

# Claims between people lapse five years after one knows of them (Code civil, art. 2224): the end of the fifth year.
YEARS_KEPT = 5


def keep_receipt(
    user_id: UUID, *, kind: ReceiptKind, subject: UUID, text: str, language: str, now: datetime, channel: str = "web"
) -> None:
    """Keep the exact words, with their hash. `subject`: what they are about; `channel`: `web`, or `desk` on paper."""
    Receipt.objects.create(
        user_id=user_id,
        kind=kind.value,
        subject=subject,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        language=language[:2],
        channel=channel,
        given_at=now,
        keep_until=last_day(now),
    )


def withdraw_receipt(user_id: UUID, *, kind: ReceiptKind, subject: UUID, now: datetime) -> None:
    """The consent was taken back: its proof is kept as long again from then."""
    rows = Receipt.objects.filter(user_id=user_id, kind=kind.value, subject=subject, withdrawn_at=None)
    rows.update(withdrawn_at=now, keep_until=last_day(now))


def last_day(moment: datetime) -> date:
    """The last day a receipt of that moment is kept."""
    return date(civil_date(moment).year + YEARS_KEPT, 12, 31)


def expired(now: datetime) -> int:
    """How many receipts have passed their date."""
    return Receipt.objects.filter(keep_until__lt=civil_date(now)).count()


def forget_expired(now: datetime) -> int:
    """Erase them; how many."""
    return Receipt.objects.filter(keep_until__lt=civil_date(now)).delete()[0]
