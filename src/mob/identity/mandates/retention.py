"""How long mandates are kept: as proof of who could act, then not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from mob.identity.mandate_types import MandateState
from mob.identity.models import Mandate
from mob.identity.services.receipts import YEARS_KEPT
from mob.identity.types import RetentionRule
from mob.kernel.clock import civil_date, day_starts

# A question that led to nothing proves nothing.
_UNANSWERED_KEPT = timedelta(days=30)
_WITHOUT_EFFECT = (MandateState.DECLINED.value, MandateState.CANCELLED.value, MandateState.LAPSED.value)


def rules() -> list[RetentionRule]:
    return [
        RetentionRule(
            "accounts.mandates",
            "mandates that ended, questions that led to nothing",
            f"until 31 December of the {YEARS_KEPT}th year after the end (Code civil, article 2224); 30 days",
            due=lambda now: _over(now).count(),
            erase=lambda now: _over(now).delete()[0],
        )
    ]


def _over(now: datetime) -> QuerySet[Mandate]:
    first_kept = day_starts(date(civil_date(now).year - YEARS_KEPT, 1, 1))
    return Mandate.objects.filter(
        Q(state=MandateState.ENDED.value, ended_at__lt=first_kept)
        | Q(state__in=_WITHOUT_EFFECT, ended_at__lt=now - _UNANSWERED_KEPT)
    )
