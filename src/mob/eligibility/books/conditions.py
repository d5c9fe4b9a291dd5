"""The conditions of a rule, said in French: what to do to meet them, or a few words when they head an amount."""

from __future__ import annotations

from mob.eligibility.books import amounts
from mob.eligibility.books.phrases import BIKES, LABELS, NUMBERS, PHRASES, REFUSED, Phrase
from publicodes.errors import ReferenceProblem
from publicodes.formatting import shown
from publicodes.model import Model
from publicodes.nodes import Binary, Const, IsApplicable, IsDefined, Many, Node, Ref
from publicodes.rules import SEPARATOR
from publicodes.units import Unit

_TOO_LONG = "respecter une limite qui dépend du vélo ou des revenus"
_GIVERS = {
    "aides . commune": "de la commune",
    "aides . intercommunalité": "de l’intercommunalité",
    "aides . département": "du département",
    "aides . région": "de la région",
    "aides . état": "de l’État",
}
_BOUNDS = {
    "<=": "de {value} au plus",
    "<": "de moins de {value}",
    ">=": "de {value} au moins",
    ">": "de plus de {value}",
    "=": "de {value}",
}
_BARE = {"<=": "{value} au plus", "<": "moins de {value}", ">=": "{value} au moins", ">": "plus de {value}"}
_PAIRS = {"vélo électrique ou sans assistance": ("vélo électrique", "vélo sans assistance")}
_PERIODS = {"an": "par an", "mois": "par mois"}


class Conditions:
    """Says the conditions of the rule `target` of a model."""

    def __init__(self, model: Model, target: str) -> None:
        self.model = model
        self.target = target

    def to_do(self, node: Node) -> str:
        """« avoir 18 ans ou plus », to follow « Il faut »."""
        match node:
            case Ref(name=name):
                return self.phrase(name).to_do
            case Binary(op="=" | "!=", left=Ref(name=name), right=Const(value=bool() as value)):
                return self.phrase(name).to_do if value is (node.op == "=") else self.refused(name).to_do
            case Binary(op="=", left=left, right=Const(value=False)):
                return f"ne pas {self.to_do(left)}"
            case Binary():
                return self.compared(node, NUMBERS, _BOUNDS)
            case Many(kind="une", items=items):
                return self.one_of(items)
            case Many(items=items):
                return " et ".join(self.to_do(item) for item in items)
        return self.other(node)

    def label(self, node: Node | None) -> str:
        """« vélo cargo », to head an amount; « autres cas » for None."""
        match node:
            case None:
                return "autres cas"
            case Ref(name=name):
                return self.phrase(name).label
            case Binary(op="=" | "!=", left=Ref(name=name), right=Const(value=bool() as value)):
                return self.phrase(name).label if value is (node.op == "=") else self.refused(name).label
            case Binary():
                return self.compared(node, LABELS, _BARE if _is_about(node, "vélo . prix") else _BOUNDS)
            case Many(kind="une", items=items):
                return _either([self.label(item) for item in items])
            case Many(items=items):
                return ", ".join(self.label(item) for item in items)
        return self.other(node)

    def one_of(self, items: tuple[Node, ...]) -> str:
        names = [item.name if isinstance(item, Ref) else "" for item in items]
        bikes = [BIKES[name] for name in names if name in BIKES and BIKES[name].to_do.startswith("choisir")]
        if len(bikes) == len(items):
            return f"choisir un {_either([bike.label for bike in bikes])}"
        return f"remplir une de ces conditions : {' ; '.join(self.to_do(item) for item in items)}"

    def phrase(self, name: str) -> Phrase:
        """The words of a fact, or of a condition the aid asks about itself."""
        full = self.full(name)
        if full in PHRASES:
            return PHRASES[full]
        if full.startswith("aides . ") and full.count(SEPARATOR) == 1:
            return self.other_aid(full)
        title = self.model.rules[full].raw.get("titre") if full in self.model.rules else None
        label = str(title or full.rpartition(SEPARATOR)[2])
        return Phrase(f"remplir la condition « {label} »", label)

    def other_aid(self, full: str) -> Phrase:
        """An aid that comes with another one."""
        if full in _GIVERS:
            return Phrase(f"recevoir aussi une aide {_GIVERS[full]}", f"aide {_GIVERS[full]}")
        giver = self.model.rules[full].raw.get("titre") or full.rpartition(SEPARATOR)[2]
        return Phrase(f"recevoir aussi l’aide de ce financeur : {giver}", f"aide de ce financeur : {giver}")

    def refused(self, name: str) -> Phrase:
        """The contrary."""
        words = self.phrase(name)
        return REFUSED.get(self.full(name)) or Phrase(f"ne pas {words.to_do}", f"sauf {words.label}")

    def compared(self, node: Binary, words: dict[str, str], bounds: dict[str, str]) -> str:
        """A number against a limit; a limit that is a rule of its own is told by its value."""
        match node:
            case Binary(op=op, left=Ref(name=name), right=right) if op in bounds and self.full(name) in words:
                limit = self.limit(right)
                if limit:
                    return _joined(words[self.full(name)], bounds[op].format(value=limit))
                return f"{words[self.full(name)]} sous un plafond qui dépend du foyer"
            case Binary(left=Ref(name=name)) if self.full(name).startswith("aides . "):
                return self.phrase(name).to_do
        return self.other(node)

    def limit(self, node: Node) -> str:
        match node:
            case Const(value=float() as value, unit=unit):
                return _amount(value, unit)
            case Ref(name=name) if self.full(name) in self.model.rules:
                body = self.model.rules[self.full(name)].body
                found = amounts.cases(self.model, self.full(name)) if body else ()
                return _amount(found[0].most, None) if len(found) == 1 and found[0].most else ""
        return ""

    def full(self, name: str) -> str:
        try:
            return self.model.resolve(name, self.target)
        except ReferenceProblem:
            return name

    def other(self, node: Node) -> str:
        """What would take a page to say."""
        if isinstance(node, (IsApplicable, IsDefined)) and isinstance(node.node, Ref):
            return self.phrase(node.node.name).to_do
        return _TOO_LONG


def _is_about(node: Binary, name: str) -> bool:
    return isinstance(node.left, Ref) and node.left.name.startswith(name)


def _amount(value: float, unit: Unit | None) -> str:
    """« 26 200 € par an », « 18 ans »."""
    if unit is None or unit.over == ("€",):
        period = _PERIODS.get(unit.under[0]) if unit and len(unit.under) == 1 else None
        return " ".join(filter(None, (shown(value, "€"), period)))
    text = shown(value, unit)
    return f"{text}s" if unit.over == ("an",) and value >= 2 else text


def _joined(words: str, bound: str) -> str:
    """« avoir un revenu … de 26 200 € au plus »; an age is said as one says it."""
    return bound.replace("de ", "avoir ", 1) if words == "avoir un âge" else f"{words} {bound}"


def _either(labels: list[str]) -> str:
    """« vélo cargo, pliant ou adapté »: the first word once when they all begin with it."""
    labels = [part for label in labels for part in _PAIRS.get(label, (label,))]
    first = labels[0].partition(" ")[0]
    if all(label.startswith(f"{first} ") for label in labels):
        labels = [labels[0], *(label[len(first) + 1 :] for label in labels[1:])]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} ou {labels[-1]}"
