"""Mechanisms that transform a value, innermost first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from publicodes.nodes import (
    Abatement,
    Applicable,
    Bound,
    Circular,
    Context,
    Default,
    InUnit,
    Node,
    Rounded,
    Simplified,
    Situated,
)
from publicodes.reading import line_of

if TYPE_CHECKING:
    from publicodes.mechanisms.parsing import Reader

Wrap = Callable[["Reader", Any, Node], Node]
_YES = ("oui", True)


def _applicable(wanted: bool) -> Wrap:
    return lambda reader, raw, node: Applicable(reader.node(raw), node, wanted)


def _bound(ceiling: bool) -> Wrap:
    return lambda reader, raw, node: Bound(node, reader.node(raw), ceiling)


def _default(reader: Reader, raw: Any, node: Node) -> Node:
    if isinstance(node, Situated) and node.node is None:
        return Situated(None, reader.node(raw))
    return Default(node, reader.node(raw))


def _circular(reader: Reader, raw: Any, node: Node) -> Node:
    return Circular(node) if raw in _YES else node


def _simplified(reader: Reader, raw: Any, node: Node) -> Node:
    return Simplified(node) if raw in _YES else node


def _context(reader: Reader, raw: Any, node: Node) -> Node:
    if not isinstance(raw, Mapping):
        raise reader.error("« contexte » attend des noms de règles, chacun suivi de sa valeur.")
    return Context(node, tuple((str(name), reader.part(raw, name)) for name in raw))


CHAIN: dict[str, Wrap] = {
    "abattement": lambda reader, raw, node: Abatement(node, reader.node(raw)),
    "par défaut": _default,
    "plafond": _bound(True),
    "plancher": _bound(False),
    "unité": lambda reader, raw, node: InUnit(node, reader.unit(raw)),
    "simplifier l'unité": _simplified,
    "arrondi": lambda reader, raw, node: Rounded(node, reader.node(raw)),
    "résoudre la référence circulaire": _circular,
    "non applicable si": _applicable(False),
    "applicable si": _applicable(True),
    "contexte": _context,
}


def wrapped(reader: Reader, raw: Mapping[str, Any], node: Node) -> Node:
    """`node` inside every transformation its mapping asks for."""
    for key, wrap in CHAIN.items():
        if key not in raw:
            continue
        before, reader.line = reader.line, line_of(raw, key) or reader.line
        node = wrap(reader, raw[key], node)
        reader.lines.setdefault(id(node), reader.line)
        reader.line = before
    return node
