"""One closure a rule, made when first needed and kept for every engine of the same model."""

from __future__ import annotations

from collections.abc import Callable

from publicodes.compiling import conditions, lists, operations, tables, transforms
from publicodes.compiling.rule import RuleCompiler
from publicodes.compiling.run import Answer, Applicability, Applies, Closure, Run
from publicodes.inference import COMPARISONS
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Blank,
    Bound,
    Circular,
    Condition,
    Const,
    Context,
    Default,
    Duration,
    InUnit,
    Inversion,
    IsApplicable,
    IsDefined,
    Logarithm,
    Many,
    Node,
    Ref,
    Rounded,
    Simplified,
    Situated,
    Table,
    Text,
    Variations,
)
from publicodes.units import Unit
from publicodes.values import NOTHING_MISSING, UNDEFINED


class Compiler(RuleCompiler):
    """`context` is the rule a node is written in: names are looked up from there."""

    def closure(self, node: Node, context: str) -> Closure:
        match node:
            case Const():
                constant: Answer = (node.value, node.unit, NOTHING_MISSING)
                return lambda _run: constant
            case Blank():
                return lambda _run: (UNDEFINED, None, NOTHING_MISSING)
            case Ref():
                return self.reference(node, context)
            case Binary():
                return self._binary(node, context)
            case Many():
                return self._many(node, context)
            case Condition(test=test, then=then, otherwise=otherwise):
                one, two = self.closure(then, context), self.closure(otherwise, context)
                return conditions.condition(self.closure(test, context), one, two, self._unit(node, context))
            case Variations(branches=branches):
                found = [(self._test(test, context), self.closure(then, context)) for test, then in branches]
                return conditions.variations(found, self._unit(node, context))
            case Applicable(test=test, node=inner, wanted=wanted):
                value, unit_of = self.closure(inner, context), self._unit(inner, context)
                return conditions.applicable(self.closure(test, context), wanted, value, unit_of)
            case IsApplicable(node=inner, negated=negated):
                return conditions.is_applicable(self.applies(inner, context), negated)
            case IsDefined(node=inner, negated=negated):
                return conditions.is_defined(self.closure(inner, context), negated)
        return self._transform(node, context)

    def _transform(self, node: Node, context: str) -> Closure:
        match node:
            case Bound(node=inner, limit=limit, ceiling=ceiling):
                return conditions.bound(self.closure(inner, context), self.closure(limit, context), ceiling)
            case Abatement(node=inner, amount=amount):
                return transforms.abatement(self.closure(inner, context), self.closure(amount, context))
            case Rounded(node=inner, how=how):
                return transforms.rounded(self.closure(inner, context), self.closure(how, context))
            case InUnit(node=inner, unit=unit):
                return transforms.in_unit(self.closure(inner, context), unit)
            case Simplified(node=inner):
                return transforms.simplified(self.closure(inner, context))
            case Default(node=inner, default=default):
                return conditions.default(self.closure(inner, context), self.closure(default, context))
            case Logarithm(node=inner):
                return transforms.logarithm(self.closure(inner, context))
            case Duration(since=since, until=until, unit=written):
                return transforms.duration(self.closure(since, context), self.closure(until, context), written)
            case Text(parts=parts):
                return transforms.text([p if isinstance(p, str) else self.closure(p, context) for p in parts])
            case Table():
                return self._table(node, context)
            case Context(node=inner, overrides=overrides):
                return self.within(id(node), inner, overrides, context)
            case Situated(node=value, default=default):
                return self.situated(value, default, context)
            case Inversion(targets=targets):
                return self.inverted(targets, context)
            case Circular(node=inner):
                return self.circular(inner, context)
        raise TypeError(type(node).__name__)

    def _test(self, node: Node | None, context: str) -> Closure | None:
        return None if node is None else self.closure(node, context)

    def _unit(self, node: Node | None, context: str) -> Callable[[], Unit | None]:
        """The unit of a node that has no value, looked for once and only when asked."""
        known: list[Unit | None] = []

        def unit() -> Unit | None:
            if not known:
                known.append(self.inference.unit(node, context))
            return known[0]

        return unit

    def _binary(self, node: Binary, context: str) -> Closure:
        op = node.op
        left, right = self.closure(node.left, context), self.closure(node.right, context)
        if op in ("=", "!="):
            return operations.equal(left, right, op == "=")
        if op in COMPARISONS:
            return operations.compared(op, left, right)
        unit = self._unit(node.right, context)
        if op in ("/", "//"):
            return operations.divided(left, right, unit, whole=op == "//")
        if op == "*":
            return operations.times(left, right, unit)
        return {"+": operations.plus, "-": operations.minus, "**": operations.power}[op](left, right)

    def _many(self, node: Many, context: str) -> Closure:
        items = [self.closure(item, context) for item in node.items]
        match node.kind:
            case "toutes":
                return lists.every(items)
            case "une":
                return lists.some(items)
            case "somme":
                return lists.total(items)
            case "moyenne":
                return lists.mean(items, [self.applies(item, context) for item in node.items])
            case "produit":
                return self._product(node, items, context)
        return lists.extreme(items, node.kind == "maximum")

    def _product(self, node: Many, items: list[Closure], context: str) -> Closure:
        if not items:
            return lambda _run: (None, None, NOTHING_MISSING)
        one: Answer = (1.0, None, NOTHING_MISSING)
        total: Closure = lambda _run: one  # noqa: E731
        for number, closure in enumerate(items):
            before = self._unit(Many("produit", node.items[:number]), context)
            total = operations.times(closure, total, before)
        return total

    def _table(self, node: Table, context: str) -> Closure:
        brackets = [(self.closure(rate, context), self._test(ceiling, context)) for rate, ceiling in node.brackets]
        base, multiplier = self.closure(node.base, context), self.closure(node.multiplier, context)
        return tables.table(node.kind, base, multiplier, brackets)

    def applies(self, node: Node, context: str) -> Applies:
        """Whether a node applies, found without its value wherever it can be: a child may need its parent's conditions
        while the parent's amount needs the child."""
        if not self.inference.may_be_null(node, context):
            return lambda _run: conditions.ALWAYS
        match node:
            case Const():
                return lambda _run: (False, NOTHING_MISSING)
            case Ref():
                return self.reference_applies(node, context)
            case Applicable(test=test, node=inner, wanted=wanted):
                found = self.applies(inner, context)
                return conditions.applicable_applies(self.closure(test, context), wanted, found)
            case Variations(branches=branches):
                pairs = [(self._test(test, context), self.applies(then, context)) for test, then in branches]
                return conditions.variations_apply(pairs)
            case Bound() | Abatement() | Rounded() | InUnit() | Simplified():
                return self.applies(node.node, context)
            case Situated(node=value):
                return self.situated_applies(value, context)
        return _computed(self.closure(node, context))


def _computed(closure: Closure) -> Applies:
    def applies(run: Run) -> Applicability:
        value, _, missing = closure(run)
        return value if value is UNDEFINED else value is not None, missing

    return applies
