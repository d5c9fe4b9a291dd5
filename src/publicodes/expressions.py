"""Reading one expression: `localisation . epci = 'Métropole de Lyon'`, `20% * vélo . prix + 5 €/mois`.

Operators stand between spaces, so that names may hold hyphens and units a slash. A text runs to the last quote of its
kind: published rules write `'demandeur d'emploi'`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from publicodes import dates, units
from publicodes.errors import LimitReached, SyntaxProblem
from publicodes.limits import DEFAULT
from publicodes.nodes import Binary, Const, Node, Ref

_WORD = r"[^\W\d_][\w'’ʼ%€°²&:?$_-]*"
_NEXT = r"[\w'’ʼ%€°²&:?$][\w'’ʼ%€°²&:?$-]*"
_FRAGMENT = rf"{_WORD}(?: {_NEXT})*"
_NAME = re.compile(rf"(?:\^ \. )*{_FRAGMENT}(?: \. {_NEXT}(?: {_NEXT})*)*")
_DATE = re.compile(r"(?:\d{1,2}/)?\d{1,2}/\d{4}(?=$|[\s)])")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?![\d.])")
_UNIT = re.compile(r" ?(?:[^\W\d_]|[€%$£°]|/[^\W\d_])(?:(?! (?:[-+*/<>=]|//|\*\*|!=|<=|>=) )[^()+*=<>!\"])*")
_OPERATOR = re.compile(r"\s+(\*\*|//|<=|>=|!=|[-+*/<>=])\s+")
_LINES = re.compile(r"\s*\n\s*")
_LEVELS: tuple[tuple[str, ...], ...] = (("=", "!=", "<", "<=", ">", ">="), ("+", "-"), ("*", "/", "//"))
_BOOLEANS = {"oui": True, "non": False}


@lru_cache(maxsize=20_000)
def parse(text: str) -> Node:
    """Raises SyntaxProblem with the expression and where it stops being one, LimitReached beyond `limits.DEFAULT`."""
    if len(text) > DEFAULT.expression_chars:
        raise LimitReached(f"Une expression dépasse {DEFAULT.expression_chars} caractères.")
    return _Reader(_LINES.sub(" ", text) if "\n" in text else text).whole()


class _Reader:
    def __init__(self, text: str) -> None:
        # The quotes of a text over several lines keep one space at each end.
        self.text = text.strip()
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        if not self.text:
            raise SyntaxProblem("Une valeur est vide : vérifiez ce qui est écrit à droite des deux-points.")
        node = self.level(0)
        if self.at < len(self.text):
            raise self.problem("La fin de l’expression est attendue ici")
        return node

    def level(self, index: int) -> Node:
        if index == len(_LEVELS):
            return self.power()
        node = self.level(index + 1)
        while operator := self.operator(_LEVELS[index]):
            node = Binary(operator, node, self.level(index + 1))
        return node

    def power(self) -> Node:
        base = self.operand()
        if self.operator(("**",)):
            return Binary("**", base, self.deeper(self.power))
        return base

    def operator(self, wanted: tuple[str, ...]) -> str | None:
        found = _OPERATOR.match(self.text, self.at)
        if not found or found[1] not in wanted:
            return None
        self.at = found.end()
        return found[1]

    def operand(self) -> Node:
        text, at = self.text, self.at
        if text.startswith("(", at):
            return self.deeper(self.parentheses)
        if text[at : at + 1] in ("'", '"'):
            return self.quoted()
        if found := _DATE.match(text, at):
            if (day := self.date(found[0])) is not None:
                self.at = found.end()
                return day
        elif found := _NUMBER.match(text, at):
            return self.number(found)
        if text.startswith("-", at):
            self.at = at + 1 + (text[at + 1 : at + 2] == " ")
            return Binary("-", Const(0.0), self.deeper(self.operand))
        if found := _NAME.match(text, at):
            self.at = found.end()
            name = found[0]
            return Const(_BOOLEANS[name]) if name in _BOOLEANS else Ref(name)
        raise self.problem("Un nombre, un nom de règle, un texte entre apostrophes ou une parenthèse est attendu ici")

    def deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEFAULT.nesting:
            raise LimitReached(f"Une expression emboîte plus de {DEFAULT.nesting} parenthèses.")
        node = read()
        self.depth -= 1
        return node

    def parentheses(self) -> Node:
        self.at += 1
        self.spaces()
        node = self.level(0)
        self.spaces()
        if not self.text.startswith(")", self.at):
            raise self.problem("Une parenthèse fermante est attendue ici")
        self.at += 1
        return node

    def spaces(self) -> None:
        while self.text.startswith(" ", self.at):
            self.at += 1

    def quoted(self) -> Node:
        end = self.text.rfind(self.text[self.at])
        if end == self.at:
            raise self.problem("L’apostrophe qui ferme ce texte manque")
        value = self.text[self.at + 1 : end]
        self.at = end + 1
        return Const(value)

    def date(self, written: str) -> Const | None:
        if int(written.split("/")[-2]) > 12 or int(written.split("/")[0]) > 31:
            return None
        try:
            return Const(dates.parse(written))
        except ValueError:
            raise SyntaxProblem(f"La date {written} n’existe pas.") from None

    def number(self, found: re.Match[str]) -> Const:
        value = float(found[0])
        if value in (float("inf"), float("-inf")):
            raise self.problem("Ce nombre est trop grand")
        self.at = found.end()
        written = _UNIT.match(self.text, self.at)
        if not written:
            return Const(value)
        try:
            unit = units.parse(written[0])
        except ValueError:
            raise self.problem("Cette unité ne se lit pas") from None
        self.at += len(written[0].rstrip())
        return Const(value, unit)

    def problem(self, why: str) -> SyntaxProblem:
        rest = self.text[self.at :].lstrip()
        if rest[:1] in set("+-*/<>=!") and self.at:
            why = "Les opérateurs s’écrivent entre deux espaces (« 2 + 2 » et non « 2+2 »)"
        return SyntaxProblem(f"L’expression « {self.text} » ne se lit pas. {why} : « {rest[:30]} ».")
