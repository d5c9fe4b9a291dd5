"""Mechanisms that give a value: operations, lists, conditions, tables, durations, texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from publicodes import dates
from publicodes.limits import DEFAULT
from publicodes.nodes import (
    Binary,
    Condition,
    Const,
    Duration,
    Inversion,
    IsApplicable,
    IsDefined,
    Logarithm,
    Many,
    Node,
    Table,
    Text,
    Variations,
)
from publicodes.reading import is_list

if TYPE_CHECKING:
    from publicodes.mechanisms.parsing import Reader

Leaf = Callable[["Reader", Any, str], Node]
_HOLE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LINES = re.compile(r"\s*\n\s*")


def _value(reader: Reader, raw: Any, key: str) -> Node:
    return reader.node(raw)


def _many(kind: str) -> Leaf:
    return lambda reader, raw, key: Many(kind, reader.items(raw, key))


def _pair(reader: Reader, raw: Any, key: str) -> tuple[Node, ...]:
    items = reader.items(raw, key)
    if len(items) < 2:
        raise reader.error(f"« {key} » attend deux valeurs.")
    return items[:2]


def _binary(reader: Reader, raw: Any, key: str) -> Node:
    left, right = _pair(reader, raw, key)
    return Binary(key, left, right)


def _logical(kind: str) -> Leaf:
    return lambda reader, raw, key: Many(kind, _pair(reader, raw, key))


def _mapping(reader: Reader, raw: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise reader.error(f"« {key} » attend plusieurs lignes décalées sous son nom.")
    return raw


def _condition(reader: Reader, raw: Any, key: str) -> Node:
    raw = _mapping(reader, raw, key)
    return Condition(reader.part(raw, "si"), reader.part(raw, "alors"), reader.part(raw, "sinon"))


def _variations(reader: Reader, raw: Any, key: str) -> Node:
    if not is_list(raw):
        raise reader.error("« variations » attend une liste de « si… alors… » et un « sinon ».")
    return Variations(tuple(_branch(reader, branch) for branch in raw))


def _branch(reader: Reader, raw: Any) -> tuple[Node | None, Node]:
    raw = _mapping(reader, raw, "variations")
    if "sinon" in raw and "si" not in raw:
        return None, reader.part(raw, "sinon")
    return reader.part(raw, "si"), reader.part(raw, "alors")


def _table(kind: str, column: str) -> Leaf:
    def read(reader: Reader, raw: Any, key: str) -> Node:
        raw = _mapping(reader, raw, key)
        if not is_list(raw.get("tranches")):
            raise reader.error(f"« {key} » attend une liste de « tranches ».")
        multiplier = reader.part(raw, "multiplicateur") if "multiplicateur" in raw else Const(1.0)
        brackets = tuple(_bracket(reader, bracket, column, key) for bracket in raw["tranches"])
        return Table(kind, reader.part(raw, "assiette"), multiplier, brackets)

    return read


def _bracket(reader: Reader, raw: Any, column: str, key: str) -> tuple[Node, Node | None]:
    raw = _mapping(reader, raw, key)
    return reader.part(raw, column), reader.part(raw, "plafond") if "plafond" in raw else None


def _duration(reader: Reader, raw: Any, key: str) -> Node:
    raw = _mapping(reader, raw, key)
    unit = str(raw.get("unité", "jour"))
    if unit not in dates.DURATIONS:
        known = ", ".join(dates.DURATIONS)
        raise reader.error(f"Une durée se compte en {known}, pas en « {unit} ».")
    since = reader.part(raw, "depuis")
    return Duration(since, reader.part(raw, "jusqu'à"), unit)


def _text(reader: Reader, raw: Any, key: str) -> Node:
    text = str(raw)
    if len(text) > DEFAULT.text_chars:
        raise reader.error(f"Un texte dépasse {DEFAULT.text_chars} caractères.")
    pieces = _HOLE.split(text)
    return Text(tuple(reader.node(piece.strip()) if index % 2 else piece for index, piece in enumerate(pieces)))


def _inversion(reader: Reader, raw: Any, key: str) -> Node:
    names = raw.get("avec") if isinstance(raw, Mapping) else raw
    if not is_list(names) or not names:
        raise reader.error("« inversion numérique » attend une liste de noms de règles.")
    return Inversion(tuple(str(name) for name in names))


def _constant(reader: Reader, raw: Any, key: str) -> Node:
    value = _mapping(reader, raw, key).get("nodeValue")
    return Const(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)


LEAVES: dict[str, Leaf] = {
    "valeur": _value,
    "formule": _value,
    "somme": _many("somme"),
    "produit": _many("produit"),
    "moyenne": _many("moyenne"),
    "le maximum de": _many("maximum"),
    "le minimum de": _many("minimum"),
    "toutes ces conditions": _many("toutes"),
    "une de ces conditions": _many("une"),
    "et": _logical("toutes"),
    "ou": _logical("une"),
    **dict.fromkeys(("+", "-", "*", "/", "//", "**", "<", "<=", ">", ">=", "=", "!="), _binary),
    "condition": _condition,
    "variations": _variations,
    "est applicable": lambda reader, raw, _key: IsApplicable(reader.node(raw), negated=False),
    "est non applicable": lambda reader, raw, _key: IsApplicable(reader.node(raw), negated=True),
    "est défini": lambda reader, raw, _key: IsDefined(reader.node(raw), negated=False),
    "est non défini": lambda reader, raw, _key: IsDefined(reader.node(raw), negated=True),
    "barème": _table("barème", "taux"),
    "grille": _table("grille", "montant"),
    "taux progressif": _table("taux progressif", "taux"),
    "durée": _duration,
    "texte": _text,
    "logarithme": lambda reader, raw, _key: Logarithm(reader.node(raw)),
    "inversion numérique": _inversion,
    "constant": _constant,
}
