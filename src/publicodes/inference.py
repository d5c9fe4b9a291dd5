"""What can be known of rules without computing: may it be not applicable, is it oui or non, what unit has it.

A rule whose parent may be « non » or not applicable may itself be not applicable; hence the walk until nothing changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from publicodes import units
from publicodes.errors import ReferenceProblem
from publicodes.model import ENGLISH_TYPES, Model
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Bound,
    Circular,
    Condition,
    Const,
    Context,
    Default,
    Duration,
    InUnit,
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
    children,
)
from publicodes.rules import Rule
from publicodes.units import Unit

BOOLEAN, NUMBER, TEXT, DATE = "booléen", "nombre", "texte", "date"
COMPARISONS = frozenset(("=", "!=", "<", "<=", ">", ">="))


@dataclass(slots=True)
class Inference:
    """`nullable` and `kinds` by rule; `kinds` holds only what is known."""

    model: Model
    nullable: dict[str, bool] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    _units: dict[str, Unit | None] = field(default_factory=dict)

    def disabling(self, rule: Rule) -> bool:
        """Whether the rule's parent may switch it off."""
        above = rule.parent
        return above is not None and (self.kind_of(above, rule.name) == BOOLEAN or self.nullable.get(above, False))

    def kind_of(self, name: str, context: str) -> str | None:
        if name in self.kinds:
            return self.kinds[name]
        return next((self.kinds[each] for each in self.model.replacers(name, context) if each in self.kinds), None)

    def may_be_null(self, node: Node | None, context: str) -> bool:
        """Whether the node may be « non applicable »."""
        match node:
            case None:
                return False
            case Const(value=value):
                return value is None
            case Ref():
                target = self.target(node, context)
                names = () if target is None else (target, *self.model.replacers(target, context))
                return any(self.nullable.get(name, False) for name in names)
            case Binary(op=op, left=left, right=right):
                either = self.may_be_null(left, context) or self.may_be_null(right, context)
                return either and op not in ("=", "!=")
            case Applicable() | Logarithm() | Simplified():
                return True
            case IsApplicable() | IsDefined() | Text() | Table(kind="taux progressif"):
                return False
            case Table(kind="grille", brackets=brackets):
                return any(self.may_be_null(amount, context) for amount, _ in brackets)
            case Many(kind=kind, items=items):
                return _many(kind, [self.may_be_null(item, context) for item in items])
            case Variations(branches=branches):
                return all(test is not None for test, _ in branches) or self._any(node, context, skip_tests=True)
            case Bound(node=inner) | Abatement(node=inner) | Rounded(node=inner):
                return self.may_be_null(inner, context)
        return self._any(node, context)

    def _any(self, node: Node, context: str, *, skip_tests: bool = False) -> bool:
        parts = [then for _, then in node.branches] if isinstance(node, Variations) and skip_tests else children(node)
        return any(self.may_be_null(part, context) for part in parts)

    def kind(self, node: Node | None, context: str) -> str | None:
        match node:
            case Const(value=value):
                return _kind_of_value(value)
            case Ref():
                target = self.target(node, context)
                return None if target is None else self.kind_of(target, context)
            case Binary(op=op):
                return BOOLEAN if op in COMPARISONS else NUMBER
            case Many(kind=kind):
                return BOOLEAN if kind in ("toutes", "une") else NUMBER
            case IsApplicable() | IsDefined():
                return BOOLEAN
            case Text():
                return TEXT
            case Condition(then=one, otherwise=two) | Default(node=one, default=two):
                return self.kind(one, context) or self.kind(two, context)
            case Situated(node=inner, default=default):
                return self.kind(inner, context) or self.kind(default, context)
            case Variations(branches=branches):
                return next(filter(None, (self.kind(then, context) for _, then in branches)), None)
            case Applicable(node=inner) | Context(node=inner) | Circular(node=inner) | Simplified(node=inner):
                return self.kind(inner, context)
            case Table(kind="grille", brackets=brackets) if brackets:
                return self.kind(brackets[0][0], context)
            case InUnit() | Bound() | Abatement() | Rounded() | Table() | Duration() | Logarithm():
                return NUMBER
        return None

    def unit(self, node: Node | None, context: str) -> Unit | None:
        """The unit a node is written in, without computing it; None when it has none or when it depends."""
        match node:
            case Const(unit=unit) | InUnit(unit=unit):
                return unit
            case Ref():
                return self.rule_unit(self.target(node, context))
            case Binary(op=op, left=left, right=right):
                return self._operation(op, self.unit(left, context), self.unit(right, context))
            case Many(kind=kind, items=items) if items and kind not in ("toutes", "une"):
                found = [self.unit(item, context) for item in items]
                return _product(found) if kind == "produit" else next(filter(None, found), None)
            case Condition(then=one, otherwise=two) | Default(node=one, default=two):
                return self.unit(one, context) or self.unit(two, context)
            case Situated(node=inner, default=default):
                return self.unit(inner, context) or self.unit(default, context)
            case Variations(branches=branches):
                return next(filter(None, (self.unit(then, context) for _, then in branches)), None)
            case Table(kind="barème", base=base):
                return self.unit(base, context)
            case Table(kind="grille", brackets=brackets):
                return next(filter(None, (self.unit(amount, context) for amount, _ in brackets)), None)
            case Table():
                return units.parse("%")
            case Duration(unit=written):
                return units.parse(written)
            case Bound() | Abatement() | Rounded() | Applicable() | Context() | Circular():
                return self.unit(node.node, context)
            case Simplified(node=inner):
                found_unit = self.unit(inner, context)
                return units.simplified(found_unit)[0] if found_unit else found_unit
        return None

    def _operation(self, op: str, left: Unit | None, right: Unit | None) -> Unit | None:
        if op == "*":
            return units.times(left, right)[0]
        if op in ("/", "//"):
            return units.divided(left, right)
        return (left or right) if op in ("+", "-") else None

    def rule_unit(self, name: str | None) -> Unit | None:
        if name is None or name not in self.model.rules:
            return None
        if name not in self._units:
            self._units[name] = None
            self._units[name] = self.unit(self.model.rules[name].body, name)
        return self._units[name]

    def target(self, node: Ref, context: str) -> str | None:
        try:
            return node.name if node.whole else self.model.resolve(node.name, context)
        except ReferenceProblem:
            return None


