"""A node as a person would write it in one line of French."""

from __future__ import annotations

from publicodes.formatting import shown
from publicodes.nodes import Binary, Const, IsApplicable, IsDefined, Node, Ref, children

_SIGNS = {"*": "×", "/": "÷", "-": "−", "!=": "≠", "<=": "≤", ">=": "≥", "**": "puissance"}
_MAX = 160


def written(node: Node) -> str:
    """Short, for the middle of a sentence; what is too long is cut."""
    text = _written(node)
    return text if len(text) <= _MAX else text[: _MAX - 1] + "…"


def _written(node: Node, inside: bool = False) -> str:
    match node:
        case Const(value=str() as value):
            return f"« {value} »"
        case Const(value=value, unit=unit):
            return shown(value, unit)
        case Ref(name=name):
            return f"« {name} »"
        case Binary(op="-", left=Const(value=0.0, unit=None), right=right):
            return f"−{_written(right, True)}"
        case Binary(op=op, left=left, right=right):
            text = f"{_written(left, True)} {_SIGNS.get(op, op)} {_written(right, True)}"
            return f"({text})" if inside else text
        case IsApplicable(node=inner, negated=negated):
            return f"{_written(inner)} {'ne s’applique pas' if negated else 's’applique'}"
        case IsDefined(node=inner, negated=negated):
            return f"{_written(inner)} {'n’est pas' if negated else 'est'} connu"
    return ", ".join(_written(child, True) for child in children(node)[:3])
