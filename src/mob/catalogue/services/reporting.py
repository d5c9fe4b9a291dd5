"""Mistakes that people tell of on an aid's page: written without an account, read by its keepers, erased after a year."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mob.catalogue.events import AidMistakeReported, AidMistakeSettled
from mob.catalogue.models import MistakeReport
from mob.catalogue.selectors.authoring import load
from mob.catalogue.selectors.reading import published
from mob.identity import services as identity
from mob.identity.rules import check_email
from mob.identity.types import Visit
from mob.journal import services as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany, NotFound

LONGEST = 1000
KEPT = timedelta(days=365)


def report_mistake(actor: Actor, *, slug: str, text: str, email: str = "", visit: Visit, now: datetime) -> UUID:
    """Tell the keepers of a published aid what is wrong with it. `email`: where to answer, when she wishes.

    Raises NotFound (no such aid for her), InvalidMany (`text`, `email`), Slowed (too many from there, or of this aid).
    """
    aid = published(slug, actor=actor)
    if aid is None:
        raise NotFound("aid_unknown")
    text, email = _checked(text, email)
    identity.admit_report(visit, page=str(aid.id), now=now)
    with transaction.atomic():
        row = MistakeReport.objects.create(aid_id=aid.id, text=text, email=email, created_at=now)
        reported = AidMistakeReported(aid.id, row.id)
        # Who wrote is nobody's business in the journal: she may not even have an account.
        journal.append(Actor.anonymous(), stream=f"aid:{aid.id}", events=[reported], now=now)
    return row.id


@transaction.atomic
def settle_report(actor: Actor, *, aid_id: UUID, report_id: UUID, now: datetime) -> None:
    """The mistake was looked at. Raises NotFound, Forbidden."""
    aid = load(actor, aid_id)
    if not MistakeReport.objects.filter(id=report_id, aid=aid).exists():
        raise NotFound("aid_report_unknown")
    if MistakeReport.objects.filter(id=report_id, aid=aid, settled_at=None).update(settled_at=now):
        settled = AidMistakeSettled(aid.id, report_id)
        journal.append(actor, stream=f"aid:{aid.id}", events=[settled], now=now)


def due_reports(now: datetime) -> int:
    """How many are older than a year."""
    return MistakeReport.objects.filter(created_at__lt=now - KEPT).count()


def forget_reports(now: datetime) -> int:
    """Erase them. Returns how many."""
    gone, _tables = MistakeReport.objects.filter(created_at__lt=now - KEPT).delete()
    return gone


def _checked(text: str, email: str) -> tuple[str, str]:
    problems = []
    text = "\n".join(line.strip() for line in text.replace("\x00", "").splitlines()).strip()
    if not text:
        problems.append(Invalid("aid_report_empty", "text"))
    if len(text) > LONGEST:
        problems.append(Invalid("aid_text_too_long", "text", limit=LONGEST, length=len(text)))
    try:
        email = check_email(email) if email.strip() else ""
    except Invalid as error:
        problems.append(Invalid(error.code, "email", **error.params))
    if problems:
        raise InvalidMany(problems)
    return text, email
