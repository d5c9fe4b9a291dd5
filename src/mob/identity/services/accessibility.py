"""The accessibility profile: agreed to, said piece by piece, erased at once when the agreement is taken back.

Health data in the sense of the GDPR, article 9: only with the person's explicit consent (9.2, a), which is kept as a
receipt. No fact, log or statistic says what is in it; the journal only says that it changed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mob.identity.accessibility import sealing
from mob.identity.accessibility.profile import BOUNDS, MOST_TEXT, AccessibilityProfile
from mob.identity.events import AccessibilityAgreed, AccessibilityChanged, AccessibilityErased
from mob.identity.models import AccessibilityNeeds
from mob.identity.permissions import person
from mob.identity.services.receipts import keep_receipt, withdraw_receipt
from mob.identity.services.sharing import stop_person
from mob.identity.types import ReceiptKind
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany, Refused


def agree_to_accessibility(actor: Actor, *, text: str, language: str, now: datetime) -> None:
    """Begin an empty profile. `text`: the words agreed to, kept. Agreeing twice changes nothing."""
    user_id = person(actor)
    with transaction.atomic():
        empty = sealing.seal(AccessibilityProfile(), user_id, secret=settings.SECRET_KEY)
        row, is_new = AccessibilityNeeds.objects.get_or_create(
            user_id=user_id, defaults={"sealed": empty, "updated_at": now}
        )
        if is_new:
            kind = ReceiptKind.ACCESSIBILITY
            keep_receipt(user_id, kind=kind, subject=row.user_id, text=text, language=language, now=now)
            journal.append(actor, stream=f"account:{user_id}", events=[AccessibilityAgreed()], now=now)


def keep_accessibility(actor: Actor, *, profile: AccessibilityProfile, now: datetime) -> None:
    """Replace what was said. Raises Refused("accessibility_not_agreed"), InvalidMany with the field at fault."""
    user_id = person(actor)
    _check(profile)
    with transaction.atomic():
        sealed = sealing.seal(profile, user_id, secret=settings.SECRET_KEY)
        if not AccessibilityNeeds.objects.filter(user_id=user_id).update(sealed=sealed, updated_at=now):
            raise Refused("accessibility_not_agreed")
        journal.append(actor, stream=f"account:{user_id}", events=[AccessibilityChanged()], now=now)


def erase_accessibility(actor: Actor, *, now: datetime) -> None:
    """Take the agreement back: everything said is erased at once, and nobody reads it any more.

    That it was agreed to stays as its proof.
    """
    user_id = person(actor)
    with transaction.atomic():
        if AccessibilityNeeds.objects.filter(user_id=user_id).delete()[0]:
            forget_agreement(user_id, now=now)
            stop_person(actor, user_id, now=now)
            journal.append(actor, stream=f"account:{user_id}", events=[AccessibilityErased()], now=now)


def forget_agreement(user_id: UUID, *, now: datetime) -> None:
    withdraw_receipt(user_id, kind=ReceiptKind.ACCESSIBILITY, subject=user_id, now=now)


def _check(profile: AccessibilityProfile) -> None:
    errors: list[Invalid] = []
    for name, (least, most) in BOUNDS.items():
        value = getattr(profile.equipment, name, None)
        value = getattr(profile.reach, name, None) if value is None else value
        if value is not None and not least <= value <= most:
            errors.append(Invalid("accessibility_measure", name, least=least, most=most))
    if len(profile.note) > MOST_TEXT:
        errors.append(Invalid("accessibility_note", "note", limit=MOST_TEXT))
    if errors:
        raise InvalidMany(errors)
