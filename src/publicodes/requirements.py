"""What must hold for a rule to apply, one condition at a time, and what the situation says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publicodes.errors import PublicodesError
from publicodes.nodes import (
    Abatement,
    Applicable,
    Bound,
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
from publicodes.rules import SEPARATOR
from publicodes.values import UNDEFINED, Missing, Value

if TYPE_CHECKING:
    from publicodes.engine import Engine

MAX_FOUND, MAX_DEPTH = 200, 12
# A condition, the rule it is written in, whether it must hold.
Found = tuple[Node, str, bool]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition as written in `rule`. `wanted` False: it must not hold.

    `met`: True, False, or None when it is not known yet; then `missing` says what would tell.
    """

    node: Node
    rule: str
    wanted: bool
    met: bool | None
    missing: Missing = field(default_factory=dict)


def requirements(engine: Engine, name: str) -> tuple[Requirement, ...]:
    """Conditions of the rule, of its parents and of the rules under it that it stands on, in the order written.

    Each is needed: one that does not hold is enough for the rule to give nothing. Conditions inside a sum, a product or a
    « contexte » are not told.
    """
    finder = _Finder(engine, name)
    return tuple(finder.judged(node, rule, wanted) for node, rule, wanted in finder.found())


class _Finder:
    def __init__(self, engine: Engine, target: str) -> None:
        self.engine = engine
        self.target = target
        self.opened: set[str] = set()

    def found(self) -> Iterator[Found]:
        seen: set[tuple[Node, str, bool]] = set()
        above = self.engine.rules[self.target].parent
        if above and self.engine.inference.nullable.get(above):
            yield from self.of_rule(above, 1)
        for each in self.of_rule(self.target, 0):
            if each not in seen and len(seen) < MAX_FOUND:
                seen.add(each)
                yield each

    def of_rule(self, name: str, depth: int, *, floored: bool = False) -> Iterator[Found]:
        self.opened.add(name)
        body = self.engine.rules[name].body
        if body is not None:
            yield from self.conditions(body, name, depth, floored=floored)

    def conditions(self, node: Node, rule: str, depth: int, *, floored: bool) -> Iterator[Found]:
        """Those written around the value, then those of the value itself.

        `floored`: a floor stands around, which makes something of nought.
        """
        if depth > MAX_DEPTH:
            return
        match node:
            case Applicable(test=test, node=inner, wanted=wanted):
                yield from self.split(test, rule, wanted, depth + 1)
                yield from self.conditions(inner, rule, depth + 1, floored=floored)
            case Bound(node=inner, limit=limit, ceiling=ceiling):
                yield from self.conditions(inner, rule, depth + 1, floored=floored or not ceiling)
                if ceiling and not floored:
                    yield from self.cases(limit, rule, _is_nought, open_gives=True)
            case Situated(node=inner) if inner is not None:
                yield from self.conditions(inner, rule, depth + 1, floored=floored)
            case (
                Rounded(node=inner)
                | InUnit(node=inner)
                | Simplified(node=inner)
                | Abatement(node=inner)
                | Default(node=inner)
            ):
                yield from self.conditions(inner, rule, depth + 1, floored=floored)
            case Variations():
                yield from self.cases(node, rule, _is_absent if floored else _is_nothing, open_gives=False)
            case Ref(name=name):
                if below := self.own(name, rule):
                    yield from self.of_rule(below, depth + 1, floored=floored)

    def cases(
        self, node: Node, rule: str, gives_nothing: Callable[[Node], bool], *, open_gives: bool
    ) -> Iterator[Found]:
        """One of the cases that give something must hold, when all else gives nothing.

        `open_gives`: no case that holds is not nothing, as for a ceiling that does not apply.
        """
        if not isinstance(node, Variations):
            return
        is_open = all(test is not None for test, _ in node.branches)
        if (is_open and open_gives) or any(test is None and not gives_nothing(then) for test, then in node.branches):
            return
        tests = tuple(test for test, then in node.branches if test is not None and not gives_nothing(then))
        if tests:
            yield (tests[0] if len(tests) == 1 else Many("une", tests)), rule, True

    def split(self, node: Node, rule: str, wanted: bool, depth: int) -> Iterator[Found]:
        """« toutes » one by one, « une » that must not hold too; a rule of one's own by what it says."""
        if isinstance(node, Const) and node.value is wanted:
            return
        if isinstance(node, Many) and node.kind == ("toutes" if wanted else "une"):
            for item in node.items:
                yield from self.split(item, rule, wanted, depth + 1)
            return
        if isinstance(node, Ref) and wanted and depth <= MAX_DEPTH:
            below = self.own(node.name, rule)
            body = self.engine.rules[below].body if below else None
            inner = body.node if isinstance(body, Situated) else body
            if below and isinstance(inner, Many) and inner.kind == "toutes":
                self.opened.add(below)
                yield from self.split(inner, below, wanted, depth + 1)
                return
        yield node, rule, wanted

    def own(self, name: str, rule: str) -> str | None:
        """The rule below the target that a name means, the first time it is met, unless it is a question."""
        full = self.below(name, rule)
        return None if full is None or full in self.opened else full

    def judged(self, node: Node, rule: str, wanted: bool) -> Requirement:
        try:
            value, missing = self.weighed(node, rule, 0)
        except PublicodesError:
            return Requirement(node, rule, wanted, None)
        if missing or value is UNDEFINED:
            return Requirement(node, rule, wanted, None, missing)
        return Requirement(node, rule, wanted, _holds(value) is wanted)

    def weighed(self, node: Node, rule: str, depth: int) -> tuple[Value, Missing]:
        """What a condition is worth by itself. A rule below the target is opened: as soon as one condition fails the
        target does not apply, which switches off every rule below it, and with them the conditions that hold."""
        if depth <= MAX_DEPTH:
            if isinstance(node, Many) and node.kind in ("toutes", "une"):
                return self.several(node, rule, depth)
            if isinstance(node, Ref) and (below := self.below(node.name, rule)) is not None:
                body = self.engine.rules[below].body
                if body is not None and below not in self.engine.situation:
                    inner = body.node if isinstance(body, Situated) and body.node is not None else body
                    return self.weighed(inner, below, depth + 1)
        return self.engine.weighed(node, rule)

    def several(self, node: Many, rule: str, depth: int) -> tuple[Value, Missing]:
        settling = node.kind == "une"
        missing: Missing = {}
        for item in node.items:
            value, lacks = self.weighed(item, rule, depth + 1)
            if not lacks and value is not UNDEFINED and _holds(value) is settling:
                return settling, {}
            missing = missing | lacks
        return (UNDEFINED if missing else not settling), missing

    def below(self, name: str, rule: str) -> str | None:
        """The rule below the target that a name means, when nothing stands in for it and it is no question."""
        try:
            full = self.engine.model.resolve(name, rule)
        except PublicodesError:
            return None
        if not full.startswith(self.target + SEPARATOR) or self.engine.rules[full].question is not None:
            return None
        return None if list(self.engine.model.replacers(full, rule)) else full


def _holds(value: Value) -> bool:
    return value is not None and value is not False


def _is_absent(node: Node) -> bool:
    return isinstance(node, Const) and (node.value is None or node.value is False)


def _is_nought(node: Node) -> bool:
    return isinstance(node, Const) and node.value == 0 and not isinstance(node.value, bool)


def _is_nothing(node: Node) -> bool:
    return _is_absent(node) or _is_nought(node)
