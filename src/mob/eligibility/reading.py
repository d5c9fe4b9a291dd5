"""The rules of an aid read in French, from the amount down: what is given, to whom, in which cases. Nobody's answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mob.eligibility.wording import Teller, raised
from publicodes import Engine, PublicodesError
from publicodes.formatting import HARD_SPACE, shown
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Bound,
    Condition,
    Const,
    Default,
    InUnit,
    Many,
    Node,
    Ref,
    Rounded,
    Simplified,
    Situated,
    Table,
    Variations,
)
from publicodes.rules import SEPARATOR
from publicodes.writing import written

MAX_DEPTH, MAX_LINES = 8, 300
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷", "//": "÷", "**": "puissance"}
_BOUNDS = ("Au plus :", "Au moins :", "Moins :")
_LISTS = {
    "somme": "La somme de :",
    "produit": "Le produit de :",
    "moyenne": "La moyenne de :",
    "maximum": "Le plus grand de :",
    "minimum": "Le plus petit de :",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and those that make it precise."""

    text: str
    lines: tuple[Line, ...] = ()


def reading(engine: Engine, target: str) -> tuple[Line, ...]:
    """The sentences of a rule and of what lies below it. Empty when there is no such rule."""
    return tuple(_Reader(engine, target).rule(target, 0)) if target in engine.rules else ()


class _Reader:
    """Follows the rules below the target; each is told where it is first met."""

    def __init__(self, engine: Engine, target: str) -> None:
        self.engine = engine
        self.target = target
        self.told: set[str] = set()
        self.left = MAX_LINES

    def rule(self, name: str, depth: int) -> Iterator[Line]:
        self.told.add(name)
        body = self.engine.rules[name].body
        if body is not None and depth <= MAX_DEPTH:
            yield from self.lines(body, name, depth)

    def lines(self, node: Node, rule: str, depth: int) -> Iterator[Line]:
        self.left -= 1
        if self.left < 0:
            return
        match node:
            case Applicable(test=test, node=inner, wanted=wanted):
                yield from self.conditions(test, rule, depth, wanted=wanted)
                yield from self.lines(inner, rule, depth)
            case Situated(node=None):
                yield Line("La réponse de la personne.")
            case Bound(node=inner, limit=limit, ceiling=ceiling):
                yield from self.lines(inner, rule, depth)
                yield from self.named(_BOUNDS[0] if ceiling else _BOUNDS[1], limit, rule, depth)
            case Abatement(node=inner, amount=amount):
                yield from self.lines(inner, rule, depth)
                yield from self.named(_BOUNDS[2], amount, rule, depth)
            case Situated(node=inner) | InUnit(node=inner) | Rounded(node=inner) | Simplified(node=inner):
                assert inner is not None
                yield from self.lines(inner, rule, depth)
            case Default(node=inner):
                yield from self.lines(inner, rule, depth)
            case Variations(branches=branches):
                yield from self.cases(branches, rule, depth)
            case Condition(test=test, then=then, otherwise=otherwise):
                yield from self.cases(((test, then), (None, otherwise)), rule, depth)
            case Many(kind=kind, items=items) if kind in _LISTS:
                yield Line(_LISTS[kind], tuple(line for item in items for line in self.item(item, rule, depth + 1)))
            case Many(kind="toutes" | "une"):
                yield from self.conditions(node, rule, depth, wanted=True)
            case _:
                yield from self.item(node, rule, depth)

    def conditions(self, test: Node, rule: str, depth: int, *, wanted: bool) -> Iterator[Line]:
        """« applicable si » and « non applicable si », one line for each condition."""
        items, title = [test], "Il faut :" if wanted else "Sauf dans ce cas :"
        if isinstance(test, Many) and test.kind in ("toutes", "une"):
            items = list(test.items)
            alone = len(items) > 1 and (test.kind == "une")
            title = ("Il faut l’un de ces points :" if wanted else "Sauf dans l’un de ces cas :") if alone else title
        told = [self.condition(item, rule) for item in items]
        one = f"{title} {_lowered(told[0])}" if len(told) == 1 else title
        yield Line(one, tuple(Line(each) for each in told) if len(told) > 1 else ())
        for item in items:
            self.known(item, rule)

    def condition(self, node: Node, rule: str) -> str:
        teller = Teller(self.engine, rule)
        name = teller.name(node)
        if name and name.startswith(self.target + SEPARATOR) and (question := self.engine.rules[name].question):
            return f"Répondre oui à « {question.strip()} »"
        return raised(teller.told(node, True))

    def known(self, node: Node, rule: str) -> None:
        if name := self.own(node, rule):
            self.told.add(name)

    def cases(self, branches: tuple[tuple[Node | None, Node], ...], rule: str, depth: int) -> Iterator[Line]:
        for test, then in branches:
            head = "Dans les autres cas :" if test is None else f"Si « {_lowered(self.condition(test, rule))} » :"
            yield from self.named(head, then, rule, depth)

    def named(self, head: str, node: Node, rule: str, depth: int) -> Iterator[Line]:
        """On one line when what follows takes one, below it else."""
        below = tuple(self.lines(node, rule, depth + 1))
        if below and all(not line.lines for line in below) and len(below) <= 2:
            text = ", ".join(_lowered(line.text).rstrip(".") for line in below)
            is_bound = head in _BOUNDS and ":" not in text
            yield Line(f"{head.removesuffix(' :') if is_bound else head} {text}")
        elif below:
            yield Line(head, below)

    def item(self, node: Node, rule: str, depth: int) -> Iterator[Line]:
        """A name of the aid's own with what it says; anything else as a phrase."""
        name = self.own(node, rule)
        if name and name not in self.told:
            title = self.engine.rules[name].title
            below = tuple(self.rule(name, depth + 1))
            yield Line(f"{title} :", below) if below else Line(title)
        else:
            yield Line(_capital(self.phrase(node, rule)))

    def own(self, node: Node, rule: str) -> str | None:
        """The full name of a rule below the target that is no question."""
        if not isinstance(node, Ref):
            return None
        try:
            full = self.engine.model.resolve(node.name, rule)
        except PublicodesError:
            return None
        below = full.startswith(self.target + SEPARATOR) and self.engine.rules[full].question is None
        return full if below else None

    def phrase(self, node: Node, rule: str, *, inside: bool = False) -> str:
        teller = Teller(self.engine, rule)
        match node:
            case Const(value=None):
                return "rien"
            case Const(value=str() as value):
                return f"« {value} »"
            case Const(value=value, unit=unit):
                text = shown(value, unit)
                return text.replace("/", f"{HARD_SPACE}par{HARD_SPACE}") if unit and "/" in unit.text else text
            case Ref():
                return _lowered(teller.title(node))
            case Binary(op=op, left=left, right=right) if op in _SIGNS:
                text = f"{self.phrase(left, rule, inside=True)} {_SIGNS[op]} {self.phrase(right, rule, inside=True)}"
                return f"({text})" if inside else text
            case Binary():
                return _lowered(teller.told(node, True))
            case Table(kind=kind, base=base, brackets=brackets):
                tail = f"en {len(brackets)} tranches"
                return f"{'une grille' if kind == 'grille' else f'un {kind}'} sur {self.phrase(base, rule)}, {tail}"
        return written(node)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
