"""Letters of a counter, and the demonstration’s mailbox: in production nobody reads mails here."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.notifications import letters
from mob.notifications.models import Letter, OutgoingMail
from mob.notifications.types import LetterView

MOST = 500


def mailbox(limit: int = MOST) -> list[OutgoingMail]:
    """The latest mails, newest first."""
    return list(OutgoingMail.objects.order_by("-created_at", "-id")[:limit])


def mail(mail_id: UUID) -> OutgoingMail | None:
    return OutgoingMail.objects.filter(id=mail_id).first()


def letters_of(actor: Actor, *, posted: bool, limit: int = MOST) -> tuple[list[LetterView], int]:
    """The letters an agent may handle and how many: those to post, oldest first, or those that left, latest first."""
    rows = letters.visible_to(actor).filter(posted_at__isnull=not posted)
    found = rows.order_by("-posted_at", "-id") if posted else rows.order_by("created_at", "id")
    return [_view(row) for row in found[:limit]], rows.count()


def letter(actor: Actor, letter_id: UUID) -> LetterView:
    """One letter the agent may handle. Raises NotFound."""
    row = letters.visible_to(actor).filter(id=letter_id).first()
    if row is None:
        raise NotFound("letter_unknown")
    return _view(row)


def _view(row: Letter) -> LetterView:
    return LetterView(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        reference=row.reference,
        recipient=tuple(row.recipient.split("\n")),
        created_at=row.created_at,
        printed_at=row.printed_at,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
        is_forgotten=not row.sheet,
    )


def waiting(*, now: datetime) -> int:
    """Mails of the last day that are owed and neither left nor were refused. Tells nothing about anyone: no actor."""
    rows = OutgoingMail.objects.filter(created_at__gt=now - timedelta(days=1))
    return rows.filter(sent_at=None, refused_at=None).count()
