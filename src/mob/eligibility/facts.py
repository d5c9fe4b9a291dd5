"""What rules may ask, by name: how it is asked, what an answer looks like, who can certify it, how long it stays true.

Type, unit and choices come from the rules themselves; wording and order from `models/questions.toml`. A question that
only one aid asks is asked in that rule's own words.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.text import slugify

from mob.catalogue.types import Answer, ChoiceContent, FieldContent, FieldKind, Words
from mob.eligibility.types import Choice, FactKind, KnownBy
from mob.kernel.clock import age_on
from publicodes import Engine
from publicodes.nodes import Const
from publicodes.rules import Rule

AGE, DATE, COMMUNE = "demandeur . âge", "date", "localisation . code insee"
_KINDS = {"nombre": FieldKind.NUMBER, "booléen": FieldKind.YES_NO, "date": FieldKind.DATE}
# What a column and the catalogue hold.
_LABEL, _HINT, _CODE = 200, 300, 48


@cache
def base() -> str:
    """Our facts as rules: what a funder's own text stands on."""
    return (files("mob.eligibility") / "models" / "faits.publicodes").read_text(encoding="utf-8")


@cache
def _base_engine() -> Engine:
    return Engine.from_texts([("faits", base())])


@cache
def registry() -> Mapping[str, FactKind]:
    """Every fact of ours in the order of asking."""
    engine = _base_engine()
    written = tomllib.loads((files("mob.eligibility") / "models" / "questions.toml").read_text(encoding="utf-8"))
    return {name: _worded(_of_rule(engine, name), written[name], at) for at, name in enumerate(written)}


def known(name: str) -> FactKind | None:
    """A fact of ours by its name in rules."""
    return registry().get(name)


def fact(engine: Engine, name: str) -> FactKind | None:
    """What a rule asks: our fact of that name, with the choices these rules accept, or the rule's own question."""
    rule = engine.rules.get(name)
    if rule is None:
        return None
    ours = known(name)
    if ours is None:
        return _of_rule(engine, name) if rule.question is not None else None
    values = choices_of(rule)
    words = {choice.value: choice for choice in ours.choices}
    return replace(ours, choices=tuple(words.get(value) or _choice(value) for value in _ordered(values, words)))


def field(kind: FactKind, *, is_required: bool = True) -> FieldContent:
    """The question of an application that this fact becomes."""
    choices = tuple(ChoiceContent(choice.code, choice.label) for choice in kind.choices)
    return FieldContent(
        code=f"fait-{kind.code}",
        kind=kind.kind if kind.kind is not FieldKind.CHOICE or len(choices) > 1 else FieldKind.TEXT,
        label=_asked_in(kind.question, kind.unit),
        hint=_cut(kind.hint, _HINT),
        is_required=is_required,
        choices=choices,
        fact=kind.name,
    )


def of_person(*, birth_date: date | None, commune: str | None, on: date) -> dict[str, Answer]:
    """What a person's own account tells about her on a day. The rest of the place is found from the commune."""
    known_facts: dict[str, Answer] = {}
    if birth_date and birth_date <= on:
        known_facts[AGE] = age_on(birth_date, on)
    if commune:
        known_facts[COMMUNE] = commune
    return known_facts


def from_answers(fields: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, Answer]:
    """Stored answers by fact name. `fields`: the fact of each question, by its code; several choices are no fact."""
    return {
        name: answers[code]
        for code, name in fields.items()
        if name and isinstance(answers.get(code), (str, bool, int, float)) and answers[code] != ""
    }


def given(engine: Engine, name: str, answer: Answer) -> str | float | bool | date | None:
    """An answer as the rules take it; None when it is not of the kind they expect, or no rule has that name."""
    rule = engine.rules.get(name)
    if rule is None:
        return None
    kind = kind_of(engine, name)
    if kind is FieldKind.YES_NO:
        return answer if isinstance(answer, bool) else None
    if kind is FieldKind.NUMBER:
        return _number(answer)
    if kind is FieldKind.DATE:
        return _date(answer)
    return _text(rule, answer)


