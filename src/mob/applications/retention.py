"""How long applications and their papers are kept, and why. Rules that `mob purge` and the nightly task apply.

Each finds what is due by date alone, so that a restored back-up is purged again without any list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from mob.applications import visiting, visits
from mob.applications.events import DraftExpiring
from mob.applications.models import Application, CounterVisit, Preparation, Proof
from mob.applications.personal_data import keep_until
from mob.applications.purchases import tracing
from mob.applications.services import erasing
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import ProofType
from mob.identity.types import Erasure, RetentionRule
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor

DRAFT_MONTHS, IDENTITY_MONTHS = 3, 2
WARNING = timedelta(days=14)
VISIT_DAYS = timedelta(days=730)
# How long a service that lost our answer may ask again with the same key.
PREPARED = timedelta(days=7)
_CLOSED = [state.value for state in State if state.is_final or state is State.CLOSED_INCOMPLETE]


def rules() -> list[RetentionRule]:
    """Every rule of this context."""
    return [
        RetentionRule(
            "applications.drafts",
            "drafts and their papers",
            f"{DRAFT_MONTHS} months untouched, after a notice of {WARNING.days} days",
            due=lambda now: sum(1 for _ in _expired_drafts(now)),
            erase=_erase_drafts,
        ),
        RetentionRule(
            "applications.identity-papers",
            "identity papers of decided files",
            f"{IDENTITY_MONTHS} months after the decision: once checked, a copy serves no more (CNIL)",
            due=lambda now: sum(1 for _ in _checked_identities(now)),
            erase=lambda now: sum(
                erasing.forget_papers(key, codes=codes, now=now) for key, codes in list(_checked_identities(now))
            ),
        ),
        RetentionRule(
            "applications.files",
            "closed files: who asked, answers, papers, messages, words of the decision",
            "until 31 December of the year their aid says, the fifth after they were closed (loi n° 68-1250, article 1)",
            due=lambda now: sum(1 for _ in _lapsed_files(now)),
            erase=lambda now: sum(erasing.empty(key, now=now) for key in list(_lapsed_files(now))),
        ),
        RetentionRule(
            "applications.visits",
            "visits of a counter left open, with accounts opened for nothing; then that there was a visit",
            f"open {int(visits.LIFE.total_seconds() // 3600)} hours, the rest {VISIT_DAYS.days} days",
            due=lambda now: len(visiting.overdue(now)) + _old_visits(now).count(),
            erase=lambda now: visiting.close_overdue(now) + _old_visits(now).delete()[0],
        ),
        RetentionRule(
            "applications.preparations",
            "what a linked service asked to prepare",
            f"{PREPARED.days} days, or as long as the draft",
            due=lambda now: _old_preparations(now).count(),
            erase=lambda now: _old_preparations(now).delete()[0],
        ),
        tracing.rule(),
    ]


def _old_visits(now: datetime) -> QuerySet[CounterVisit]:
    return CounterVisit.objects.filter(closed_at__lt=now - VISIT_DAYS)


def _old_preparations(now: datetime) -> QuerySet[Preparation]:
    ended = Q(application=None) | ~Q(application__state=State.DRAFT.value)
    return Preparation.objects.filter(ended, at__lt=now - PREPARED)


def _months_ago(now: datetime, months: int) -> datetime:
    return clock.day_starts(clock.add_months(clock.civil_date(now), -months))


def _erase_drafts(now: datetime) -> int:
    """Announce those that are near their date, erase those that were announced long enough ago."""
    today = clock.civil_date(now)
    for key, touched in _idle_drafts(now):
        ends = clock.add_months(clock.civil_date(touched), DRAFT_MONTHS)
        if today >= ends - WARNING and _announced(key, touched) is None:
            # A machine that slept past the date warns all the same.
            erasing.announce(key, last_day=max(ends, today + WARNING), now=now)
    return sum(erasing.expire(key, untouched_since=touched, now=now) for key, touched in list(_expired_drafts(now)))


def _idle_drafts(now: datetime) -> list[tuple[UUID, datetime]]:
    """Drafts that may be due to be announced: the exact day is the caller's to count."""
    limit = now - timedelta(days=28 * DRAFT_MONTHS) + WARNING
    rows = Application.objects.filter(state=State.DRAFT.value, updated_at__lt=limit).order_by("updated_at")
    return list(rows.values_list("id", "updated_at"))


def _expired_drafts(now: datetime) -> Iterator[tuple[UUID, datetime]]:
    """Untouched since they were announced, and past the day that was said."""
    today = clock.civil_date(now)
    for key, touched in _idle_drafts(now):
        last_day = _announced(key, touched)
        if last_day is not None and last_day < today:
            yield key, touched


def _announced(application_id: UUID, touched: datetime) -> date | None:
    """The last day said to the person since she last touched this draft."""
    facts = journal.stream_facts(Actor.system(), f"application:{application_id}")
    told = [fact for fact in facts if fact.kind == DraftExpiring.kind and fact.at >= touched]
    return date.fromisoformat(str(told[-1].data["erased_after"])) if told else None


def _checked_identities(now: datetime) -> Iterator[tuple[UUID, list[str]]]:
    """(application, codes) of decided files that still hold identity papers."""
    final = Application.objects.filter(decided_at__lt=_months_ago(now, IDENTITY_MONTHS), erased_at=None)
    final = final.filter(state__in=[State.APPROVED.value, State.REJECTED.value])
    held = Proof.objects.filter(application__in=final, document__deleted_at=None)
    for key, version_id in held.values_list("application_id", "application__aid_version_id").distinct():
        asked = catalogue.terms(version_id).proofs
        codes = [proof.code for proof in asked if proof.proof_type is ProofType.IDENTITY]
        if codes and held.filter(application_id=key, code__in=codes).exists():
            yield key, codes


def _lapsed_files(now: datetime) -> Iterator[UUID]:
    today = clock.civil_date(now)
    rows = Application.objects.filter(state__in=_CLOSED, erased_at=None)
    ended = Coalesce("decided_at", "closed_at", "updated_at")
    said = catalogue.retentions()
    for key, aid_id, sent_at, closed_at in rows.values_list("id", "aid_id", "submitted_at", ended).iterator(1000):
        last = keep_until(closed_at, said.at(aid_id, sent_at or closed_at).years)
        if last is not None and last < today:
            yield key


def file_again(erasure: Erasure, now: datetime) -> bool:
    """Empty once more a file that a back-up brought back."""
    known = Application.objects.filter(id=erasure.id).exists()
    return known and erasing.empty(erasure.id, now=now)
