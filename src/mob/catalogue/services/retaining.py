"""Saying how long the files of an aid are kept, and why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.catalogue.events import AidRetentionSet
from mob.catalogue.models import AidRetention
from mob.catalogue.selectors.authoring import load
from mob.catalogue.services import storing
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany

LEAST, MOST, LONGEST_REASON = 1, 10, 300


def set_retention(
    actor: Actor, *, aid_id: UUID, years: int, reason_fr: str, reason_en: str = "", expected_version: int, now: datetime
) -> None:
    """For files sent from now on; those already sent keep what their authors were told.

    Raises NotFound, Forbidden, InvalidMany (`years`, `reason_fr`, `reason_en`), Conflict `aid_changed`.
    """
    aid = load(actor, aid_id)
    reasons = (" ".join(reason_fr.split()), " ".join(reason_en.split()))
    if problems := _problems(years, *reasons):
        raise InvalidMany(problems)
    with transaction.atomic():
        storing.claim(aid, expected_version=expected_version, now=now)
        AidRetention.objects.create(aid=aid, years=years, reason_fr=reasons[0], reason_en=reasons[1], since=now)
        journal.append(actor, stream=f"aid:{aid.id}", events=[AidRetentionSet(aid.id, years)], now=now)


def _problems(years: int, reason_fr: str, reason_en: str) -> list[Invalid]:
    found = []
    if not LEAST <= years <= MOST:
        found.append(Invalid("retention_years", "years", least=LEAST, most=MOST))
    if not reason_fr:
        found.append(Invalid("retention_reason", "reason_fr"))
    too_long = {"reason_fr": reason_fr, "reason_en": reason_en}
    found += [Invalid("text_too_long", name) for name, text in too_long.items() if len(text) > LONGEST_REASON]
    return found
