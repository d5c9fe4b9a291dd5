"""A missing fact as the question a page asks. Wording comes from the registry of facts, or from the rule itself."""

from __future__ import annotations

from dataclasses import dataclass

from mob.catalogue.types import Answer, Choice, CustomField, FieldContent, FieldKind
from mob.eligibility import facts
from mob.eligibility.types import FactKind, KnownBy
from publicodes import Engine

# Values worth trying for a number nobody gave yet: no income, a large price, ages on either side of usual thresholds.
NUMBERS: tuple[float, ...] = (0, 2, 17, 24, 30, 45, 66, 500, 1500, 3000, 10_000, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its field, its short title, its unit as rules write it (`€/an`)."""

    fact: str
    title: str
    field: CustomField
    unit: str = ""


def kind_of(engine: Engine, fact: str) -> FactKind | None:
    """The fact, when people may be asked it: a place or a day never is. An age is: nobody has signed in."""
    kind = facts.fact(engine, fact)
    return kind if kind and kind.known_by in (KnownBy.ANSWER, KnownBy.BIRTH) else None


def figure_of(engine: Engine, fact: str) -> str:
    """The computed rule this fact is a part of (an income a share, of an income and its shares); empty when of none."""
    above = engine.rules[fact].parent
    return above if above is not None and "valeur" in engine.rules[above].raw else ""


def question(kind: FactKind, language: str) -> Question:
    field = _field(facts.field(kind, is_required=True), language)
    return Question(kind.name, kind.title.read_in(language) or field.label, field, kind.unit)


def values_of(kind: FactKind) -> tuple[Answer, ...]:
    """The answers to try when looking for the most an aid may give."""
    match kind.kind:
        case FieldKind.YES_NO:
            return (True, False)
        case FieldKind.NUMBER:
            return NUMBERS
        case FieldKind.CHOICE:
            return tuple(choice.value for choice in kind.choices)
        case _:
            return ()


def _field(content: FieldContent, language: str) -> CustomField:
    return CustomField(
        code=content.code,
        kind=content.kind,
        label=content.label.read_in(language),
        hint=content.hint.read_in(language),
        is_required=True,
        choices=tuple(Choice(each.code, each.label.read_in(language)) for each in content.choices),
        fact=content.fact,
    )
