"""What the page of a question shows: the question, and the running result beside it. Nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mob.catalogue.types import Answer, FieldKind, Outcome
from mob.eligibility.certified.types import Certified
from mob.eligibility.facts import code_of
from mob.eligibility.simulation import Question, Simulation
from mob.kernel.money import Cents, format_euros
from mob.web import forms
from mob.web.citizen import carrying, words
from mob.web.citizen.apply.forms import AnswersForm
from mob.web.formats import NBSP

ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class RunningRow:
    title: str
    amount: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Running:
    """The result beside a question. `more`: rows left out."""

    title: str
    rows: list[RunningRow]
    total: Cents
    more: int


def unit_words(unit: str) -> str:
    """The unit beside a field: `€ par an`; nothing for what only counts."""
    return {"€/an": _("€ a year"), "€/mois": _("€ a month"), "an": _("years"), "personne": ""}.get(unit, unit)


def told(asked: Question, answer: Answer | None) -> str:
    """An answer as it is read back."""
    if answer is None:
        return _("Not answered")
    if asked.field.kind is not FieldKind.NUMBER:
        return words.answer(asked.field, carrying.stored(answer))
    text, unit = words.number(str(carrying.stored(answer))), unit_words(asked.unit)
    return f"{text}{NBSP}{unit}" if unit else text


def certified(asked: Question, fact: Certified) -> Answer | None:
    """What a register certified, as an answer to this question; None when it is none of its answers."""
    match asked.field.kind:
        case FieldKind.NUMBER:
            is_number = isinstance(fact.value, (int, float)) and not isinstance(fact.value, bool)
            return float(fact.value) if is_number else None
        case FieldKind.YES_NO:
            return fact.value if isinstance(fact.value, bool) else None
        case FieldKind.CHOICE:
            code = code_of(str(fact.value))
            return code if code in {choice.code for choice in asked.field.choices} else None
        case _:
            return str(fact.value)


def question(language: str, asked: Question, form: AnswersForm, found: Simulation) -> dict[str, Any]:
    """The page of one question."""
    waiting = found.waiting_for(asked.fact)
    return {
        "form": form,
        "field": forms.describe(form[asked.field.code], unit=unit_words(asked.unit), big=True),
        "waiting": [each.document.card(language).title for each in waiting[:ROWS_SHOWN]],
        "running": running(language, found),
    }


def running(language: str, found: Simulation) -> Running:
    """`3 aids, up to €1,200`: what is sure and what may still be."""
    hopeful = sorted(found.hopeful, key=lambda each: -each.hoped)
    total = Cents(sum(each.hoped for each in hopeful))
    title = ngettext("{n} aid so far", "{n} aids so far", len(hopeful)).format(n=len(hopeful))
    if total:
        up_to = format_euros(total, language)
        title = ngettext("{n} aid, up to {sum}", "{n} aids, up to {sum}", len(hopeful)).format(
            n=len(hopeful), sum=up_to
        )
    rows = [
        RunningRow(
            each.document.card(language).title,
            format_euros(each.hoped, language) if each.hoped else "",
            each.outcome is Outcome.ELIGIBLE,
        )
        for each in hopeful[:ROWS_SHOWN]
    ]
    return Running(title, rows, total, max(0, len(hopeful) - ROWS_SHOWN))
