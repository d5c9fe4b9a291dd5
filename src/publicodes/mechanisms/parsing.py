"""From raw data to a node: an expression, a number, or a mapping of mechanisms. Warnings gather beside the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from publicodes import expressions, units
from publicodes.errors import LimitReached, Place, PublicodesError, SyntaxProblem
from publicodes.limits import DEFAULT
from publicodes.mechanisms import chain, leaves
from publicodes.nodes import Blank, Const, Node, Situated
from publicodes.reading import is_list, line_of
from publicodes.units import Unit

# Keys of a rule that say something of it and change no value.
METADATA = frozenset(
    "titre description question note notes références référence résumé icônes icone acronyme type nom privé rangée "
    "exemples avec remplace lien suggestions métadonnées experimental expérimental".split()
) | {
    "rend non applicable",
    "identifiant court",
    "titre court",
    "unité attendue",
    "valeur attendue",
    "dernière mise à jour",
    "date de fin",
    "choix obligatoire",
    "possiblement non applicable",
    "une possibilité",
    "plusieurs possibilités",
    "possibilités",
}


class Reader:
    """Reads the mechanisms of one rule. `warnings` are (line, sentence): data broken in a known way still loads."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.warnings: list[tuple[int, str]] = []
        self.line = place.line
        self.depth = 0
        # Where each node was written; the nodes outlive this table.
        self.lines: dict[int, int] = {}

    def warn(self, sentence: str) -> None:
        self.warnings.append((self.line, sentence))

    def error(self, sentence: str) -> SyntaxProblem:
        return SyntaxProblem(sentence, self.here())

    def here(self) -> Place:
        return Place(self.place.file, self.line, self.place.rule)

    def node(self, raw: Any) -> Node:
        """One value inside a rule. Raises SyntaxProblem with the line."""
        self.depth += 1
        if self.depth > DEFAULT.nesting:
            raise LimitReached(f"Une règle emboîte plus de {DEFAULT.nesting} mécanismes.", self.here())
        try:
            node = self._node(raw)
            self.lines.setdefault(id(node), self.line)
            return node
        except PublicodesError as error:
            raise error.at(self.here()) from None
        finally:
            self.depth -= 1

    def _node(self, raw: Any) -> Node:
        if isinstance(raw, str):
            return expressions.parse(raw)
        if isinstance(raw, (bool, date)):
            return Const(raw)
        if isinstance(raw, (int, float)):
            return Const(self.number(raw))
        if isinstance(raw, Mapping):
            return self.mechanisms(raw)
        if raw is None:
            raise self.error("Une valeur est vide : vérifiez ce qui est écrit à droite des deux-points.")
        raise self.error("Une liste ne peut pas être une valeur : il manque un mécanisme, par exemple « somme ».")

    def number(self, raw: float) -> float:
        try:
            value = float(raw)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise self.error("Ce nombre n’en est pas un, ou il est trop grand.")
        return value

    def part(self, raw: Mapping[str, Any], key: str) -> Node:
        """The value under a key of a mechanism."""
        with_line = line_of(raw, key)
        before, self.line = self.line, with_line or self.line
        if key not in raw:
            raise self.error(f"« {key} » manque.")
        node = self.node(raw[key])
        self.line = before
        return node

    def items(self, raw: Any, key: str) -> tuple[Node, ...]:
        if not is_list(raw):
            raise self.error(f"« {key} » attend une liste.")
        return tuple(self.item(raw, index) for index in range(len(raw)))

    def item(self, raw: Any, index: int) -> Node:
        before, self.line = self.line, line_of(raw, index) or self.line
        node = self.node(raw[index])
        self.line = before
        return node

    def unit(self, raw: Any) -> Unit:
        try:
            return units.parse(str(raw if raw is not None else ""))
        except ValueError:
            raise self.error(f"L’unité « {raw} » ne se lit pas.") from None

    def mechanisms(self, raw: Mapping[str, Any]) -> Node:
        self.unknown(raw)
        value = self.leaf(raw)
        if value is None and not any(key in raw for key in chain.CHAIN):
            raise self.error("Aucun mécanisme connu ici : " + ", ".join(f"« {key} »" for key in raw) + ".")
        return chain.wrapped(self, raw, Blank() if value is None else value)

    def rule(self, raw: Any) -> Node:
        """The body of a rule: its own value gives way to the answer given for it."""
        if is_list(raw):
            self.warn("Une liste seule n’est pas lue : il manque un mécanisme, par exemple « somme ».")
            return Situated(None)
        if not isinstance(raw, Mapping):
            return Situated(None if raw is None else self.node(raw))
        self.unknown(raw)
        return chain.wrapped(self, raw, Situated(self.leaf(raw)))

    def leaf(self, raw: Mapping[str, Any]) -> Node | None:
        """The mechanism that gives the value; None when the keys only transform one."""
        found = [key for key in leaves.LEAVES if key in raw]
        if "formule" in found and "valeur" in found:
            found.remove("valeur")
        if len(found) > 1:
            names = ", ".join(f"« {key} »" for key in found)
            raise self.error(
                f"Ces mécanismes sont au même niveau : {names}. C’est souvent un décalage de trop peu d’espaces."
            )
        if not found:
            return None
        key = found[0]
        before, self.line = self.line, line_of(raw, key) or self.line
        node = leaves.LEAVES[key](self, raw[key], key)
        self.lines.setdefault(id(node), self.line)
        self.line = before
        return node

    def unknown(self, raw: Mapping[str, Any]) -> None:
        """A key close to a known one is a slip; any other is data of somebody else's."""
        known = [*leaves.LEAVES, *chain.CHAIN, *METADATA]
        for key in raw:
            if key in leaves.LEAVES or key in chain.CHAIN or key in METADATA:
                continue
            near = get_close_matches(str(key), known, 1, 0.8)
            if near:
                before, self.line = self.line, line_of(raw, key) or self.line
                self.warn(f"« {key} » n’est pas un mécanisme et n’est pas lu. Vouliez-vous écrire « {near[0]} » ?")
                self.line = before
