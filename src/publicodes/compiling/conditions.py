"""Closures that choose: conditions, variations, applicability, bounds, defaults."""

from __future__ import annotations

import operator

from publicodes.compiling.operations import StaticUnit, order
from publicodes.compiling.run import Answer, Applicability, Applies, Closure, Run, both, first
from publicodes.errors import EvaluationProblem
from publicodes.values import NOTHING_MISSING, UNDEFINED

ALWAYS: Applicability = (True, NOTHING_MISSING)


def condition(test: Closure, then: Closure, otherwise: Closure, unit: StaticUnit) -> Closure:
    def compute(run: Run) -> Answer:
        tv, _, tm = test(run)
        if tv is None:
            return None, unit(), first(tm)
        if tv is UNDEFINED:
            return UNDEFINED, unit(), both(first(tm), both(then(run)[2], otherwise(run)[2]))
        if not isinstance(tv, bool):
            raise EvaluationProblem("Le « si » d’une condition doit être oui ou non.")
        value, found, missing = then(run) if tv else otherwise(run)
        return value, found, both(first(tm), missing)

    return compute


def variations(branches: list[tuple[Closure | None, Closure]], unit: StaticUnit) -> Closure:
    def compute(run: Run) -> Answer:
        waiting = NOTHING_MISSING
        undefined = False
        for test, then in branches:
            tv, tm = (True, NOTHING_MISSING) if test is None else test(run)[::2]
            if tm:
                waiting = both(waiting, first(tm))
            if tv is UNDEFINED:
                undefined = True
                waiting = both(waiting, then(run)[2])
            elif tv is not None and tv is not False:
                value, found, missing = then(run)
                missing = both(waiting, missing) if waiting else missing
                return (UNDEFINED, unit(), missing) if undefined else (value, found, missing)
        return UNDEFINED if undefined else None, unit(), waiting

    return compute


def variations_apply(branches: list[tuple[Closure | None, Applies]]) -> Applies:
    def applies(run: Run) -> Applicability:
        waiting = NOTHING_MISSING
        for test, then in branches:
            tv, tm = (True, NOTHING_MISSING) if test is None else test(run)[::2]
            waiting = both(waiting, first(tm))
            if tv is UNDEFINED:
                return UNDEFINED, waiting
            if tv is not None and tv is not False:
                value, missing = then(run)
                return value, both(waiting, missing)
        return False, waiting

    return applies


def applicable(test: Closure, wanted: bool, node: Closure, unit: StaticUnit) -> Closure:
    def compute(run: Run) -> Answer:
        tv, _, tm = test(run)
        if tv is UNDEFINED:
            return UNDEFINED, unit(), both(first(tm), node(run)[2])
        if (tv is None or tv is False) is wanted:
            return None, unit(), first(tm)
        value, found, missing = node(run)
        return value, found, both(first(tm), missing) if tm else missing

    return compute


def applicable_applies(test: Closure, wanted: bool, node: Applies) -> Applies:
    def applies(run: Run) -> Applicability:
        tv, _, tm = test(run)
        if tv is UNDEFINED:
            return UNDEFINED, first(tm)
        if (tv is None or tv is False) is wanted:
            return False, first(tm)
        value, missing = node(run)
        return value, both(first(tm), missing)

    return applies


def is_applicable(node: Applies, negated: bool) -> Closure:
    def compute(run: Run) -> Answer:
        value, missing = node(run)
        return value if value is UNDEFINED else bool(value) is not negated, None, missing

    return compute


def is_defined(node: Closure, negated: bool) -> Closure:
    def compute(run: Run) -> Answer:
        value, _, missing = node(run)
        return (value is not UNDEFINED) is not negated, None, missing

    return compute


def bound(node: Closure, limit: Closure, ceiling: bool) -> Closure:
    beyond = operator.gt if ceiling else operator.lt

    def compute(run: Run) -> Answer:
        nv, nu, nm = node(run)
        if nv is None:
            return None, nu, nm
        lv, lu, lm = limit(run)
        if lv is None or lv is False:
            return nv, nu, both(first(lm), nm)
        if nv is UNDEFINED or lv is UNDEFINED:
            twice = both(lm, lm) if lv is UNDEFINED else lm
            waiting = first(both(twice, nm))
            return UNDEFINED, nu if nu is not None else lu, both(waiting, both(lm, nm))
        if order(beyond, nv, nu, lv, lu):
            return lv, lu, both(first(both(lm, both(nm, lm))), lm)
        return nv, nu, both(first(both(nm, lm)), nm)

    return compute


def default(node: Closure, otherwise: Closure) -> Closure:
    def compute(run: Run) -> Answer:
        value, unit, missing = node(run)
        if value is not UNDEFINED:
            return value, unit, both(first(missing), missing) if missing else missing
        value, unit, more = otherwise(run)
        return value, unit, both(first(missing), more)

    return compute


def situated(index: int, node: Closure, unit: StaticUnit) -> Closure:
    """The answer given for the rule; an answer that turns out not to be defined leaves the rule its own value."""

    def compute(run: Run) -> Answer:
        given = run.situation.get(index)
        if given is None:
            return node(run)
        value, found, missing = given(run)
        if value is UNDEFINED:
            value, found, more = node(run)
            return value, found, both(first(missing), more)
        missing = both(first(missing), missing) if missing else missing
        return value, unit() if found is None else found, missing

    return compute


def asked(index: int, question: Closure) -> Closure:
    """The answer given for a rule that has nothing of its own."""

    def compute(run: Run) -> Answer:
        given = run.situation.get(index)
        if given is None:
            return question(run)
        value, unit, missing = given(run)
        return value, unit, both(first(missing), missing if value is not UNDEFINED else NOTHING_MISSING)

    return compute


def situated_applies(index: int, node: Applies) -> Applies:
    def applies(run: Run) -> Applicability:
        given = run.situation.get(index)
        if given is not None:
            value, _, missing = given(run)
            if value is not UNDEFINED:
                return value is not None, missing
        return node(run)

    return applies


def unanswered(name: str, otherwise: Closure | None) -> Closure:
    """A rule nobody answered: its default, and the question stays."""
    asked = {name: 1}
    if otherwise is None:
        return lambda _run: (UNDEFINED, None, asked)

    def compute(run: Run) -> Answer:
        value, unit, missing = otherwise(run)
        missing = both(missing, asked)
        return value, unit, both(missing, asked) if value is UNDEFINED else missing

    return compute
