"""What the author of rules should see before anybody depends on them: each remark with file, line and a French sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from publicodes import units
from publicodes.errors import ReferenceProblem
from publicodes.inference import COMPARISONS, Inference
from publicodes.model import Model
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Bound,
    Circular,
    Const,
    Context,
    InUnit,
    Inversion,
    Many,
    Node,
    Ref,
    Variations,
    children,
)
from publicodes.rules import Rule
from publicodes.units import Unit


class Severity(StrEnum):
    """An error prevents a rule from being computed as written; a warning is probably a mistake."""

    ERROR = "erreur"
    WARNING = "avertissement"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`line` counts from 1, 0 when the rules did not come as text; `file` is None for rules given as data."""

    file: str | None
    line: int
    rule: str | None
    severity: Severity
    message: str

    def __str__(self) -> str:
        where = (self.file or "règles") + (f":{self.line}" if self.line else "")
        return f"{where} : {self.severity} : {self.message}" + (f" [{self.rule}]" if self.rule else "")


Found = tuple[int, Severity, str]


def check(model: Model, inference: Inference) -> list[Diagnostic]:
    """Every remark, in the order of files and lines; none for rules that say what their author meant."""
    found = [
        Diagnostic(
            remark.place.file,
            remark.place.line,
            remark.place.rule,
            Severity.ERROR if remark.serious else Severity.WARNING,
            remark.message,
        )
        for remark in model.remarks
    ]
    for rule in model.rules.values():
        for line, severity, message in _Checker(model, inference, rule).walk():
            found.append(Diagnostic(rule.place.file, line, rule.name, severity, message))
    for cycle in cycles(model):
        rule = model.rules[cycle[0]]
        path = " → ".join(f"« {name} »" for name in (*cycle, cycle[0]))
        message = f"Ces règles dépendent les unes des autres, en rond : {path}."
        found.append(Diagnostic(rule.place.file, rule.place.line, rule.name, Severity.WARNING, message))
    return sorted(set(found), key=lambda each: (each.file or "", each.line, each.rule or "", each.message))


