"""Arithmetic and comparison of two computed values, with their units and the three empty values."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from typing import Any

from publicodes import units
from publicodes.compiling.run import Answer, Closure, Run, both
from publicodes.errors import EvaluationProblem
from publicodes.units import PERCENT, Unit
from publicodes.values import NOTHING_MISSING, UNDEFINED, Missing, Value

_PERCENT_ALONE = units.parse(PERCENT)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
StaticUnit = Callable[[], Unit | None]


def misfit(left: Value, right: Value, doing: str) -> EvaluationProblem:
    return EvaluationProblem(f"On ne peut pas {doing} {_kind(left)} et {_kind(right)}.")


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "oui ou non"
    if isinstance(value, str):
        return "un texte"
    return "une date" if isinstance(value, date) else "un nombre"


def _number(value: Value, other: Value, doing: str) -> float:
    if isinstance(value, (int, float)):
        return value
    raise misfit(value, other, doing)


def _finite(number: float) -> float:
    if number - number == 0.0:
        return number
    raise EvaluationProblem("Le résultat d’un calcul est trop grand pour être un nombre.")


def added(left: Answer, right: Answer, sign: int) -> Answer:
    """Sum or difference of two answers: « 100 € + 20 % » adds a share of what stands before."""
    lv, lu, lm = left
    rv, ru, rm = right
    missing = both(lm, rm)
    unit = ru if lu is None or (lv is None and ru is not None) else lu
    if lv is UNDEFINED or rv is UNDEFINED:
        return UNDEFINED, unit, missing
    if lv is None:
        if sign < 0:
            return None, unit, missing
        lv, lu = 0.0, unit
    if rv is None:
        rv, ru = 0.0, unit
    a, b = _number(lv, rv, "additionner"), _number(rv, lv, "additionner")
    if ru is not lu and ru is not None and _is_share(lu, ru):
        return _finite(a * (1 + sign * b / 100)), lu, missing
    if ru is not unit:
        b = units.converted(b, ru, unit)
    return _finite(a + sign * b), unit, missing


def _is_share(left: Unit | None, right: Unit) -> bool:
    return right is _PERCENT_ALONE or (left is not None and right.has_percent and not left.has_percent)


def plus(left: Closure, right: Closure) -> Closure:
    return lambda run: added(left(run), right(run), 1)


def minus(left: Closure, right: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        one = left(run)
        return (None, one[1], one[2]) if one[0] is None else added(one, right(run), -1)

    return compute


def times(left: Closure, right: Closure, right_unit: StaticUnit) -> Closure:
    """Nought and « non applicable » on the left need nothing of the right; nought has no unit."""

    def empty(value: Value, one: Unit | None, two: Unit | None, missing: Missing) -> Answer:
        return (None, units.times(one, two)[0], missing) if value is None else (0.0, None, missing)

    def compute(run: Run) -> Answer:
        lv, lu, lm = left(run)
        if lv is None or (lv is not UNDEFINED and lv == 0):
            return empty(lv, lu, right_unit(), lm)
        rv, ru, rm = right(run)
        if rv is None or (rv is not UNDEFINED and rv == 0):
            return empty(rv, lu, ru, both(lm, rm) if lv is not UNDEFINED else rm)
        unit, factor = units.times(lu, ru)
        if lv is UNDEFINED or rv is UNDEFINED:
            return UNDEFINED, unit, both(lm, rm)
        product = _number(lv, rv, "multiplier") * _number(rv, lv, "multiplier")
        return _finite(product / 100 if factor != 1.0 else product), unit, both(lm, rm)

    return compute


def divided(left: Closure, right: Closure, right_unit: StaticUnit, *, whole: bool = False) -> Closure:
    def compute(run: Run) -> Answer:
        lv, lu, lm = left(run)
        if lv is None:
            return None, units.divided(lu, right_unit()), lm
        rv, ru, rm = right(run)
        unit, missing = units.divided(lu, ru), both(lm, rm)
        if rv is None:
            return None, unit, rm if lv is UNDEFINED else missing
        if rv is not UNDEFINED and rv == 0:
            raise EvaluationProblem("Division par zéro : le nombre qui divise vaut zéro.")
        if lv is UNDEFINED or rv is UNDEFINED:
            return UNDEFINED, unit, missing
        quotient = _number(lv, rv, "diviser") / _number(rv, lv, "diviser")
        return _finite(float(int(quotient)) if whole else quotient), unit, missing

    return compute


def power(left: Closure, right: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        lv, _, lm = left(run)
        if lv is None:
            return None, None, lm
        rv, _, rm = right(run)
        missing = both(lm, rm)
        if rv is None:
            return None, None, rm if lv is UNDEFINED else missing
        if lv is UNDEFINED or rv is UNDEFINED:
            return UNDEFINED, None, missing
        try:
            result = _number(lv, rv, "élever à une puissance") ** _number(rv, lv, "élever à une puissance")
        except (OverflowError, ZeroDivisionError):
            raise EvaluationProblem("Cette puissance est trop grande, ou elle divise par zéro.") from None
        if isinstance(result, complex):
            raise EvaluationProblem("La racine d’un nombre négatif n’existe pas.")
        return _finite(float(result)), None, missing

    return compute


def compared(op: str, left: Closure, right: Closure) -> Closure:
    holds = _COMPARE[op]

    def compute(run: Run) -> Answer:
        lv, lu, lm = left(run)
        if lv is None:
            return None, None, lm
        rv, ru, rm = right(run)
        if rv is None:
            return None, None, rm if lv is UNDEFINED else both(lm, rm)
        if lv is UNDEFINED or rv is UNDEFINED:
            return UNDEFINED, None, both(lm, rm)
        return order(holds, lv, lu, rv, ru), None, both(lm, rm)

    return compute


def order(holds: Callable[[Any, Any], bool], lv: Value, lu: Unit | None, rv: Value, ru: Unit | None) -> bool:
    """Whether two defined values stand in this order, the second read in the unit of the first."""
    if ru is not lu and isinstance(rv, float):
        rv = units.converted(rv, ru, lu)
    try:
        return holds(lv, rv)
    except TypeError:
        raise misfit(lv, rv, "comparer") from None


def equal(left: Closure, right: Closure, wanted: bool) -> Closure:
    """« = » and « != »: « non applicable » equals non."""

    def compute(run: Run) -> Answer:
        lv, lu, lm = left(run)
        rv, ru, rm = right(run)
        missing = both(lm, rm) if lm or rm else NOTHING_MISSING
        if lv is UNDEFINED or rv is UNDEFINED:
            return UNDEFINED, None, missing
        return same(lv, lu, rv, ru) is wanted, None, missing

    return compute


def same(lv: Value, lu: Unit | None, rv: Value, ru: Unit | None) -> bool:
    if lv is None:
        lv = False
    if rv is None:
        rv = False
    if ru is not lu and isinstance(rv, float) and isinstance(lv, float):
        rv = units.converted(rv, ru, lu)
    return lv == rv and isinstance(lv, bool) == isinstance(rv, bool)
