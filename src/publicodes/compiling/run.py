"""What one evaluation carries: answers given, results so far, what is left to spend. And how missing answers add up."""

from __future__ import annotations

from collections.abc import Callable

from publicodes.limits import Budget
from publicodes.units import Unit
from publicodes.values import NOTHING_MISSING, Missing, Value

Answer = tuple[Value, Unit | None, Missing]
Closure = Callable[["Run"], Answer]
# Whether a node applies: True, False or UNDEFINED, and what is missing to know.
Applicability = tuple[Value, Missing]
Applies = Callable[["Run"], Applicability]


class Run:
    """The rules under one set of answers. « contexte » opens another one inside, with more answers."""

    __slots__ = ("applied", "budget", "computing", "inner", "memo", "opened", "situation")

    def __init__(self, situation: dict[int, Closure], budget: Budget) -> None:
        self.situation = situation
        self.budget = budget
        self.memo: dict[int, Answer] = {}
        self.applied: dict[int, Applicability] = {}
        # How many rules are half computed: what is found undefined then may be so because of them.
        self.computing = 0
        self.inner: dict[int, Run] = {}
        self.opened: frozenset[int] = frozenset()

    def inside(self, key: int, overrides: list[tuple[int, Closure]]) -> Run | None:
        """The run of a « contexte » met here; the values it sets are computed outside of it. None inside itself."""
        if key in self.opened:
            return None
        found = self.inner.get(key)
        if found is None:
            situation = self.situation | {index: self._outside(closure) for index, closure in overrides}
            found = self.inner[key] = Run(situation, self.budget)
            found.opened = self.opened | {key}
        found.budget = self.budget
        return found

    def _outside(self, closure: Closure) -> Closure:
        return lambda _: closure(self)


def both(one: Missing, two: Missing) -> Missing:
    """What is missing for two things: scores add up. Neither is changed."""
    if not two:
        return one
    if not one:
        return two
    total = dict(one)
    for name, score in two.items():
        total[name] = total.get(name, 0) + score
    return total


def first(missing: Missing, by: int = 1) -> Missing:
    """What is missing for a condition weighs more than for what it guards."""
    return {name: score + by for name, score in missing.items()} if missing else NOTHING_MISSING
