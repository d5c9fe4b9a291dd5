"""Why one aid of many was refused, as problems that a report carries."""

from __future__ import annotations

from mob.catalogue.exchange.types import LineError
from mob.catalogue.types import Problem
from mob.kernel.errors import Invalid, InvalidMany, MobError


def problems_of(error: MobError | LineError) -> tuple[Problem, ...]:
    """Each reason with its pointer."""
    if isinstance(error, LineError):
        return error.problems
    errors = error.errors if isinstance(error, InvalidMany) else [error]
    return tuple(
        Problem(
            each.code,
            each.pointer if isinstance(each, Invalid) else "",
            tuple((name, value if isinstance(value, int) else str(value)) for name, value in each.params.items()),
        )
        for each in errors
    )
