"""Owing a mail, and carrying it. A row is made before anything is sent, so that a retry sends the same mail."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q

import mob.journal.services as journal
from mob.identity import selectors as identity
from mob.identity.ports import AccountMail
from mob.identity.rules import is_test_address
from mob.kernel.ports import PortRefused, serve
from mob.notifications import rendering
from mob.notifications.models import Letter, OutgoingMail
from mob.notifications.ports import MailTransport
from mob.notifications.types import Content, OutgoingMessage, Recipient

CARRY = "notifications.carry"
BODY_KEPT = timedelta(days=30)
ROW_KEPT = timedelta(days=365)


def message_id(*parts: object) -> str:
    """`<hash>@<host>`: the same parts always give the same identifier (RFC 5322 §3.6.4)."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:40]
    return f"{digest}@{urlsplit(settings.ENV.public_url).hostname or 'localhost'}"


def owe(
    identifier: str, kind: str, to: Recipient, content: Content, *, now: datetime, is_secret: bool = False
) -> OutgoingMail:
    """The row of a mail, made once whatever the number of calls."""
    row = OutgoingMail(
        message_id=identifier,
        kind=kind,
        to=to.email,
        person_id=to.person_id,
        language=to.language,
        subject=rendering.one_line(content.subject),
        text=rendering.text(content, to.language),
        html=rendering.html(content, to.language),
        is_secret=is_secret,
        created_at=now,
    )
    OutgoingMail.objects.bulk_create([row], ignore_conflicts=True)
    return OutgoingMail.objects.get(message_id=identifier)


def owe_later(identifier: str, kind: str, to: Recipient, content: Content, *, now: datetime, is_secret: bool) -> None:
    """Owe a mail inside the caller's transaction; the worker carries it after the commit."""
    row = owe(identifier, kind, to, content, now=now, is_secret=is_secret)
    journal.plan(CARRY, key=f"{CARRY}:{row.id}", payload={"id": str(row.id)}, at=now)


def carry(mail_id: UUID, *, now: datetime) -> None:
    """Hand a mail to the transport unless that was done. PortUnavailable goes up: the queue tries again.

    An address the other side refuses for good is marked and left: trying again would only annoy it.
    """
    row = OutgoingMail.objects.filter(id=mail_id, sent_at=None, refused_at=None).first()
    if row is None:
        return
    if is_test_address(row.to):  # somebody a partner made up for its sandbox
        OutgoingMail.objects.filter(id=row.id).update(refused_at=now)
        return
    message = OutgoingMessage(
        row.message_id, settings.ENV.mail_from, row.to, row.subject, row.text, row.html, row.language
    )
    try:
        serve(MailTransport).carry(message)  # type: ignore[type-abstract]
    except PortRefused:
        OutgoingMail.objects.filter(id=row.id).update(refused_at=now)
    else:
        OutgoingMail.objects.filter(id=row.id).update(sent_at=now)
    _forget_carried(row)


def _forget_carried(row: OutgoingMail) -> None:
    """What must not lie about once it has left."""
    is_farewell = row.kind == AccountMail.ACCOUNTS_MERGED.value and identity.user_by_email(row.to) is None
    if row.kind == AccountMail.ACCOUNT_DELETED.value or is_farewell:
        # The farewell of an erased account was the last thing that held its address.
        OutgoingMail.objects.filter(id=row.id).delete()
    if row.is_secret and settings.ENV.is_production:
        # A code is worth nothing once it is gone, and must not lie about.
        OutgoingMail.objects.filter(id=row.id).update(text="", html="")


def forget(*, now: datetime) -> int:
    """Drop the words of mails after 30 days and their rows after a year. Returns how many rows were touched."""
    old = OutgoingMail.objects.filter(created_at__lt=now - BODY_KEPT).exclude(Q(text="") & Q(html=""))
    touched = old.update(text="", html="")
    removed, _ = OutgoingMail.objects.filter(created_at__lt=now - ROW_KEPT).delete()
    return touched + removed


def erase_everything() -> None:
    """The service ends: no mail and no letter is kept."""
    OutgoingMail.objects.all().delete()
    Letter.objects.all().delete()


def count() -> int:
    """How many mails and letters are kept."""
    return OutgoingMail.objects.count() + Letter.objects.count()
