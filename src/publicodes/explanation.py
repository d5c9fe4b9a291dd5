"""How a value came about: a tree of steps that reads as French sentences, from the answer down to what was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publicodes.errors import PublicodesError
from publicodes.formatting import shown
from publicodes.nodes import (
    Abatement,
    Applicable,
    Binary,
    Bound,
    Condition,
    Const,
    Context,
    Default,
    InUnit,
    Many,
    Node,
    Ref,
    Rounded,
    Situated,
    Table,
    Variations,
    children,
)
from publicodes.units import Unit
from publicodes.values import UNDEFINED, Value
from publicodes.writing import written

if TYPE_CHECKING:
    from publicodes.engine import Engine

MAX_DEPTH, MAX_STEPS = 40, 2000
_MANY = {
    "somme": "La somme fait {value}",
    "produit": "Le produit fait {value}",
    "moyenne": "La moyenne fait {value}",
    "maximum": "Le plus grand fait {value}",
    "minimum": "Le plus petit fait {value}",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step: what is said, the value reached, the steps it rests on. `rule` names the rule the step is about."""

    sentence: str
    value: Value
    unit: str | None = None
    rule: str | None = None
    steps: tuple[Explanation, ...] = ()

    def sentences(self, depth: int = 0) -> Iterator[tuple[int, str]]:
        """Every sentence with how deep it stands, from the conclusion to what it rests on."""
        yield depth, self.sentence
        for step in self.steps:
            yield from step.sentences(depth + 1)

    def __str__(self) -> str:
        return "\n".join(f"{'  ' * depth}{sentence}" for depth, sentence in self.sentences())


def explain(engine: Engine, node: Node) -> Explanation:
    """The steps of one evaluation. Raises PublicodesError when it has no value."""
    return _Explainer(engine).step(node, "", 0)


