"""The facts of a person as a form: what rules ask and what we would know otherwise, to try rules and keep test cases."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mob.catalogue.types import Answer, FieldKind, RulesContent
from mob.eligibility import engines, facts, questions
from mob.eligibility.types import FactKind, KnownBy
from mob.geography import selectors as geography
from mob.geography.types import Commune
from mob.kernel.errors import NotFound
from mob.web import communes
from mob.web.admin.pages import AdminForm
from mob.web.communes import PlaceAnswer
from mob.web.forms import DateField, FieldView
from publicodes import PublicodesError

_UNITS: Mapping[str, Any] = {
    "an": gettext_lazy("years"),
    "€/an": gettext_lazy("€ a year"),
    "€/mois": gettext_lazy("€ a month"),
    "personne": gettext_lazy("people"),
}
UNSAID = ("", gettext_lazy("No answer"))


def kinds_of(rules: RulesContent) -> tuple[FactKind, ...]:
    """Every fact these rules look at, in the order of asking. Empty when they cannot be read."""
    try:
        engine = engines.engine_for(rules)
    except (PublicodesError, NotFound):
        return ()
    found = (facts.fact(engine, name) for name in questions.needed(engine, rules.target))
    return tuple(sorted((kind for kind in found if kind is not None), key=lambda kind: kind.order))


def field_name(fact: str) -> str:
    """A name of field for a name of fact: short, without accents, always the same."""
    return f"f-{hashlib.sha256(fact.encode()).hexdigest()[:10]}"


class AnswersForm(AdminForm):
    """One optional field a fact, and the town from which the rest of the place is found."""

    def __init__(self, *args: Any, rules: RulesContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = kinds_of(rules)
        self.kinds = tuple(kind for kind in every if kind.known_by is not KnownBy.PLACE)
        self.asks_place = len(every) > len(self.kinds)
        self.place: Commune | list[Commune] | None = None
        self.units = {}
        for kind in self.kinds:
            name = field_name(kind.name)
            self.fields[name] = _field(kind)
            if kind.kind is FieldKind.NUMBER:
                self.units[name] = _UNITS.get(kind.unit, kind.unit)

    def rows(self) -> list[FieldView]:
        """What is left empty is not known: the page says so once."""
        return [replace(row, optional=False) for row in super().rows()]

    @staticmethod
    def opened(answers: Mapping[str, Answer]) -> dict[str, Any]:
        """What the form shows of answers by fact name."""
        return {field_name(name): _shown(answer) for name, answer in answers.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.asks_place:
            self.place = communes.read_place(self.data)
            if not isinstance(self.place, Commune) and self.data.get(communes.TEXT_NAME, "").strip():
                self.add_error(None, communes.answer_of(self.data, self.place).error)
        return cleaned

    def place_answer(self, kept: str = "") -> PlaceAnswer:
        """What the field of the town shows: what was typed, or the code kept."""
        if self.is_bound:
            typed = self.data.get(communes.TEXT_NAME, "").strip()
            return communes.answer_of(self.data, communes.read_place(self.data)) if typed else PlaceAnswer()
        town = geography.commune(kept) if kept else None
        return PlaceAnswer(communes.label_of(town), town.code) if town else PlaceAnswer()

    def answers(self) -> dict[str, Answer]:
        """What was answered, by fact name; what was left empty is not known."""
        given: dict[str, Answer] = {}
        if isinstance(self.place, Commune):
            given[facts.COMMUNE] = self.place.code
        for kind in self.kinds:
            value = self.cleaned_data.get(field_name(kind.name))
            if value not in (None, ""):
                given[kind.name] = _answer(kind, value)
        return given


def _field(kind: FactKind) -> forms.Field:
    language = get_language() or "fr"
    common: dict[str, Any] = {"label": kind.question.read_in(language), "required": False}
    match kind.kind:
        case FieldKind.YES_NO:
            return forms.ChoiceField(choices=[UNSAID, ("yes", _("Yes")), ("no", _("No"))], **common)
        case FieldKind.CHOICE:
            named = [(choice.value, choice.label.read_in(language)) for choice in kind.choices]
            return forms.ChoiceField(choices=[UNSAID, *named], **common)
        case FieldKind.DATE:
            return DateField(**common)
        case FieldKind.NUMBER:
            return NumberField(**common)
    return forms.CharField(max_length=200, **common)


class NumberField(forms.CharField):
    """A number as the French write it, “1 234,5”; `clean` gives a float or None."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> float | None:
        text = "".join(super().clean(value).split()).replace(",", ".").removesuffix("€").removesuffix("%")
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or not text.isascii():
            raise forms.ValidationError(_("This is not a number. Write it in figures, for example 1 250,50."))
        return number


def _shown(answer: Answer) -> Any:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, (int, float)):
        return f"{answer:g}".replace(".", ",") if abs(answer) < 1e6 else f"{answer:.2f}".replace(".", ",")
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return answer


def _answer(kind: FactKind, value: Any) -> Answer:
    if kind.kind is FieldKind.YES_NO:
        return bool(value == "yes")
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, (int, float)) else str(value)


def told(answers: Mapping[str, Answer], rules: RulesContent) -> str:
    """Answers in a line of a table: “Prix du vélo : 900 €, situation : en études”."""
    kinds = {kind.name: kind for kind in kinds_of(rules)}
    language = get_language() or "fr"
    return ", ".join(_told(name, answer, kinds.get(name), language) for name, answer in answers.items())


def _told(name: str, answer: Answer, kind: FactKind | None, language: str) -> str:
    title = kind.title.read_in(language) if kind else name
    if name == facts.COMMUNE:
        town = geography.commune(str(answer))
        return _("%(title)s: %(value)s") % {"title": title, "value": town.name if town else answer}
    value = _shown(answer)
    if isinstance(answer, bool):
        value = _("Yes").lower() if answer else _("No").lower()
    elif kind and kind.choices:
        value = next((c.label.read_in(language).lower() for c in kind.choices if c.value == answer), value)
    elif isinstance(value, date):
        value = value.strftime("%d/%m/%Y")
    elif kind and kind.unit:
        value = f"{value} {_UNITS.get(kind.unit, kind.unit)}"
    return _("%(title)s: %(value)s") % {"title": title, "value": value}
