"""Closures that change one value: abatement, rounding, units, logarithm, duration, text."""

from __future__ import annotations

import math
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from publicodes import dates, units
from publicodes.compiling.operations import added
from publicodes.compiling.run import Answer, Closure, Run, both, first
from publicodes.errors import EvaluationProblem
from publicodes.formatting import shown
from publicodes.units import Unit
from publicodes.values import NOTHING_MISSING, UNDEFINED, Value

MAX_DECIMALS = 15
_DECIMALS = ("décimale", "décimales")


def abatement(node: Closure, amount: Closure) -> Closure:
    """What is left once the amount, or the share, is taken off; never below nought."""

    def compute(run: Run) -> Answer:
        value = node(run)
        if value[0] is None:
            return value
        taken = amount(run)
        if taken[0] is None or taken[0] is False:
            return value[0], value[1], both(value[2], first(taken[2]))
        left = added(value, taken, -1)
        missing = both(first(left[2]), left[2])
        if isinstance(left[0], (int, float)) and left[0] < 0:
            return 0.0, None, missing
        return left[0], left[1], missing

    return compute


def rounded(node: Closure, how: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        value, unit, missing = node(run)
        if value is None:
            return value, unit, missing
        decimals, decimals_unit, more = how(run)
        missing = both(missing, more)
        if decimals is UNDEFINED or value is UNDEFINED:
            return UNDEFINED, unit, missing
        places = _places(decimals, decimals_unit)
        if places is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            return value, unit, missing
        return nearest(value, places), unit, missing

    return compute


def _places(decimals: Value, unit: Unit | None) -> int | None:
    if decimals is None or decimals is False:
        return None
    if decimals is True:
        return 0
    if unit is None or str(unit) not in _DECIMALS or not isinstance(decimals, (int, float)):
        raise EvaluationProblem("Un arrondi s’écrit « oui » ou « 2 décimales ».")
    return max(-MAX_DECIMALS, min(MAX_DECIMALS, int(decimals)))


def nearest(value: float, places: int) -> float:
    """The nearest number with so many decimals as it is written; halves go up."""
    scaled = Decimal(repr(float(value))).scaleb(places) + Decimal("0.5")
    return float(scaled.to_integral_value(ROUND_FLOOR).scaleb(-places))


def in_unit(node: Closure, unit: Unit) -> Closure:
    def compute(run: Run) -> Answer:
        value, found, missing = node(run)
        if found is not unit and found is not None and isinstance(value, float):
            value = units.converted(value, found, unit)
        return value, unit, missing

    return compute


def simplified(node: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        value, unit, missing = node(run)
        if unit is None:
            return value, unit, missing
        simple, factor = units.simplified(unit)
        return value * factor if isinstance(value, float) else value, simple, missing

    return compute


def logarithm(node: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        value, _, missing = node(run)
        if value is None or value is UNDEFINED:
            return value, None, missing
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
            raise EvaluationProblem("Le logarithme ne se calcule que d’un nombre plus grand que zéro.")
        return math.log(value), None, missing

    return compute


def duration(since: Closure, until: Closure, written: str) -> Closure:
    unit, measure = units.parse(written), dates.DURATIONS[written]

    def compute(run: Run) -> Answer:
        sv, _, sm = since(run)
        uv, _, um = until(run)
        missing = both(sm, um)
        if sv is None or uv is None:
            return None, unit, missing
        if sv is UNDEFINED or uv is UNDEFINED:
            return UNDEFINED, unit, missing
        if not isinstance(sv, date) or not isinstance(uv, date):
            raise EvaluationProblem("Une durée va d’une date à une date.")
        return measure(sv, uv), unit, missing

    return compute


def text(parts: list[str | Closure]) -> Closure:
    def compute(run: Run) -> Answer:
        pieces: list[str] = []
        missing = NOTHING_MISSING
        for part in parts:
            if isinstance(part, str):
                pieces.append(part)
                continue
            value, unit, more = part(run)
            pieces.append(shown(value, unit))
            missing = both(missing, more)
        return "".join(pieces), None, missing

    return compute
