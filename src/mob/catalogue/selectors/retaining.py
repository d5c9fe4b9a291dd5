"""How long the files of aids are kept. Public: people are told before they sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mob.catalogue.models import AidRetention

# Claims on public bodies lapse four years after 1 January of the year that follows (loi n° 68-1250, article 1); one more
# year covers what is filed late.
YEARS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Retention:
    """`reason` is empty where the usual one holds."""

    years: int = YEARS_KEPT
    reason: str = ""


class Retentions:
    """What was said of some aids, in order of time; asked any number of times without a query."""

    def __init__(self, rows: Iterable[AidRetention], language: str) -> None:
        self._said: dict[UUID, list[tuple[datetime, Retention]]] = {}
        for row in rows:
            reason = row.reason_en if language == "en" and row.reason_en else row.reason_fr
            self._said.setdefault(row.aid_id, []).append((row.since, Retention(row.years, reason)))

    def at(self, aid_id: UUID, moment: datetime) -> Retention:
        """What held for a file sent at that moment."""
        held = [retention for since, retention in self._said.get(aid_id, ()) if since <= moment]
        return held[-1] if held else Retention()


def retentions(aid_ids: Iterable[UUID] | None = None, *, language: str = "fr") -> Retentions:
    """Of these aids, or of all. One query."""
    rows = AidRetention.objects.order_by("since", "id")
    return Retentions(rows if aid_ids is None else rows.filter(aid_id__in=set(aid_ids)), language)


def retention_now(aid_id: UUID, *, now: datetime, language: str = "fr") -> Retention:
    """What is told to who applies today."""
    return retentions([aid_id], language=language).at(aid_id, now)
