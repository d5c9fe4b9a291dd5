"""A model: every rule read, who replaces and disables whom, which rule a name means, what is wrong so far.

Nothing is computed. A rule that cannot be read keeps its problem and the others work: whoever evaluates it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from publicodes.collation import collated
from publicodes.errors import Place, PublicodesError, ReferenceProblem
from publicodes.limits import Limits
from publicodes.mechanisms import Reader
from publicodes.nodes import Const, Node, Ref, Situated
from publicodes.reading import is_list
from publicodes.rules import SEPARATOR, Flat, Replacement, Rule, ancestors, flatten, parent

ENGLISH_TYPES: Final = {"string": "texte", "boolean": "booléen", "number": "nombre", "text": "texte"}
TYPES: Final = frozenset(
    ("texte", "booléen", "nombre", "date", "liste", "paragraphe", "objet", "notification", "groupe")
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the author should see. `serious`: the rule cannot be computed as written."""

    place: Place
    message: str
    serious: bool = False


@dataclass(slots=True)
class Model:
    rules: dict[str, Rule]
    remarks: list[Remark] = field(default_factory=list)
    # Replaced rule → who replaces it, the one that wins first.
    replacements: dict[str, list[tuple[str, Replacement]]] = field(default_factory=dict)
    # Disabled rule → rules that disable it.
    disablers: dict[str, list[str]] = field(default_factory=dict)
    resolved: dict[tuple[str, str], str] = field(default_factory=dict)

    def resolve(self, name: str, context: str) -> str:
        """The full name a reference means inside the rule `context` ("" for none).

        Raises ReferenceProblem with the nearest name when nothing fits, or when the rule is private to others.
        """
        found = self.resolved.get((name, context))
        if found is None:
            found = self.resolved[name, context] = self._resolve(name, context)
        return found

    def _resolve(self, name: str, context: str) -> str:
        forbidden = None
        for candidate in _candidates(name, context):
            if candidate in self.rules and candidate != context:
                if self.accessible(candidate, context):
                    return candidate
                forbidden = candidate
        if context in self.rules and context in _candidates(name, context):
            return context
        if forbidden:
            raise ReferenceProblem(f"La règle « {forbidden} » est privée : elle ne se lit pas d’ici.")
        raise ReferenceProblem(f"Aucune règle ne s’appelle « {name} ».{self.nearest(name, context)}")

    def nearest(self, name: str, context: str = "") -> str:
        """A sentence with the name that was probably meant, or nothing."""
        bare = name.replace("^ . ", "")
        near = get_close_matches(bare, self.rules, 1, 0.75)
        if not near:
            last = bare.rpartition(SEPARATOR)[2]
            ends = {key.rpartition(SEPARATOR)[2]: key for key in self.rules}
            near = [ends[end] for end in get_close_matches(last, ends, 1, 0.75)]
        return f" Vouliez-vous écrire « {near[0]} » ?" if near else ""

    def accessible(self, name: str, context: str) -> bool:
        """A private rule, or one under it, is read from where it was written and below."""
        for each in (name, *ancestors(name)):
            if each in self.rules and self.rules[each].private:
                home = parent(each)
                if home is not None and context != home and not context.startswith(home + SEPARATOR):
                    return False
        return True

    def replacers(self, target: str, context: str) -> tuple[str, ...]:
        """Who stands in for `target` when the rule `context` names it, the one that wins first."""
        found = self.replacements.get(target)
        if not found:
            return ()
        return tuple(name for name, how in found if name != context and _reaches(how, context))


def _reaches(how: Replacement, context: str) -> bool:
    def inside(names: tuple[str, ...]) -> bool:
        return any(context == name or context.startswith(name + SEPARATOR) for name in names)

    return (not how.within or inside(how.within)) and not inside(how.outside)


def _candidates(name: str, context: str) -> list[str]:
    if name.startswith("^ . "):
        name = name.replace("^ . ", "")
        above = [*reversed(list(ancestors(context)))]
        return [*(each + SEPARATOR + name for each in above), name, context + SEPARATOR + name]
    above = [context, *ancestors(context)] if context else []
    return [*(each + SEPARATOR + name for each in above), name]


