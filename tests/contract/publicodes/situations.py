"""Situations for a model, drawn so that rules are reached: values come from what the rules themselves compare with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from publicodes import Engine, PublicodesError
from publicodes.inference import mentioned
from publicodes.nodes import Binary, Const, Node, Ref, children
from publicodes.rules import ancestors

Situation = dict[str, Any]


def questions(engine: Engine) -> list[str]:
    """The rules a person answers."""
    return [
        name
        for name, rule in engine.rules.items()
        if rule.question is not None or rule.choices or ("par défaut" in rule.raw and "valeur" not in rule.raw)
    ]


class Drawing:
    """`candidates`: for each question the values that may change something, as the language writes them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.questions = questions(engine)
        self._of: dict[str, dict[str, list[str]]] = {}
        self.everything: dict[str, list[str]] = defaultdict(list)
        for name in engine.rules:
            for question, values in self.compared(name).items():
                self.everything[question] += values
        for question in self.questions:
            self.everything[question] += self._usual(question)

    def _usual(self, question: str) -> list[str]:
        rule, kind = self.engine.rules[question], self.engine.inference.kinds.get(question)
        if rule.choices:
            return [f"'{each.value if isinstance(each, Const) else each}'" for each in rule.choices]
        if kind == "booléen":
            return ["oui", "non"]
        return ["0", "1", "2", "17", "30", "900", "12500", "45000"] if kind == "nombre" else []

    def compared(self, name: str) -> dict[str, list[str]]:
        """What one rule compares questions with."""
        found: dict[str, list[str]] = defaultdict(list)
        for node in _all(self.engine.rules[name].body):
            if isinstance(node, Binary) and isinstance(node.left, Ref) and isinstance(node.right, Const):
                target = self._target(node.left, name)
                for reached in self._behind(target):
                    found[reached] += _around(node.right)
        return found

    def _target(self, ref: Ref, context: str) -> str | None:
        try:
            return self.engine.model.resolve(ref.name, context)
        except PublicodesError:
            return None

    def _behind(self, name: str | None) -> list[str]:
        """The questions a compared rule comes from: itself, or the numbers it is made of."""
        if name is None:
            return []
        if name in self.questions:
            return [name]
        targets = (self._target(ref, name) for ref in mentioned(self.engine.rules[name].body))
        return [target for target in targets if target in self.questions]

    def reached(self, name: str) -> dict[str, list[str]]:
        """What a rule and all it calls compare with, the rule's own first."""
        if name not in self._of:
            seen, queue = {name}, [name]
            found: dict[str, list[str]] = defaultdict(list)
            while queue:
                each = queue.pop(0)
                for question, values in self.compared(each).items():
                    found[question] += values
                body = self.engine.rules[each].body
                for target in [*(self._target(ref, each) for ref in mentioned(body)), *ancestors(each)]:
                    if target in self.questions:
                        found[target] += self._usual(target)
                    if target and target not in seen and (each == name or not target.startswith("aides . ")):
                        seen.add(target)
                        queue.append(target)
            self._of[name] = dict(found)
        return self._of[name]

    def anyone(self, draw: Random, share: float = 0.8) -> Situation:
        """Anybody: most questions answered, with whatever value some rule looks at."""
        return {
            name: draw.choice(self.everything[name])
            for name in self.questions
            if self.everything[name] and draw.random() < share
        }

    def somebody_for(self, name: str, draw: Random) -> Situation:
        """Somebody a given rule has been written for, perhaps."""
        situation = self.anyone(draw, 0.5)
        for question, values in self.reached(name).items():
            if draw.random() < 0.95:
                situation[question] = draw.choice(values)
        return situation

    def payers(self, name: str, draw: Random, tries: int) -> Iterator[Situation]:
        """Situations under which the rule gives more than nothing."""
        for _ in range(tries):
            situation = self.somebody_for(name, draw)
            value = self.engine.with_situation(situation).evaluate({"valeur": name, "unité": "€"}).value
            if isinstance(value, float) and value > 0:
                yield situation


def _all(node: Node | None) -> Iterator[Node]:
    stack = [node] if node else []
    while stack:
        each = stack.pop()
        yield each
        stack += children(each)


def _around(const: Const) -> list[str]:
    """The value compared with, and its neighbours when it is a number."""
    value, unit = const.value, f" {const.unit}" if const.unit else ""
    if isinstance(value, bool):
        return ["oui" if value else "non"]
    if isinstance(value, str):
        return [f"'{value}'"]
    if isinstance(value, (date, type(None))):
        return []
    return [f"{number!r}{unit}" for number in (value - 1, float(value), value + 1)]
