"""A condition of rules as a person reads it: « Prix du vélo : 500 € au moins (ici 350 €) ». French: so are the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mob.eligibility import facts, places
from mob.eligibility.books.phrases import PEOPLE, PHRASES, REFUSED
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
    text = raised(teller.told(requirement.node, requirement.wanted))
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
            case Many(kind="toutes" | "une" as kind):
                return self.several(kind, node, wanted)
            case Ref():
                return self.named(node, wanted)
            case IsApplicable(node=Ref() as ref, negated=negated) | IsDefined(node=Ref() as ref, negated=negated):
                return self.told(ref, wanted is not negated)
        return written(node) if wanted else f"Sauf {written(node)}"

    def named(self, node: Ref, wanted: bool) -> str:
        """A rule that holds or not: by what the national model's facts are called, else by its title or question."""
        name = self.name(node) or ""
        if not wanted and name in REFUSED:
            return REFUSED[name].label
        text = _phrase(name, wanted) or self.title(node)
        if text.endswith("?"):
            return f"« {text} » : {'oui' if wanted else 'non'}"
        return text if wanted else f"Sauf {lowered(text)}"

    def several(self, kind: str, node: Many, wanted: bool) -> str:
        """« a, b ou c », « a et b », « ni a, ni b », « pas à la fois a et b »; what would be too long is only announced."""
        parts = [lowered(self.inner(item, kind)) for item in _level(kind, node)]
        if sum(map(len, parts)) > SHORT:
            return _MANY[kind, wanted]
        if wanted:
            return _listed(parts, "ou" if kind == "une" else "et")
        return ", ".join(f"ni {part}" for part in parts) if kind == "une" else f"Pas à la fois {_listed(parts, 'et')}"

    def inner(self, node: Node, around: str) -> str:
        """A condition among others. A choice among things that all count is held together by brackets."""
        text = self.told(node, True)
        return f"({text})" if around == "toutes" and isinstance(node, Many) else text

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


def _level(kind: str, node: Many) -> Iterator[Node]:
    """The conditions of a list, with those of the lists of the same kind inside it."""
    for item in node.items:
        if isinstance(item, Many) and item.kind == kind:
            yield from _level(kind, item)
        else:
            yield item


def _listed(parts: Sequence[str], word: str) -> str:
    """« a, b ou c », « a, ou b et c », « a ; b, et c ; ou d »: what is itself a list is kept apart."""
    *first, last = parts
    if not first:
        return last
    if any(", " in part or (len(parts) > 2 and " et " in part) for part in parts):
        return f"{'; '.join([*first, ''])}{word} {last}".replace("; ", f"{HARD_SPACE}; ")
    pause = "," if word == "ou" and any(mark in part for part in parts for mark in (" ou ", " et ", " : ")) else ""
    return f"{', '.join(first)}{pause} {word} {last}"


def _phrase(name: str, wanted: bool) -> str:
    """What a fact of the national model is called; of a person, what she is or does. Empty for another rule."""
    if name not in PHRASES:
        return ""
    return PHRASES[name].to_do if wanted and name in PEOPLE else PHRASES[name].label


def lowered(text: str) -> str:
    """In the middle of a sentence; an acronym keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in (" ", "’") else text


def raised(text: str) -> str:
    """At the beginning of a sentence."""
    return text[:1].upper() + text[1:]
