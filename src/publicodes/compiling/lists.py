"""Closures over lists: sums, products, means, extremes, all of these conditions, one of these conditions."""

from __future__ import annotations

import operator

from publicodes.compiling.operations import added, order
from publicodes.compiling.run import Answer, Applies, Closure, Run, both, first
from publicodes.values import NOTHING_MISSING, UNDEFINED, Value


def total(items: list[Closure]) -> Closure:
    def compute(run: Run) -> Answer:
        answer: Answer | None = None
        for item in items:
            answer = item(run) if answer is None else added(answer, item(run), 1)
        return answer or (None, None, NOTHING_MISSING)

    return compute


def mean(items: list[Closure], applies: list[Applies]) -> Closure:
    """Of what applies; nought when nothing does."""

    def compute(run: Run) -> Answer:
        if not items:
            return None, None, NOTHING_MISSING
        value, unit, missing = total(items)(run)
        count = 0
        for item, applied in zip(items, applies, strict=True):
            known, waiting = applied(run)
            count += known is True
            missing = both(missing, first(waiting if waiting or value is not UNDEFINED else item(run)[2]))
        if value is None:
            return 0.0, unit, missing
        if value is UNDEFINED or not isinstance(value, (int, float)):
            return value, unit, missing
        return float(value) / count if count else 0.0, unit, missing

    return compute


def extreme(items: list[Closure], highest: bool) -> Closure:
    """The largest or the smallest, in its own unit; what does not apply is left out."""
    beats = operator.gt if highest else operator.lt

    def compute(run: Run) -> Answer:
        best: Answer | None = None
        for item in items:
            answer = item(run)
            if answer[0] is None:
                best = best or answer
            elif best is None or best[0] is None:
                best = answer
            else:
                best = _better(best, answer)
        return best or (None, None, NOTHING_MISSING)

    def _better(best: Answer, answer: Answer) -> Answer:
        bv, bu, bm = best
        av, au, am = answer
        if bv is UNDEFINED or av is UNDEFINED:
            return UNDEFINED, bu if bu is not None else au, both(_times(bm, 3), _times(am, 4))
        missing = both(bm, am)
        return (av, au, missing) if order(beats, av, au, bv, bu) else (bv, bu, missing)

    return compute


def _times(missing: dict[str, int], by: int) -> dict[str, int]:
    return {name: score * by + 1 for name, score in missing.items()}


def every(items: list[Closure]) -> Closure:
    """« toutes ces conditions »: the first that fails settles it, even after one that is not known."""

    def compute(run: Run) -> Answer:
        missing = NOTHING_MISSING
        undefined = False
        last: Value = True
        for item in items:
            value, _, more = item(run)
            if value is UNDEFINED:
                undefined = True
            elif not value:
                return False if value is None else value, None, more
            else:
                last = value
            if more:
                missing = both(missing, more)
        return UNDEFINED if undefined else last, None, missing

    return compute


def some(items: list[Closure]) -> Closure:
    """« une de ces conditions »: the first that holds settles it, even after one that is not known."""

    def compute(run: Run) -> Answer:
        missing = NOTHING_MISSING
        undefined = False
        last: Value = False
        for item in items:
            value, _, more = item(run)
            if value is UNDEFINED:
                undefined = True
            elif value:
                return value, None, more
            else:
                last = False if value is None else value
            if more:
                missing = both(missing, more)
        return UNDEFINED if undefined else last, None, missing

    return compute