def load(sources: Iterable[tuple[str | None, Mapping[str, Any]]], limits: Limits) -> Model:
    """Every rule of the files. Raises LimitReached; all else becomes a remark of the model."""
    flat = flatten(sources, limits)
    model = Model({})
    for place in flat.twice:
        model.remarks.append(Remark(place, "Cette règle est écrite deux fois : la dernière compte."))
    for name in list(flat.rules):
        _with_parents(flat, name, model)
    for name, (raw, place, private) in flat.rules.items():
        model.rules[name] = _rule(name, raw, place, private, model)
    _connect(model)
    return model


def _with_parents(flat: Flat, name: str, model: Model) -> None:
    for above in ancestors(name):
        if above not in flat.rules:
            place = flat.rules[name][1]
            flat.rules[above] = (None, place, False)
            model.remarks.append(Remark(place, f"La règle parente « {above} » n’existe pas : elle est supposée vide."))


def _rule(name: str, raw: Any, place: Place, private: bool, model: Model) -> Rule:
    reader = Reader(place)
    metadata = raw if isinstance(raw, Mapping) else {}
    rule = Rule(name, place, metadata, private)
    try:
        rule = rule.with_(
            body=reader.rule(raw),
            replacements=tuple(_replacements(metadata.get("remplace"))),
            disables=tuple(_names(metadata.get("rend non applicable"))),
            choices=tuple(_choices(metadata, reader)),
            lines=reader.lines,
        )
    except PublicodesError as error:
        rule = rule.with_(body=Situated(None), problems=(error,))
        model.remarks.append(Remark(error.place, error.message, serious=True))
    _type(metadata, reader)
    model.remarks.extend(Remark(Place(place.file, line, name), sentence) for line, sentence in reader.warnings)
    return rule


def _type(metadata: Mapping[str, Any], reader: Reader) -> None:
    kind = metadata.get("type")
    if kind in ENGLISH_TYPES:
        reader.warn(f"Le type « {kind} » s’écrit « {ENGLISH_TYPES[kind]} ».")
    elif kind is not None and kind not in TYPES:
        reader.warn(f"Le type « {kind} » n’existe pas : nombre, booléen, texte ou date.")


def _replacements(raw: Any) -> Iterable[Replacement]:
    for item in raw if is_list(raw) else [] if raw is None else [raw]:
        if isinstance(item, Mapping):
            priority = item.get("priorité", 0)
            yield Replacement(
                str(item.get("références à", "")),
                int(priority) if isinstance(priority, (int, float)) else 0,
                tuple(_names(item.get("dans"))),
                tuple(_names(item.get("sauf dans"))),
            )
        else:
            yield Replacement(str(item))


def _names(raw: Any) -> Iterable[str]:
    return [str(name) for name in (raw if is_list(raw) else [] if raw is None else [raw])]


def _choices(metadata: Mapping[str, Any], reader: Reader) -> Iterable[Node | str]:
    raw = metadata.get("une possibilité", metadata.get("plusieurs possibilités"))
    if isinstance(raw, Mapping):
        raw = raw.get("possibilités", [])
    for item in raw if is_list(raw) else []:
        node = reader.node(item)
        yield node if isinstance(node, Const) else node.name if isinstance(node, Ref) else node


def _connect(model: Model) -> None:
    """« remplace » and « rend non applicable », from the rule that says it to the rule it is said of."""
    for rule in model.rules.values():
        for how in rule.replacements:
            if (target := _target(model, rule, how.target)) is not None:
                within = tuple(filter(None, (_target(model, rule, name) for name in how.within)))
                outside = tuple(filter(None, (_target(model, rule, name) for name in how.outside)))
                if how.within and not within:
                    continue
                found = Replacement(target, how.priority, within, outside)
                model.replacements.setdefault(target, []).append((rule.name, found))
        for name in rule.disables:
            if (target := _target(model, rule, name)) is not None:
                model.disablers.setdefault(target, []).append(rule.name)
    for found_all in model.replacements.values():
        found_all.sort(key=lambda pair: collated(pair[0]), reverse=True)
        found_all.sort(key=lambda pair: -pair[1].priority)


def _target(model: Model, rule: Rule, name: str) -> str | None:
    try:
        return model.resolve(name, rule.name)
    except ReferenceProblem as error:
        model.remarks.append(Remark(rule.place, error.message, serious=True))
        return None