class _Explainer:
    """Follows what was taken, and leaves out what was not looked at. A rule is told once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.told: set[str] = set()
        self.left = MAX_STEPS

    def value(self, node: Node, context: str) -> tuple[Value, Unit | None]:
        try:
            return self.engine.computed(node, context)
        except PublicodesError:
            return UNDEFINED, None

    def holds(self, node: Node, context: str) -> Value:
        value = self.value(node, context)[0]
        return False if value is None else value

    def step(self, node: Node, context: str, depth: int) -> Explanation:
        value, unit = self.value(node, context)
        self.left -= 1
        if isinstance(node, Ref):
            return self.rule(node, context, depth, value, unit)
        sentence, followed = self.tell(node, context, value, unit)
        steps = () if depth > MAX_DEPTH or self.left < 0 else self.steps(followed, context, depth)
        return Explanation(sentence, value, _text(unit), None, steps)

    def steps(self, nodes: list[Node], context: str, depth: int) -> tuple[Explanation, ...]:
        return tuple(self.step(node, context, depth + 1) for node in nodes if self.worth(node))

    def worth(self, node: Node) -> bool:
        """A number written as it is needs no sentence of its own."""
        if isinstance(node, Const):
            return False
        return isinstance(node, Ref) or any(self.worth(child) for child in children(node))

    def rule(self, node: Ref, context: str, depth: int, value: Value, unit: Unit | None) -> Explanation:
        name = self.engine.model.resolve(node.name, context)
        rule = self.engine.rules[name]
        ending = _reached(value, unit)
        if name in self.told or depth > MAX_DEPTH or self.left < 0:
            return Explanation(f"« {rule.title} » {ending}.", value, _text(unit), name)
        self.told.add(name)
        for other in self.engine.model.replacers(name, context):
            if self.engine.computed_applies(other) is True:
                instead = self.step(Ref(other, whole=True), "", depth + 1)
                sentence = f"« {rule.title} » est remplacé par « {self.engine.rules[other].title} » et {ending}."
                return Explanation(sentence, value, _text(unit), name, (instead,))
        return self.own(name, depth, value, unit)

    def own(self, name: str, depth: int, value: Value, unit: Unit | None) -> Explanation:
        rule = self.engine.rules[name]
        ending = _reached(value, unit)
        given = self.engine.situation.get(name)
        if given is not None and given is not UNDEFINED:
            return Explanation(f"« {rule.title} » {ending}, selon la réponse donnée.", value, _text(unit), name)
        above = rule.parent
        if value is None and above is not None and self.engine.inference.disabling(rule):
            parent = self.value(Ref(above, whole=True), name)[0]
            if parent is None or parent is False:
                title = self.engine.rules[above].title
                sentence = f"« {rule.title} » {ending}, parce que « {title} » ne s’applique pas."
                steps = self.steps([Ref(above, whole=True)], name, depth)
                return Explanation(sentence, value, _text(unit), name, steps)
        if rule.body is None or _asked(rule.body):
            reason = "personne n’y a répondu" if value is UNDEFINED else "par défaut, en attendant une réponse"
            return Explanation(f"« {rule.title} » {ending} : {reason}.", value, _text(unit), name)
        return Explanation(
            f"« {rule.title} » {ending}.", value, _text(unit), name, self.steps([rule.body], name, depth)
        )

    def tell(self, node: Node, context: str, value: Value, unit: Unit | None) -> tuple[str, list[Node]]:
        """The sentence of a step, and the nodes it rests on."""
        result = shown(value, unit)
        match node:
            case Situated(node=inner) | Context(node=inner) if inner is not None:
                return self.tell(inner, context, value, unit)
            case Applicable():
                return self.applicable(node, context, value, unit)
            case Variations(branches=branches):
                return self.variations(branches, context, result)
            case Condition(test=test, then=then, otherwise=otherwise):
                holds = self.holds(test, context)
                followed = [test] if holds is UNDEFINED else [test, then if holds else otherwise]
                return f"La condition {_verdict(holds)} : {result}.", followed
            case Bound(node=inner, limit=limit, ceiling=ceiling):
                return self.bound(inner, limit, ceiling, context, result)
            case Many(kind="toutes" | "une" as kind, items=items):
                return self.conditions(kind, items, context, value)
            case Many(kind=kind, items=items):
                return _MANY[kind].format(value=result) + ".", list(items)
            case Binary():
                return f"{written(node)} = {result}.", [node.left, node.right]
            case Abatement(node=inner, amount=amount):
                return f"Après un abattement de {written(amount)}, il reste {result}.", [inner, amount]
            case Rounded(node=inner):
                return f"Arrondi à {result}.", [inner]
            case InUnit(node=inner, unit=target):
                return f"En {target}, cela fait {result}.", [inner]
            case Default(node=inner, default=default):
                missing = self.value(inner, context)[0] is UNDEFINED
                return (f"Par défaut, {result}.", [default]) if missing else self.tell(inner, context, value, unit)
            case Table(kind=kind, base=base):
                return f"Le {kind} donne {result}." if kind != "grille" else f"La grille donne {result}.", [base]
        return f"{written(node)} : {result}.", children(node)

    def applicable(self, node: Applicable, context: str, value: Value, unit: Unit | None) -> tuple[str, list[Node]]:
        holds = self.holds(node.test, context)
        if holds is UNDEFINED:
            return "On ne sait pas encore si cette règle s’applique.", [node.test]
        met = (holds is not False) is node.wanted
        if not met:
            why = "une condition n’est pas remplie" if node.wanted else "une condition l’écarte"
            return f"Cette règle ne s’applique pas : {why}.", [node.test]
        sentence, followed = self.tell(node.node, context, value, unit)
        if isinstance(node.test, Const):
            return sentence, followed
        return f"Les conditions sont remplies. {sentence}", [node.test, *followed]

    def variations(
        self, branches: tuple[tuple[Node | None, Node], ...], context: str, result: str
    ) -> tuple[str, list[Node]]:
        for number, (test, then) in enumerate(branches, 1):
            holds = True if test is None else self.holds(test, context)
            if holds is UNDEFINED and test is not None:
                return "On ne sait pas encore quel cas s’applique.", [test]
            if holds is not False:
                which = "Aucun autre cas ne s’applique" if test is None else f"Le cas n° {number} s’applique"
                return f"{which} : {result}.", [then] if test is None else [test, then]
        return "Aucun cas ne s’applique.", [test for test, _ in branches if test is not None]

    def bound(self, inner: Node, limit: Node, ceiling: bool, context: str, result: str) -> tuple[str, list[Node]]:
        before, after = self.value(inner, context), self.value(limit, context)
        word = "plafond" if ceiling else "plancher"
        top = shown(*after)
        if after[0] is None or after[0] is False:
            return f"Aucun {word} ne s’applique : {result}.", [inner]
        if shown(*before) != result:
            return f"Le {word} de {top} s’applique à {shown(*before)} : {result}.", [inner, limit]
        return f"Le {word} de {top} n’est pas atteint : {result}.", [inner, limit]

    def conditions(self, kind: str, items: tuple[Node, ...], context: str, value: Value) -> tuple[str, list[Node]]:
        failing = [item for item in items if self.holds(item, context) is False]
        holding = [item for item in items if self.holds(item, context) not in (False, UNDEFINED)]
        if value is UNDEFINED:
            return "Il manque une réponse pour savoir si les conditions sont remplies.", list(items)
        if kind == "toutes":
            return (
                ("Toutes les conditions sont remplies.", list(items))
                if value
                else (
                    "Une condition au moins n’est pas remplie.",
                    failing[:1],
                )
            )
        return (
            ("Une des conditions est remplie.", holding[:1])
            if value
            else ("Aucune des conditions n’est remplie.", list(items))
        )


def _asked(body: Node) -> bool:
    """Whether a rule has nothing of its own but bounds and a unit for the answer."""
    while isinstance(body, (InUnit, Bound, Rounded)):
        body = body.node
    return isinstance(body, Situated) and body.node is None


def _reached(value: Value, unit: Unit | None) -> str:
    if value is None:
        return "ne s’applique pas"
    return "n’est pas encore connu" if value is UNDEFINED else f"vaut {shown(value, unit)}"


def _verdict(holds: Value) -> str:
    return "n’est pas encore connue" if holds is UNDEFINED else "n’est pas remplie" if holds is False else "est remplie"


def _text(unit: Unit | None) -> str | None:
    return None if unit is None else str(unit)
