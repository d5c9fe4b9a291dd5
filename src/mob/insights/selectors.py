"""Reading figures. Those of the public are read by anybody."""

from __future__ import annotations

from mob.insights.models import PublishedFigures
from mob.insights.types import Coverage, PublicFigures, PublicRow


def public_figures() -> PublicFigures | None:
    """What anybody may read; None before the first count."""
    row = PublishedFigures.objects.first()
    if row is None:
        return None
    shown, lines = row.tables, row.tables["lines"]
    return PublicFigures(
        as_of=row.as_of,
        refreshed_at=row.refreshed_at,
        total=shown["total"],
        outcomes=shown["outcomes"],
        median_days=shown["median_days"],
        years=tuple(PublicRow(**line) for line in lines.get("years", ())),
        aids=tuple(PublicRow(**line) for line in lines.get("aids", ())),
        reasons=tuple(PublicRow(**line) for line in lines.get("reasons", ())),
        coverage=Coverage(**row.coverage),
    )
