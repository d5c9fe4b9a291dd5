"""The demonstration’s mailbox. Its page exists in demo and test alone; in production nobody reads mails here."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.notifications.models import OutgoingMail

MOST = 500


def mailbox(limit: int = MOST) -> list[OutgoingMail]:
    """The latest mails, newest first."""
    return list(OutgoingMail.objects.order_by("-created_at", "-id")[:limit])


def mail(mail_id: UUID) -> OutgoingMail | None:
    return OutgoingMail.objects.filter(id=mail_id).first()


def waiting(*, now: datetime) -> int:
    """Mails of the last day that are owed and neither left nor were refused. Tells nothing about anyone: no actor."""
    rows = OutgoingMail.objects.filter(created_at__gt=now - timedelta(days=1))
    return rows.filter(sent_at=None, refused_at=None).count()
