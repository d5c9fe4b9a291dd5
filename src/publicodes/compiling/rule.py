"""A rule as a closure: its parent, its answer, who stands in for it, values under another context, values looked for."""

from __future__ import annotations

from collections.abc import Callable

from publicodes import units
from publicodes.compiling import conditions
from publicodes.compiling.run import Answer, Applicability, Applies, Closure, Run, both, first
from publicodes.compiling.solving import fixed_point, root
from publicodes.errors import PublicodesError
from publicodes.inference import BOOLEAN, Inference
from publicodes.limits import too_deep
from publicodes.model import Model
from publicodes.nodes import Applicable, Const, InUnit, Node, Ref
from publicodes.rules import Rule
from publicodes.units import Unit
from publicodes.values import NOTHING_MISSING, UNDEFINED

# Whether the parent switches the rule off, and what is missing to know.
Parent = Callable[[Run], tuple[bool, dict[str, int]]]


class RuleCompiler:
    """The part of the compiler that knows of rules; `closure` and `applies` of nodes come with `Compiler`."""

    def __init__(self, model: Model, inference: Inference) -> None:
        self.model = model
        self.inference = inference
        self.indexes: dict[str, int] = {}
        self.closures: dict[int, Closure] = {}
        self.appliers: dict[int, Applies] = {}
        self._references: dict[tuple[str, tuple[str, ...]], Closure] = {}

    def closure(self, node: Node, context: str) -> Closure:
        raise NotImplementedError

    def applies(self, node: Node, context: str) -> Applies:
        raise NotImplementedError

    def index(self, name: str) -> int:
        return self.indexes.setdefault(name, len(self.indexes))

    def reference(self, node: Ref, context: str) -> Closure:
        target = node.name if node.whole else self.model.resolve(node.name, context)
        return self.named(target, self.model.replacers(target, context))

    def named(self, target: str, replacers: tuple[str, ...]) -> Closure:
        """The rule, or whoever stands in for it."""
        found = self._references.get((target, replacers))
        if found is None:
            found = self._plain(target) if not replacers else self._replaced(target, replacers)
            self._references[target, replacers] = found
        return found

    def _plain(self, name: str) -> Closure:
        index, closures = self.index(name), self.closures

        def known(run: Run) -> Answer:
            answer = run.memo.get(index)
            if answer is not None:
                return answer
            closure = closures.get(index)
            return closure(run) if closure is not None else self.rule(name)(run)

        return known

    def rule(self, name: str) -> Closure:
        """The closure of a rule, with its result kept for the run. A rule that needs itself finds itself undefined."""
        index = self.index(name)
        found = self.closures.get(index)
        if found is None:
            try:
                found = self.closures[index] = _kept(index, name, self._rule(self.model.rules[name]))
            except RecursionError:
                raise too_deep() from None
            except PublicodesError as error:
                raise error.at(self.model.rules[name].place) from None
        return found

    def _rule(self, rule: Rule) -> Closure:
        if rule.problems:
            return _refusing(rule.problems[0])
        body = self._enabled(rule)
        value = self.closure(body, rule.name)
        parent = self._parent(rule)
        if parent is None:
            return value
        switched_off = parent

        def compute(run: Run) -> Answer:
            off, missing = switched_off(run)
            if off:
                return None, None, missing
            answer = value(run)
            return (answer[0], answer[1], both(missing, answer[2])) if missing else answer

        return compute

    def _enabled(self, rule: Rule) -> Node:
        """The body, unless a rule that « rend non applicable » this one says otherwise."""
        body = rule.body or Const(None)
        for name in self.model.disablers.get(rule.name, ()):
            body = Applicable(Ref(name, whole=True), body, False)
        return body

    def _parent(self, rule: Rule) -> Parent | None:
        if rule.parent is None or not self.inference.disabling(rule):
            return None
        if self.inference.kind_of(rule.parent, rule.name) == BOOLEAN:
            return _switched_off(self.named(rule.parent, self.model.replacers(rule.parent, rule.name)))
        return _not_applicable(self.rule_applies(rule.parent), self._parent(self.model.rules[rule.parent]))

    def _replaced(self, target: str, replacers: tuple[str, ...]) -> Closure:
        index = self.index(" ".join(("?", target, *replacers)))
        own, unit = self._plain(target), self.inference.rule_unit(target)
        pairs = [(self.rule_applies(name), self._plain(name)) for name in replacers]

        def compute(run: Run) -> Answer:
            waiting = NOTHING_MISSING
            undefined = False
            for applied, closure in pairs:
                applies, missing = applied(run)
                if missing:
                    waiting = both(waiting, first(missing, 2))
                if applies is UNDEFINED:
                    undefined = True
                    waiting = both(waiting, closure(run)[2])
                elif applies:
                    return _last(closure(run), waiting, undefined, unit)
            return _last(own(run), waiting, undefined, unit)

        return _kept(index, target, compute)

    def rule_applies(self, name: str) -> Applies:
        """Whether a rule applies, kept for the run."""
        if not self.inference.nullable.get(name, False):
            return lambda _run: conditions.ALWAYS
        index = self.index(name)

        def known(run: Run) -> Applicability:
            found = run.applied.get(index)
            if found is None:
                applier = self.appliers.get(index) or self._applier(index, name)
                run.applied[index] = conditions.ALWAYS
                try:
                    found = applier(run)
                finally:
                    del run.applied[index]
                # « Not known » may come from a rule still being computed: only a settled answer is kept.
                if found[0] is not UNDEFINED or not run.computing:
                    run.applied[index] = found
            return found

        return known

    def _applier(self, index: int, name: str) -> Applies:
        rule = self.model.rules[name]
        if rule.problems:
            raise rule.problems[0]
        parent, enabled = self._parent(rule), self._enabled(rule)
        body = self.applies(enabled, name)
        if rule.raw.get("possiblement non applicable") and not self.inference.may_be_null(enabled, name):
            body = self.situated_applies(None, name)

        def applies(run: Run) -> Applicability:
            run.budget.spend()
            off, missing = parent(run) if parent else (False, NOTHING_MISSING)
            if off:
                return False, missing
            value, more = body(run)
            return value, both(missing, more)

        self.appliers[index] = applies
        return applies

    def reference_applies(self, node: Ref, context: str) -> Applies:
        target = node.name if node.whole else self.model.resolve(node.name, context)
        replacers = self.model.replacers(target, context)
        if not replacers:
            return self.rule_applies(target)
        own, others = self.rule_applies(target), [self.rule_applies(name) for name in replacers]

        def applies(run: Run) -> Applicability:
            waiting = NOTHING_MISSING
            for other in others:
                applied, missing = other(run)
                waiting = both(waiting, first(missing, 2))
                if applied is UNDEFINED or applied:
                    return applied, waiting
            value, missing = own(run)
            return value, both(waiting, missing)

        return applies

    def situated(self, value: Node | None, default: Node | None, name: str) -> Closure:
        if value is None:
            own = conditions.unanswered(name, None if default is None else self.closure(default, name))
            if default is None:
                return conditions.asked(self.index(name), own)
        else:
            own = self.closure(value, name)
        unit: Unit | None = value.unit if isinstance(value, (Const, InUnit)) else None
        return conditions.situated(self.index(name), own, lambda: unit)

    def situated_applies(self, value: Node | None, name: str) -> Applies:
        if value is not None:
            return conditions.situated_applies(self.index(name), self.applies(value, name))
        asked = {name: 1}
        return conditions.situated_applies(self.index(name), lambda _run: (True, asked))

    def within(self, key: int, node: Node, overrides: tuple[tuple[str, Node], ...], context: str) -> Closure:
        inner = self.closure(node, context)
        values = [
            (self.index(self.model.resolve(name, context)), self.closure(each, context)) for name, each in overrides
        ]

        def compute(run: Run) -> Answer:
            found = run.inside(key, values)
            return (None, None, NOTHING_MISSING) if found is None else inner(found)

        return compute

    def inverted(self, targets: tuple[str, ...], name: str) -> Closure:
        """The value of this rule for which the first target that was answered takes its answer."""
        own = self.index(name)
        known = [(self.index(target := self.model.resolve(each, name)), target) for each in targets]
        asked = {target: 1 for _, target in known} | {name: 1}

        def compute(run: Run) -> Answer:
            given = next(((index, target) for index, target in known if index in run.situation), None)
            if given is None:
                return UNDEFINED, self.inference.rule_unit(name), asked
            return self._solved(run, own, name, given)

        return compute

    def _solved(self, run: Run, own: int, name: str, given: tuple[int, str]) -> Answer:
        index, target = given
        wanted, wanted_unit, missing = self._plain(target)(run)
        unit = self.inference.rule_unit(name)
        if not isinstance(wanted, (int, float)):
            return wanted, unit, missing
        goal = float(wanted)
        without = {each: closure for each, closure in run.situation.items() if each != index}
        compute = self._plain(target)

        def gap(guess: float) -> float | None:
            trial = Run(without | {own: lambda _: (guess, unit, NOTHING_MISSING)}, run.budget)
            value, found, _ = compute(trial)
            return units.converted(value, found, wanted_unit) - goal if isinstance(value, float) else None

        found = root(gap, goal)
        return (UNDEFINED, unit, {name: 1}) if found is None else (found, unit, NOTHING_MISSING)

    def circular(self, node: Node, name: str) -> Closure:
        """The number the rule must be for its own formula to give that number."""
        own, compute = self.index(name), self.closure(node, name)

        def solve(run: Run) -> Answer:
            if own in run.situation:
                return compute(run)
            last: list[Answer] = []

            def gap(guess: float) -> float | None:
                trial = Run(dict(run.situation), run.budget)
                trial.memo[own] = (guess, self.inference.rule_unit(name), NOTHING_MISSING)
                last[:] = [compute(trial)]
                value = last[0][0]
                return value - guess if isinstance(value, float) else None

            found = fixed_point(gap)
            if found is None:
                missing = {key: score for key, score in last[0][2].items() if key != name}
                return UNDEFINED, last[0][1], missing or {name: 1}
            return found, last[0][1], last[0][2]

        return solve


