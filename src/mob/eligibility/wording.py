"""A condition of rules as a person reads it: « Prix du vélo : 500 € au moins (ici 350 €) ». French: so are the rules."""

from __future__ import annotations

from mob.eligibility import facts, places
from mob.eligibility.types import FactKind
from publicodes import Engine, PublicodesError
from publicodes.formatting import HARD_SPACE, shown
from publicodes.nodes import Binary, Const, IsApplicable, IsDefined, Many, Node, Ref
from publicodes.requirements import Requirement
from publicodes.units import Unit
from publicodes.values import UNDEFINED, Value
from publicodes.writing import written

LONGEST, SHORT = 300, 160
_MANY = {
    ("une", True): "L’un des cas que l’aide prévoit",
    ("toutes", True): "Toutes les conditions d’un cas que l’aide prévoit",
    ("une", False): "Aucun des cas que l’aide écarte",
    ("toutes", False): "Hors d’un cas que l’aide écarte",
}
_PLURALS = {"an": "ans", "personne": "personnes", "jour": "jours", "km": "km"}
_LIMITS = {"<=": "{} au plus", ">=": "{} au moins", "<": "moins de {}", ">": "plus de {}", "=": "{}", "!=": "sauf {}"}
_MIRROR = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
_OPPOSITE = {"<=": ">", ">": "<=", ">=": "<", "<": ">=", "=": "!=", "!=": "="}


def sentence(engine: Engine, requirement: Requirement) -> str:
    """What must hold, and what the person's answers give when it does not."""
    teller = Teller(engine, requirement.rule)
    text = teller.told(requirement.node, requirement.wanted)
    if requirement.met is False and (found := teller.actual(requirement.node)):
        text += f" (ici {found})"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


class Teller:
    """Reads the nodes of one rule in French."""

    def __init__(self, engine: Engine, rule: str) -> None:
        self.engine = engine
        self.rule = rule

    def told(self, node: Node, wanted: bool) -> str:
        match node:
            case Binary(op=op) if op in _LIMITS:
                return self.compared(node, wanted)
            case Many(kind="toutes" | "une" as kind, items=items):
                return self.several(kind, items, wanted)
            case Ref():
                return self.title(node) if wanted else f"Sauf : {lowered(self.title(node))}"
            case IsApplicable(node=Ref() as ref, negated=negated) | IsDefined(node=Ref() as ref, negated=negated):
                return self.told(ref, wanted is not negated)
        return written(node) if wanted else f"Sauf : {written(node)}"

    def several(self, kind: str, items: tuple[Node, ...], wanted: bool) -> str:
        parts = " ; ".join(lowered(self.told(item, True)) for item in items)
        if len(parts) > SHORT:
            return _MANY[kind, wanted]
        if wanted:
            return f"Une de ces conditions : {parts}" if kind == "une" else f"Toutes ces conditions : {parts}"
        return f"Aucune de ces conditions : {parts}" if kind == "une" else f"Pas toutes ces conditions : {parts}"

    def compared(self, node: Binary, wanted: bool) -> str:
        left, right, op = self.straight(node)
        limit = self.value(right, left)
        return f"{self.title(left)} : {_LIMITS[op if wanted else _OPPOSITE[op]].format(limit)}"

    def straight(self, node: Binary) -> tuple[Node, Node, str]:
        """The name first, then what it is compared with."""
        if isinstance(node.left, Const) and not isinstance(node.right, Const):
            return node.right, node.left, _MIRROR.get(node.op, node.op)
        return node.left, node.right, node.op

    def actual(self, node: Node) -> str:
        """What the person answered, when a condition looks at one thing."""
        if not isinstance(node, Binary) or node.op not in _LIMITS:
            return ""
        left, _, _ = self.straight(node)
        value, unit = self.computed(left)
        return "" if value is None or value is UNDEFINED else self.shown(value, unit, self.kind(left))

    def value(self, node: Node, beside: Node) -> str:
        """A number or text written in the rules, or what a formula is worth here, or its name."""
        if isinstance(node, Const):
            return self.shown(node.value, node.unit, self.kind(beside))
        value, unit = self.computed(node)
        if value is None or value is UNDEFINED:
            return lowered(self.title(node))
        return self.shown(value, unit, self.kind(beside))

    def shown(self, value: Value, unit: Unit | None, kind: FactKind | None) -> str:
        if isinstance(value, str):
            return _labelled(value, kind)
        name = "" if unit is None else unit.text
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= 2:
            name = _PLURALS.get(name, name)
        text = shown(value, name or None)
        return text.replace("/", f"{HARD_SPACE}par{HARD_SPACE}") if name.startswith("€/") else text

    def computed(self, node: Node) -> tuple[Value, Unit | None]:
        try:
            return self.engine.computed(node, self.rule)
        except PublicodesError:
            return UNDEFINED, None

    def name(self, node: Node) -> str | None:
        if not isinstance(node, Ref):
            return None
        try:
            return self.engine.model.resolve(node.name, self.rule)
        except PublicodesError:
            return None

    def kind(self, node: Node) -> FactKind | None:
        name = self.name(node)
        return facts.fact(self.engine, name) if name else None

    def title(self, node: Node) -> str:
        name = self.name(node)
        if name is None:
            return written(node)
        known = facts.known(name)
        return known.title.fr if known is not None else facts.title_of(self.engine, name)


def _labelled(value: str, kind: FactKind | None) -> str:
    """The words of a choice, the name of a place, or the text itself."""
    if kind is None:
        return f"« {value} »"
    found = next((choice for choice in kind.choices if choice.value == value), None)
    return lowered(found.label.fr) if found else places.name_of(kind.name, value)


def lowered(text: str) -> str:
    """In the middle of a sentence; an acronym keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