def _many(kind: str, nulls: list[bool]) -> bool:
    if kind in ("toutes", "une"):
        return False
    if kind in ("somme", "moyenne"):
        return not nulls
    if kind in ("maximum", "minimum"):
        return all(nulls)
    return not nulls or any(nulls)


def _product(found: list[Unit | None]) -> Unit | None:
    total = found[0]
    for unit in found[1:]:
        total = units.times(unit, total)[0]
    return total


def _kind_of_value(value: object) -> str | None:
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, (int, float)):
        return NUMBER
    return TEXT if isinstance(value, str) else DATE if isinstance(value, date) else None


def infer(model: Model) -> Inference:
    """Walks the rules, then again those that depend on what changed, until nothing changes."""
    found = Inference(model)
    readers = _readers(model, found)
    queue = dict.fromkeys(model.rules)
    while queue:
        name = next(iter(queue))
        del queue[name]
        if _learn(found, model.rules[name]):
            queue.update(dict.fromkeys(readers[name]))
    return found


def _learn(found: Inference, rule: Rule) -> bool:
    """Whether something new is known of the rule."""
    name, changed = rule.name, False
    if name not in found.kinds and (kind := _rule_kind(found, rule)):
        found.kinds[name] = kind
        changed = True
    if not found.nullable.get(name) and _rule_nullable(found, rule):
        found.nullable[name] = True
        changed = True
    return changed


def _rule_kind(found: Inference, rule: Rule) -> str | None:
    declared = rule.raw.get("type")
    declared = ENGLISH_TYPES.get(str(declared), declared)
    if declared in (BOOLEAN, NUMBER, TEXT, DATE):
        return str(declared)
    known = found.kind(rule.body, rule.name)
    if known or rule.question is None:
        return known
    return TEXT if rule.choices else BOOLEAN


def _rule_nullable(found: Inference, rule: Rule) -> bool:
    return (
        rule.raw.get("possiblement non applicable") in ("oui", True)
        or rule.name in found.model.disablers
        or found.may_be_null(rule.body, rule.name)
        or found.disabling(rule)
    )


def _readers(model: Model, found: Inference) -> dict[str, list[str]]:
    """Rule → the rules whose nature depends on it."""
    readers: dict[str, list[str]] = defaultdict(list)
    for rule in model.rules.values():
        for target in references(rule, found):
            readers[target].append(rule.name)
    return readers


def references(rule: Rule, found: Inference) -> Iterator[str]:
    """Full names of the rules this one names, its parent, and whoever may stand in for them."""
    names = {found.target(ref, rule.name) for ref in mentioned(rule.body)}
    for name in {*names, rule.parent} - {None}:
        if name is not None:
            yield name
            yield from found.model.replacers(name, rule.name)


def mentioned(node: Node | None) -> Iterator[Ref]:
    """Every reference inside a node."""
    stack = [node] if node else []
    while stack:
        each = stack.pop()
        if isinstance(each, Ref):
            yield each
        stack.extend(children(each))