def _kept(index: int, name: str, compute: Closure) -> Closure:
    itself: Answer = (UNDEFINED, None, {name: 1})

    def kept(run: Run) -> Answer:
        answer = run.memo.get(index)
        if answer is not None:
            return answer
        run.budget.spend()
        run.memo[index] = itself
        run.computing += 1
        try:
            answer = compute(run)
        except BaseException:
            del run.memo[index]
            raise
        finally:
            run.computing -= 1
        run.memo[index] = answer
        return answer

    return kept


def _last(answer: Answer, waiting: dict[str, int], undefined: bool, unit: Unit | None) -> Answer:
    if not waiting and not undefined:
        return answer
    missing = both(waiting, answer[2])
    return (UNDEFINED, unit, missing) if undefined else (answer[0], answer[1], missing)


def _refusing(problem: Exception) -> Closure:
    def refuse(_run: Run) -> Answer:
        raise problem

    return refuse


def _switched_off(parent: Closure) -> Parent:
    def off(run: Run) -> tuple[bool, dict[str, int]]:
        value, _, missing = parent(run)
        return value is None or value is False, missing

    return off


def _not_applicable(parent: Applies, above: Parent | None) -> Parent:
    """What the parent's own conditions lack is asked for by the parent, not again by each child."""

    def off(run: Run) -> tuple[bool, dict[str, int]]:
        applies, _ = parent(run)
        if applies is UNDEFINED:
            return False, NOTHING_MISSING
        return not applies, above(run)[1] if above else NOTHING_MISSING

    return off