class _Checker:
    """Walks one rule, knowing the line of what it looks at."""

    def __init__(self, model: Model, inference: Inference, rule: Rule) -> None:
        self.model = model
        self.inference = inference
        self.rule = rule

    def walk(self) -> Iterator[Found]:
        stack = [(self.rule.body, self.rule.place.line)] if self.rule.body else []
        while stack:
            node, line = stack.pop()
            line = self.rule.lines.get(id(node), line)
            for severity, message in self.look(node):
                yield line, severity, message
            stack += [(child, line) for child in children(node)]

    def look(self, node: Node) -> Iterator[tuple[Severity, str]]:
        match node:
            case Ref():
                yield from self.reference(node.name)
            case Binary():
                yield from self.binary(node)
            case Bound(node=value, limit=limit):
                yield from self.fit(value, limit, "comparer", allow_percent=True)
            case Abatement(node=value, amount=amount):
                yield from self.fit(value, amount, "soustraire", allow_percent=True)
            case Many(kind="somme" | "maximum" | "minimum" | "moyenne", items=items):
                for item in items[1:]:
                    yield from self.fit(items[0], item, "additionner ou comparer", allow_percent=False)
            case Many(kind="toutes", items=items):
                yield from self.nobody(items)
            case InUnit(node=value, unit=unit):
                yield from self.conversion(value, unit)
            case Variations():
                yield from self.variations(node)
            case Applicable(test=Const(value=bool() as value), wanted=wanted) if value is not wanted:
                yield Severity.WARNING, "Cette règle n’est applicable pour personne."
            case Inversion(targets=names) | Context(overrides=names):
                for name in names:
                    yield from self.reference(name if isinstance(name, str) else name[0])

    def reference(self, name: str) -> Iterator[tuple[Severity, str]]:
        try:
            self.model.resolve(name, self.rule.name)
        except ReferenceProblem as error:
            yield Severity.ERROR, error.message

    def binary(self, node: Binary) -> Iterator[tuple[Severity, str]]:
        if node.op in ("/", "//") and isinstance(node.right, Const) and node.right.value == 0:
            yield Severity.ERROR, "Cette division par zéro n’a pas de résultat."
        elif node.op in ("+", "-"):
            yield from self.fit(node.left, node.right, "additionner", allow_percent=True)
        elif node.op in COMPARISONS:
            yield from self.fit(node.left, node.right, "comparer", allow_percent=False)
            yield from self.kinds(node)

    def fit(self, left: Node, right: Node, doing: str, *, allow_percent: bool) -> Iterator[tuple[Severity, str]]:
        one, two = self.unit(left), self.unit(right)
        if one is None or two is None or units.compatible(one, two):
            return
        if allow_percent and (two.has_percent or one.has_percent):
            return
        yield Severity.WARNING, f"Ces unités ne vont pas ensemble : on ne peut pas {doing} « {one} » et « {two} »."

    def unit(self, node: Node) -> Unit | None:
        return self.inference.unit(node, self.rule.name)

    def conversion(self, node: Node, unit: Unit) -> Iterator[tuple[Severity, str]]:
        found = self.unit(node)
        if found is not None and found is not units.RATIO and not units.compatible(found, unit):
            yield Severity.WARNING, f"« {found} » ne se convertit pas en « {unit} » : le nombre garde sa valeur."

    def kinds(self, node: Binary) -> Iterator[tuple[Severity, str]]:
        left, right = self.inference.kind(node.left, self.rule.name), self.inference.kind(node.right, self.rule.name)
        if left and right and left != right:
            yield Severity.WARNING, f"Cette comparaison mêle un {left} et un {right} : elle n’est jamais vraie."
        elif node.op in ("=", "!=") and isinstance(node.left, Ref) and isinstance(node.right, Const):
            yield from self.choice(node.left.name, node.right.value)

    def choice(self, name: str, value: object) -> Iterator[tuple[Severity, str]]:
        """A text compared with a question of closed choices must be one of them."""
        try:
            rule = self.model.rules[self.model.resolve(name, self.rule.name)]
        except ReferenceProblem:
            return
        known = [str(each.value) if isinstance(each, Const) else str(each) for each in rule.choices]
        if known and isinstance(value, str) and value not in known:
            names = ", ".join(f"« {each} »" for each in known)
            yield Severity.WARNING, f"« {value} » n’est pas un choix de « {rule.name} » : {names}."

    def nobody(self, items: tuple[Node, ...]) -> Iterator[tuple[Severity, str]]:
        """Two conditions that cannot hold together."""
        equal: dict[str, object] = {}
        for item in items:
            match item:
                case Const(value=False):
                    yield Severity.WARNING, "Ces conditions ne sont réunies pour personne : l’une est « non »."
                case Binary(op="=", left=Ref(name=name), right=Const(value=value)):
                    if equal.setdefault(name, value) != value:
                        message = (
                            f"Ces conditions ne sont réunies pour personne : « {name} » ne peut avoir deux valeurs."
                        )
                        yield Severity.WARNING, message

    def variations(self, node: Variations) -> Iterator[tuple[Severity, str]]:
        seen: list[Node] = []
        closed = False
        for number, (test, _) in enumerate(node.branches, 1):
            if closed:
                yield Severity.WARNING, f"La variation n° {number} n’est jamais atteinte : une précédente prend tout."
            elif test is None or test == Const(True):
                closed = True
            elif test in seen or test == Const(False):
                yield (
                    Severity.WARNING,
                    f"La variation n° {number} n’est jamais atteinte : sa condition ne peut pas être vraie.",
                )
            if test is not None:
                seen.append(test)


def cycles(model: Model) -> list[list[str]]:
    """Groups of rules that name each other in a circle, each once; a circle meant to be solved is none."""
    graph = {name: _named(model, rule) for name, rule in model.rules.items()}
    return [group for group in _components(graph) if len(group) > 1 or group[0] in graph[group[0]]]


def _named(model: Model, rule: Rule) -> list[str]:
    found: list[str] = []
    stack = [rule.body] if rule.body else []
    while stack:
        node = stack.pop()
        if isinstance(node, (Circular, Inversion, Context)):
            continue
        if isinstance(node, Ref):
            try:
                found.append(model.resolve(node.name, rule.name))
            except ReferenceProblem:
                continue
        stack += children(node)
    return found


def _components(graph: dict[str, list[str]]) -> list[list[str]]:
    """Strongly connected components, without recursion."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    closed: set[str] = set()
    found: list[list[str]] = []
    for root in graph:
        if root in order:
            continue
        work = [(root, iter(graph[root]))]
        order[root] = low[root] = len(order)
        open_.append(root)
        while work:
            name, rest = work[-1]
            below = next((each for each in rest if each not in order or each not in closed), None)
            if below is None:
                work.pop()
                _close(name, work, order, low, open_, found)
                closed.update(found[-1] if found else ())
            elif below not in order:
                order[below] = low[below] = len(order)
                open_.append(below)
                work.append((below, iter(graph[below])))
            else:
                low[name] = min(low[name], order[below])
    return found


def _close(
    name: str,
    work: list[tuple[str, Iterator[str]]],
    order: dict[str, int],
    low: dict[str, int],
    open_: list[str],
    found: list[list[str]],
) -> None:
    if work:
        above = work[-1][0]
        low[above] = min(low[above], low[name])
    if low[name] == order[name]:
        at = open_.index(name)
        found.append(open_[at:])
        del open_[at:]
