"""How much a rule can give, read without computing it: each case with its conditions, and the most of all cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from publicodes.errors import ReferenceProblem
from publicodes.model import Model
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Bound,
    Condition,
    Const,
    Default,
    InUnit,
    Many,
    Node,
    Ref,
    Rounded,
    Simplified,
    Situated,
    Variations,
)

MOST_CASES = 400
_DEEPEST = 12
_PRICES = {"vélo . prix": False, "vélo . prix . HT": True}


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a rule. In euros and per cent of the price; `exact`: not less than `most` when it has no `percent`.

    `most` None: nothing limits it but the price. `before_tax`: of the price without VAT. `tests`: what leads to it;
    None among them: every other case.
    """

    tests: tuple[Node | None, ...] = ()
    percent: float | None = None
    before_tax: bool = False
    most: float | None = None
    exact: bool = True

    @property
    def gives(self) -> bool:
        return self.most != 0


def cases(model: Model, target: str) -> tuple[Case, ...]:
    """Every case of a rule that gives something, in its order; none when there are too many to tell."""
    found = tuple(_Reader(model, target).cases(model.rules[target].body, 0))
    return () if len(found) > MOST_CASES else tuple(case for case in found if case.gives)


def most(found: Iterable[Case]) -> float | None:
    """The highest of these amounts in euros; None when one of them has no limit of its own, or there is none."""
    amounts = [case.most for case in found]
    return None if not amounts or None in amounts else max(amount for amount in amounts if amount is not None)


class _Reader:
    """Walks the pieces of one rule. What it does not know gives a case without limit: nothing is promised of it."""

    def __init__(self, model: Model, target: str) -> None:
        self.model = model
        self.target = target

    def cases(self, node: Node | None, depth: int) -> list[Case]:
        if depth > _DEEPEST:
            return [Case(exact=False)]
        match node:
            case Const(value=bool() | str()) | None:
                return [Case(exact=False)]
            case Const(value=float() as value):
                return [Case(most=value)]
            case Ref(name=name):
                return self.named(name, depth)
            case Binary():
                return self.computed(node, depth)
            case Variations(branches=branches):
                return [
                    replace(case, tests=(test, *case.tests))
                    for test, then in branches
                    for case in self.cases(then, depth + 1)
                ]
            case Condition(test=test, then=then, otherwise=otherwise):
                return [*self.under(test, then, depth), *self.under(None, otherwise, depth)]
            case Applicable(test=test, node=inner, wanted=wanted):
                return self.under(test, inner, depth) if wanted and depth else self.cases(inner, depth + 1)
            case Bound(node=inner, limit=limit, ceiling=True):
                return self.capped(inner, limit, depth)
            case Many(kind="somme", items=items):
                return [_sum(self.cases(item, depth + 1) for item in items)]
            case Many(kind="minimum", items=items):
                return [_least([self.cases(item, depth + 1) for item in items])]
        return self.inside(node, depth)

    def inside(self, node: Node, depth: int) -> list[Case]:
        match node:
            case Rounded(node=inner) | InUnit(node=inner) | Simplified(node=inner) | Default(node=inner):
                return self.cases(inner, depth)
            case Bound(node=inner) | Abatement(node=inner):
                return [replace(case, exact=False) for case in self.cases(inner, depth)]
            case Situated(node=inner):
                return self.cases(inner, depth)
        return [Case(exact=False)]

    def under(self, test: Node | None, node: Node, depth: int) -> list[Case]:
        return [replace(case, tests=(test, *case.tests)) for case in self.cases(node, depth + 1)]

    def named(self, name: str, depth: int) -> list[Case]:
        if name in _PRICES:
            return [Case(percent=100, before_tax=_PRICES[name])]
        try:
            full = self.model.resolve(name, self.target)
        except ReferenceProblem:
            return [Case(exact=False)]
        inside = self.cases(self.model.rules[full].body, depth + 4)
        return [Case(most=most(inside), exact=len(inside) == 1 and inside[0].exact)]

    def computed(self, node: Binary, depth: int) -> list[Case]:
        match node:
            case Binary(op="*", left=Const(value=float() as rate, unit=unit), right=Ref(name=name)) if (
                name in _PRICES and unit is not None and unit.has_percent
            ):
                return [Case(percent=rate, before_tax=_PRICES[name])]
            case Binary(op="-", left=left):
                return [replace(case, exact=False) for case in self.cases(left, depth + 1)]
            case Binary(op="+", left=left, right=right):
                return [_sum([self.cases(left, depth + 1), self.cases(right, depth + 1)])]
        return [Case(exact=False)]

    def capped(self, node: Node, limit: Node, depth: int) -> list[Case]:
        tops = self.cases(limit, depth + 1)
        return [_lower(case, top) for case in self.cases(node, depth + 1) for top in tops if not _excludes(case, top)]


def _excludes(case: Case, top: Case) -> bool:
    """Two cases told by the same tests are the same test; a first test alone cannot hold with « in other cases »."""
    return bool(case.tests and top.tests and case.tests[0] is None and top.tests[0] in case.tests[1:])


def _lower(case: Case, top: Case) -> Case:
    tests = case.tests + tuple(test for test in top.tests if test not in case.tests)
    if top.percent is not None and top.most is None:
        return replace(case, tests=tests, exact=case.exact and case.percent is not None)
    if case.percent is not None or case.most is None:
        return replace(case, tests=tests, most=_smaller(case.most, top.most), exact=case.exact and top.exact)
    return replace(case, tests=tests, most=_smaller(case.most, top.most))


def _smaller(one: float | None, other: float | None) -> float | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None


def _sum(parts: Iterable[list[Case]]) -> Case:
    tops = [most(part) for part in parts]
    return Case(most=None if None in tops else sum(top for top in tops if top is not None), exact=False)


def _least(parts: list[list[Case]]) -> Case:
    tops = [top for part in parts if (top := most(part)) is not None]
    return Case(most=min(tops) if tops else None, exact=False)