def kind_of(engine: Engine, name: str) -> FieldKind:
    rule = engine.rules[name]
    if choices_of(rule):
        return FieldKind.CHOICE
    if rule.raw.get("type") == "entier":
        return FieldKind.NUMBER
    return _KINDS.get(engine.inference.kinds.get(name, ""), FieldKind.TEXT)


def choices_of(rule: Rule) -> tuple[str, ...]:
    """The texts a question accepts; none when it is open."""
    return tuple(str(each.value) if isinstance(each, Const) else str(each) for each in rule.choices)


def _number(answer: Answer) -> float | None:
    if isinstance(answer, bool):
        return None
    try:
        value = float(answer.replace(",", ".")) if isinstance(answer, str) else float(answer)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _date(answer: Answer) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def _text(rule: Rule, answer: Answer) -> str | None:
    """Between quotes, whatever it holds: the language reads a text to its last quote. A choice may come by its code."""
    if not isinstance(answer, str):
        return None
    accepted = choices_of(rule)
    if accepted and answer not in accepted:
        found = next((value for value in accepted if code_of(value) == answer), None)
        return None if found is None else f"'{found}'"
    return f"'{' '.join(answer.split())}'"


def title_of(engine: Engine, name: str) -> str:
    """A rule in a few words: our own for the names we know, else its title, its question, or its name."""
    ours = _base_engine().rules.get(name)
    rule = engine.rules[name]
    if ours is not None and "titre" in ours.raw:
        return ours.title
    if "titre" not in rule.raw and rule.question is not None and isinstance(rule.raw["question"], str):
        return str(rule.raw["question"]).strip()
    above = rule.parent
    if "titre" in rule.raw or above is None:
        return rule.title
    return f"{title_of(engine, above)} : {name.rpartition(' . ')[2]}"


def code_of(text: str) -> str:
    """A short code made of a text of rules: `demandeur d'emploi` → `demandeur-demploi`."""
    return slugify(text)[:_CODE].strip("-") or "fait"


def _of_rule(engine: Engine, name: str) -> FactKind:
    rule = engine.rules[name]
    question = rule.raw.get("question")
    words = Words(question.strip() if isinstance(question, str) else rule.title)
    unit = engine.inference.rule_unit(name)
    return FactKind(
        name=name,
        code=_own_code(name),
        kind=kind_of(engine, name),
        title=Words(rule.title),
        question=words,
        hint=Words(str(rule.raw.get("description", "")).strip()) if question is not None else Words(""),
        unit="" if unit is None else unit.text,
        choices=tuple(_choice(value) for value in choices_of(rule)),
    )


def _own_code(name: str) -> str:
    """Made of the last words of a name: what comes first only says which aid asks."""
    return code_of(name.rpartition(" . ")[2])


def _choice(value: str) -> Choice:
    return Choice(value, code_of(value), Words(value[:1].upper() + value[1:]))


def _ordered(values: tuple[str, ...], words: Mapping[str, Choice]) -> list[str]:
    rank = {value: at for at, value in enumerate(words)}
    return sorted(values, key=lambda value: rank.get(value, len(rank)))


def _worded(kind: FactKind, written: Mapping[str, Any], at: int) -> FactKind:
    words = {choice["value"]: Words(choice["fr"], choice["en"]) for choice in written.get("choices", ())}
    return replace(
        kind,
        code=written.get("code", kind.code),
        title=Words(**written["title"]),
        question=Words(**written["question"]) if "question" in written else kind.question,
        hint=Words(**written.get("hint", {"fr": ""})),
        choices=tuple(Choice(value, code_of(value), label) for value, label in words.items()),
        known_by=KnownBy(written.get("known_by", KnownBy.ANSWER)),
        certified_by=tuple(written.get("certified_by", ())),
        lasts_months=written.get("lasts_months", 0),
        order=at,
    )


def _asked_in(words: Words, unit: str) -> Words:
    """An amount of money says so: pages then show its unit beside the field."""
    mark = " (€)" if unit.startswith("€") else ""
    short = _cut(words, _LABEL - len(mark))
    return Words(short.fr + mark, short.en + mark if short.en else "")


def _cut(words: Words, longest: int) -> Words:
    return Words(words.fr[:longest], words.en[:longest])
