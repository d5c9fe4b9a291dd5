"""A row of figures as a value, and back."""

from __future__ import annotations

import dataclasses
from typing import Any

from mob.applications.types import RejectionReason, State
from mob.insights.models import CaseFigures
from mob.insights.types import Case
from mob.kernel.money import Cents

_SAME = tuple(f.name for f in dataclasses.fields(Case) if f.name not in ("state", "reason", "amount"))


def case_of(row: CaseFigures) -> Case:
    return Case(
        **{name: getattr(row, name) for name in _SAME},
        state=State(row.state),
        reason=RejectionReason(row.reason) if row.reason else None,
        amount=None if row.amount_cents is None else Cents(row.amount_cents),
    )


def columns_of(case: Case) -> dict[str, Any]:
    """What `CaseFigures` takes."""
    return {name: getattr(case, name) for name in _SAME} | {
        "state": case.state.value,
        "reason": case.reason.value if case.reason else "",
        "amount_cents": case.amount,
    }
