"""How long what people write of mistakes is kept. A rule of `mob purge`."""

from __future__ import annotations

from mob.catalogue.services.reporting import KEPT, due_reports, forget_reports
from mob.identity.types import RetentionRule


def rules() -> list[RetentionRule]:
    """Every rule of this context."""
    return [
        RetentionRule(
            "mistake_reports",
            "mistakes people told of on pages of aids",
            f"{KEPT.days} days",
            due=due_reports,
            erase=forget_reports,
        )
    ]
