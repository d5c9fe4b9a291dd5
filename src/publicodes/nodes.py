"""What an expression or a mechanism is once read. Values only: compiling, inference and explanation look at these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from publicodes.units import Unit


@dataclass(frozen=True, slots=True)
class Node:
    """Any piece of a formula."""

    def held(self) -> list[object]:
        """The fields, in order."""
        names: tuple[str, ...] = tuple(self.__slots__)
        return [getattr(self, name) for name in names]


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A number with its unit, oui or non, a text, a date; None is « non applicable »."""

    value: float | bool | str | date | None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Blank(Node):
    """A mapping that only transforms: there is no value to transform."""


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A name as written; which rule it means depends on the rule that speaks, unless it is the whole name."""

    name: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Binary(Node):
    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Many(Node):
    """A list under one mechanism: somme, produit, moyenne, maximum, minimum, toutes, une."""

    kind: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Condition(Node):
    test: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Variations(Node):
    """In order; the test of « sinon » is None."""

    branches: tuple[tuple[Node | None, Node], ...]


@dataclass(frozen=True, slots=True)
class Applicable(Node):
    """« applicable si » (`wanted` true) or « non applicable si »."""

    test: Node
    node: Node
    wanted: bool


@dataclass(frozen=True, slots=True)
class IsApplicable(Node):
    node: Node
    negated: bool


@dataclass(frozen=True, slots=True)
class IsDefined(Node):
    node: Node
    negated: bool


@dataclass(frozen=True, slots=True)
class Bound(Node):
    """« plafond » or « plancher »."""

    node: Node
    limit: Node
    ceiling: bool


@dataclass(frozen=True, slots=True)
class Abatement(Node):
    node: Node
    amount: Node


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    node: Node
    how: Node


@dataclass(frozen=True, slots=True)
class InUnit(Node):
    node: Node
    unit: Unit


@dataclass(frozen=True, slots=True)
class Simplified(Node):
    node: Node


@dataclass(frozen=True, slots=True)
class Default(Node):
    node: Node
    default: Node


@dataclass(frozen=True, slots=True)
class Table(Node):
    """« barème », « grille » or « taux progressif »: (rate or amount, ceiling or None)."""

    kind: str
    base: Node
    multiplier: Node
    brackets: tuple[tuple[Node, Node | None], ...]


@dataclass(frozen=True, slots=True)
class Duration(Node):
    since: Node
    until: Node
    unit: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    parts: tuple[str | Node, ...]


@dataclass(frozen=True, slots=True)
class Logarithm(Node):
    node: Node


@dataclass(frozen=True, slots=True)
class Context(Node):
    """`node` as it would be if these rules had these values."""

    node: Node
    overrides: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Inversion(Node):
    """The number for which one of these rules takes the value that was given for it."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circular(Node):
    """A value defined by itself, looked for until it holds."""

    node: Node


@dataclass(frozen=True, slots=True)
class Situated(Node):
    """The answer given for the rule, or else its own value; `node` is None for a rule that must be answered."""

    node: Node | None
    default: Node | None = None


def children(node: Node) -> list[Node]:
    """The nodes directly inside, in order."""
    found: list[Node] = []
    for part in node.held():
        _collect(part, found)
    return found


def _collect(part: object, found: list[Node]) -> None:
    if isinstance(part, Node):
        found.append(part)
    elif isinstance(part, tuple):
        for piece in part:
            _collect(piece, found)
