"""Giving a share, telling less, ending it: by the person alone, each with its receipt and its fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mob.identity.accessibility.sharing import TEXT_VERSION, Wanted, end_of, is_narrower
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.events import AccessibilityShared, AccessibilityShareEnded
from mob.identity.models import AccessibilityRequest, AccessibilityShare, Link
from mob.identity.permissions import person
from mob.identity.selectors import accessibility_of
from mob.identity.services.receipts import keep_receipt, withdraw_receipt
from mob.identity.services.sharing.views import may_ask
from mob.identity.types import ReceiptKind
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused

_KIND = ReceiptKind.ACCESSIBILITY_SHARE


def share(actor: Actor, link_id: UUID, *, wanted: Wanted, text: str, language: str, now: datetime) -> UUID:
    """Let one linked service read the profile. `text`: the words agreed to, kept; they never say what the needs are.

    One lives for each service and trip: another replaces it. Raises NotFound for a service that may not ask,
    Refused("share_nothing_said") while there is nothing to read, Invalid with the field at fault.
    """
    ends_at, profile = end_of(wanted, now=now), accessibility_of(actor)
    if profile is None or profile.is_empty:
        raise Refused("share_nothing_said")
    with transaction.atomic():
        link = _link(actor, link_id)
        _end(actor, _open(link).filter(kind=wanted.kind.value, reference=wanted.reference), now=now)
        row = AccessibilityShare.objects.create(
            link=link,
            level=wanted.level.value,
            kind=wanted.kind.value,
            reference=wanted.reference,
            arrives_at=wanted.arrives_at,
            begins_at=now,
            ends_at=ends_at,
            text_version=TEXT_VERSION,
        )
        _keep(actor, row, text=text, language=language, now=now)
        # What the service had asked for that trip is answered by it.
        asked = AccessibilityRequest.objects.filter(link=link, reference=wanted.reference, answered_at=None)
        asked.update(answered_at=now, was_accepted=True)
    return row.id


def _link(actor: Actor, link_id: UUID) -> Link:
    """Her own, open and allowed to ask; locked, so that two windows at once end with one share."""
    rows = Link.objects.select_for_update(of=("self",)).select_related("client")
    row = rows.filter(id=link_id, user_id=person(actor), ended_at=None).first()
    if row is None or not may_ask(row):
        raise NotFound("share_service_unknown")
    return row


def _open(link: Link) -> QuerySet[AccessibilityShare]:
    return AccessibilityShare.objects.select_related("link").filter(link=link, ended_at=None)


def _keep(actor: Actor, row: AccessibilityShare, *, text: str, language: str, now: datetime) -> None:
    """The proof of what she agreed to, and the fact."""
    user_id = row.link.user_id
    keep_receipt(user_id, kind=_KIND, subject=row.id, text=text, language=language, now=now)
    fact = AccessibilityShared(row.link.client_id, row.id, row.level, row.arrives_at is None)
    journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)


def narrow(actor: Actor, share_id: UUID, *, level: Sharing, text: str, language: str, now: datetime) -> None:
    """Tell less, from this moment. Raises NotFound, and Refused("share_not_narrower"): telling more is a new share."""
    with transaction.atomic():
        row = _own(actor, share_id)
        if row.ended_at is not None or row.ends_at <= now:
            raise Refused("share_ended_already")
        if not is_narrower(level, Sharing(row.level)):
            raise Refused("share_not_narrower")
        row.level = level.value
        row.save(update_fields=["level"])
        withdraw_receipt(row.link.user_id, kind=_KIND, subject=row.id, now=now)
        _keep(actor, row, text=text, language=language, now=now)


def stop(actor: Actor, share_id: UUID, *, now: datetime) -> None:
    """End one at once. Raises NotFound for somebody else's; ended already, nothing happens."""
    with transaction.atomic():
        _end(actor, [_own(actor, share_id)], now=now)


def _own(actor: Actor, share_id: UUID) -> AccessibilityShare:
    rows = AccessibilityShare.objects.select_for_update(of=("self",)).select_related("link__client")
    row = rows.filter(id=share_id, link__user_id=person(actor)).first()
    if row is None:
        raise NotFound("share_unknown")
    return row


def stop_link(actor: Actor, link_id: UUID, *, now: datetime) -> None:
    """The link ends: so does all it could read. In the caller's transaction."""
    _end(actor, AccessibilityShare.objects.select_related("link").filter(link_id=link_id, ended_at=None), now=now)


def stop_person(actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """What she had said is erased: nobody reads any more. In the caller's transaction."""
    rows = AccessibilityShare.objects.select_related("link").filter(link__user_id=user_id, ended_at=None)
    _end(actor, rows, now=now)


def _end(actor: Actor, rows: Iterable[AccessibilityShare], *, now: datetime) -> None:
    """One that its own date ended before is closed at that date, and nobody is told again."""
    for row in rows:
        closes = min(now, row.ends_at)
        if not AccessibilityShare.objects.filter(id=row.id, ended_at=None).update(ended_at=closes) or closes < now:
            continue
        withdraw_receipt(row.link.user_id, kind=_KIND, subject=row.id, now=now)
        fact = AccessibilityShareEnded(row.link.client_id, row.id)
        journal.append(actor, stream=f"account:{row.link.user_id}", events=[fact], now=now)
