"""Closures over brackets: « barème » (each slice at its rate), « grille » (one amount a bracket), « taux progressif »."""

from __future__ import annotations

import math
from dataclasses import dataclass

from publicodes import units
from publicodes.compiling.run import Answer, Closure, Run, both, first
from publicodes.errors import EvaluationProblem
from publicodes.units import Unit
from publicodes.values import NOTHING_MISSING, UNDEFINED, Missing, Value

Bracket = tuple[Closure, Closure | None]
_PERCENT = units.parse("%")


@dataclass(slots=True)
class _Base:
    """The quantity sliced, and what ceilings are multiplied by."""

    value: float
    unit: Unit | None
    multiplier: float
    multiplier_unit: Unit | None


def table(kind: str, base: Closure, multiplier: Closure, brackets: list[Bracket]) -> Closure:
    compute_kind = {"barème": _scale, "grille": _grid, "taux progressif": _progressive}[kind]

    def compute(run: Run) -> Answer:
        value, unit, missing = base(run)
        if value is None:
            if kind != "grille":
                return None if kind == "barème" else UNDEFINED, _unit(kind, unit), missing
            value = 0.0
        if value is UNDEFINED:
            return UNDEFINED, _unit(kind, unit), _waiting(kind, run, missing, multiplier, brackets)
        by, by_unit, more = multiplier(run)
        if by is UNDEFINED:
            return UNDEFINED, _unit(kind, unit), both(missing, first(more, 2))
        if not isinstance(value, (int, float)) or not (by is None or isinstance(by, (int, float))):
            raise EvaluationProblem(f"« {kind} » attend des nombres.")
        if by == 0 and by is not False:
            raise EvaluationProblem(f"Le multiplicateur de « {kind} » ne peut pas être nul.")
        found = _Base(float(value), unit, float(by or 0), by_unit)
        answer = compute_kind(run, found, brackets)
        return answer[0], answer[1], both(both(missing, more), answer[2])

    return compute


def _unit(kind: str, base: Unit | None) -> Unit | None:
    return base if kind == "barème" else _PERCENT if kind == "taux progressif" else None


def _waiting(kind: str, run: Run, missing: Missing, multiplier: Closure, brackets: list[Bracket]) -> Missing:
    """What else is needed while the base is not known."""
    if kind != "grille":
        return missing if kind == "barème" else first(missing)
    total = first(missing, 2)
    for amount, ceiling in brackets:
        total = both(total, amount(run)[2])
        if ceiling is not None:
            total = both(total, first(ceiling(run)[2]))
    return total


def _ceiling(run: Run, base: _Base, bracket: Bracket) -> tuple[float | None, Missing]:
    """The top of a bracket in the unit of the base; None when it is not known, infinity when there is none."""
    if bracket[1] is None:
        return math.inf, NOTHING_MISSING
    value, unit, missing = bracket[1](run)
    if value is UNDEFINED:
        return None, first(missing)
    if value is None:
        return -math.inf, missing
    if not isinstance(value, (int, float)):
        raise EvaluationProblem("Le plafond d’une tranche doit être un nombre.")
    return units.converted(value * base.multiplier, units.times(unit, base.multiplier_unit)[0], base.unit), missing


def _scale(run: Run, base: _Base, brackets: list[Bracket]) -> Answer:
    total, floor, undefined = 0.0, 0.0, False
    missing = NOTHING_MISSING
    for bracket in brackets:
        if base.value <= floor:
            break
        ceiling, more = _ceiling(run, base, bracket)
        missing = both(missing, more)
        if ceiling is None:
            return UNDEFINED, base.unit, missing
        rate, rate_unit, more = bracket[0](run)
        missing = both(missing, more)
        undefined = undefined or rate is UNDEFINED
        if ceiling <= floor:
            continue
        slice_ = min(base.value, ceiling) - floor
        total += slice_ * _rate(rate, rate_unit)
        floor = ceiling
    return UNDEFINED if undefined else total, base.unit, missing


def _rate(rate: Value, unit: Unit | None) -> float:
    if rate is None or rate is UNDEFINED:
        return 0.0
    if not isinstance(rate, (int, float)):
        raise EvaluationProblem("Le taux d’une tranche doit être un nombre.")
    return rate / 100 if unit is not None and unit.has_percent else float(rate)


def _grid(run: Run, base: _Base, brackets: list[Bracket]) -> Answer:
    if base.value < 0:
        return False, None, NOTHING_MISSING
    waiting: Missing | None = None
    for bracket in brackets:
        ceiling, more = _ceiling(run, base, bracket)
        if ceiling is None:
            waiting = both(waiting or NOTHING_MISSING, more)
            continue
        if base.value < ceiling:
            if waiting is not None and bracket is not brackets[0] and not _above(run, base, brackets, bracket):
                return UNDEFINED, None, waiting
            value, unit, missing = bracket[0](run)
            return value, unit, both(missing, more)
    return UNDEFINED, None, waiting or NOTHING_MISSING


def _above(run: Run, base: _Base, brackets: list[Bracket], bracket: Bracket) -> bool:
    """Whether the ceiling just below this bracket is known, and under the base."""
    below = brackets[brackets.index(bracket) - 1]
    ceiling, _ = _ceiling(run, base, below)
    return ceiling is not None and ceiling <= base.value


def _progressive(run: Run, base: _Base, brackets: list[Bracket]) -> Answer:
    """A rate that grows from one ceiling to the next, in proportion."""
    rates: list[float] = []
    missing = NOTHING_MISSING
    floor = 0.0
    for index, bracket in enumerate(brackets):
        ceiling, more = _ceiling(run, base, bracket)
        missing = both(missing, more)
        if ceiling is None:
            return UNDEFINED, _PERCENT, missing
        value, unit, more = bracket[0](run)
        missing = both(missing, more)
        if value is UNDEFINED:
            return UNDEFINED, _PERCENT, missing
        rates.append(_rate(value, unit) * (100 if unit is not None and unit.has_percent else 1))
        if floor <= base.value <= ceiling:
            return _between(rates, index, base.value, floor, ceiling), _PERCENT, missing
        floor = ceiling
    return rates[-1] if rates else UNDEFINED, _PERCENT, missing


def _between(rates: list[float], index: int, value: float, floor: float, ceiling: float) -> float:
    if index == 0 or math.isinf(ceiling):
        return rates[index]
    share = (value - floor) / (ceiling - floor) if ceiling > floor else 1.0
    return rates[index - 1] + (rates[index] - rates[index - 1]) * share
