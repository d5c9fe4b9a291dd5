"""The form of rules: amounts, brackets, bonuses, conditions. Rows are added and removed by sending the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mob.catalogue.rules import is_web_address
from mob.catalogue.types import AidEditing, RulesContent
from mob.eligibility import shapes
from mob.eligibility.shapes import Bonus, Bracket, Condition, Grant, Measure, Shape, ShapeProblem, Source
from mob.eligibility.shapes.rules import MOST_BONUSES, MOST_BRACKETS
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents
from mob.kernel.texts import text_of
from mob.web.admin.aid_rules.looking import Look, look_at
from mob.web.admin.aid_rules.places import places_of, written_places
from mob.web.admin.aid_rules.writing import TARGET, RulesForm
from mob.web.forms import EurosField, FieldView

SAME = "same"
_PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
CUTS = (
    (SAME, gettext_lazy("The same for everybody")),
    (Measure.INCOME.value, gettext_lazy("By reference tax income a share, in € a year")),
    (Measure.FAMILY_QUOTIENT.value, gettext_lazy("By family quotient, in € a month")),
)
STATES = (
    ("", gettext_lazy("New or second-hand")),
    ("neuf", gettext_lazy("New")),
    ("occasion", gettext_lazy("Second-hand")),
)
# The field where each condition is typed, and the rule it becomes.
CONDITIONS: Mapping[str, Condition] = {
    "places": Condition.PLACE,
    "minimum_age": Condition.MINIMUM_AGE,
    "maximum_age": Condition.MAXIMUM_AGE,
    "statuses": Condition.STATUS,
    "institutions": Condition.INSTITUTION,
    "maximum_income": Condition.INCOME,
    "maximum_family_quotient": Condition.FAMILY_QUOTIENT,
    "state": Condition.STATE,
    "kinds": Condition.KIND,
    "minimum_price": Condition.MINIMUM_PRICE,
    "maximum_price": Condition.MAXIMUM_PRICE,
}


_PLAIN = (
    *("expense", "floor", "ceiling", "minimum_age", "maximum_age", "maximum_income", "maximum_family_quotient"),
    *("state", "minimum_price", "maximum_price"),
)


def _number(label: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(label=label, required=False, widget=forms.TextInput(attrs=attrs))


def _euros(label: Any, help_text: Any = "") -> EurosField:
    return EurosField(label=label, required=False, help_text=help_text)


class PercentField(forms.CharField):
    """A percentage as people type it, `12,5` or `12,5 %`; `clean` gives a `Decimal`, or None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(max_length=12, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value).removesuffix("%").strip().replace(",", ".")
        if not text:
            return None
        if not _PERCENT.fullmatch(text):
            raise forms.ValidationError(text_of("rules_percent", get_language() or "fr"))
        return Decimal(text)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value


class ShapeForm(RulesForm):
    """`brackets` and `bonuses` say how many rows there are."""

    cut = forms.ChoiceField(label=gettext_lazy("The amount is"), choices=CUTS, widget=forms.RadioSelect)
    expense = forms.CharField(
        label=gettext_lazy("A percentage of what, if not of the price of the bicycle"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As a question: “How much is your season ticket?”"),
    )
    floor = _euros(gettext_lazy("Never less than"))
    ceiling = _euros(gettext_lazy("Never more than, in all"))
    disability = _euros(gettext_lazy("More for a person with a disability"))
    places = forms.CharField(
        label=gettext_lazy("Places"),
        required=False,
        max_length=20_000,
        help_text=gettext_lazy("Commune, group of communes, département or region, one a line: name or official code."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minimum_age = _number(gettext_lazy("Minimum age"))
    maximum_age = _number(gettext_lazy("Maximum age, included"))
    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("Situations"),
        choices=[(value, words[:1].upper() + words[1:]) for value, words in shapes.STATUSES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    institutions = forms.CharField(
        label=gettext_lazy("Institutions"),
        required=False,
        max_length=6_000,
        help_text=gettext_lazy("Of study or work, one a line. People choose theirs in this list."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    maximum_income = _euros(gettext_lazy("Reference tax income a share, at most"))
    maximum_family_quotient = _euros(gettext_lazy("Family quotient, at most"))
    state = forms.ChoiceField(label=gettext_lazy("Bicycle"), choices=STATES, required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Types of bicycle"),
        choices=[(value, words[:1].upper() + words[1:]) for value, words in shapes.KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all of them."),
    )
    minimum_price = _euros(gettext_lazy("Price, at least"))
    maximum_price = _euros(gettext_lazy("Price, at most"))
    source_url = forms.CharField(
        label=gettext_lazy("Address of the text that says so"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("The decision or the regulations, online. Empty: the official page of the aid."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    units = {
        **RulesForm.units,
        **dict.fromkeys(("floor", "ceiling", "disability", "minimum_price", "maximum_price"), "€"),
        "maximum_income": gettext_lazy("€ a year"),
        "maximum_family_quotient": gettext_lazy("€ a month"),
        **dict.fromkeys(("minimum_age", "maximum_age"), gettext_lazy("years")),
    }

    def __init__(self, *args: Any, brackets: int, bonuses: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brackets, self.bonuses = brackets, bonuses
        self.units = dict(self.units)
        for number in range(brackets):
            self._add(
                f"b{number}", up_to=_euros(_("Up to")), amount=_euros(_("Fixed amount")), cap=_euros(_("At most"))
            )
            self.fields[f"b{number}_percent"] = PercentField(label=_("Or a percentage"), required=False)
            self.units[f"b{number}_percent"] = "%"
        for number in range(bonuses):
            self._add(f"x{number}", amount=_euros(_("More by")))
            question = forms.CharField(label=_("For whoever answers yes to"), required=False, max_length=200)
            self.fields[f"x{number}_question"] = question
        for name in CONDITIONS:
            self.fields[f"article_{name}"] = forms.CharField(label=_("Article or page"), required=False, max_length=200)

    def _add(self, prefix: str, **fields: forms.Field) -> None:
        for name, field in fields.items():
            self.fields[f"{prefix}_{name}"] = field
            self.units[f"{prefix}_{name}"] = "€"

    def rows(self) -> list[FieldView]:
        """Everything but the amount is filled in only where it is of use: the page says so once."""
        return [replace(row, optional=False) for row in super().rows()]

    def shape(self, default_url: str) -> Shape | None:
        """What was typed, None with errors at their fields when it says nothing sure. `default_url`: of the aid."""
        data = self.cleaned_data
        try:
            places = places_of(data["places"])
        except Invalid as error:
            self.refuse(Invalid(error.code, "places", **error.params))
            return None
        is_cut = data["cut"] != SAME
        shape = Shape(
            brackets=tuple(self._bracket(n, is_cut=is_cut) for n in range(self.brackets if is_cut else 1)),
            measure=Measure(data["cut"]) if is_cut else Measure.INCOME,
            expense=data["expense"],
            bonuses=tuple(self._bonuses()),
            floor=data["floor"],
            ceiling=data["ceiling"],
            places=places,
            minimum_age=data["minimum_age"],
            maximum_age=data["maximum_age"],
            statuses=tuple(data["statuses"]),
            institutions=_lines(data["institutions"]),
            maximum_income=data["maximum_income"],
            maximum_family_quotient=data["maximum_family_quotient"],
            state=data["state"],
            kinds=tuple(data["kinds"]),
            minimum_price=data["minimum_price"],
            maximum_price=data["maximum_price"],
            sources=tuple(self._sources(data["source_url"] or default_url)),
        )
        if data["source_url"] and not is_web_address(data["source_url"]):
            self.refuse(Invalid("aid_web_address", "source_url"))
            return None
        found = shapes.problems(shape)
        for problem in found:
            self.refuse(Invalid(problem.code, self._home(problem), **dict(problem.params)))
        return None if found else shape

    def _bracket(self, number: int, *, is_cut: bool) -> Bracket:
        data = self.cleaned_data
        grant = Grant(data[f"b{number}_amount"], data[f"b{number}_percent"], data[f"b{number}_cap"])
        return Bracket(grant, data[f"b{number}_up_to"] if is_cut else None)

    def _bonuses(self) -> list[Bonus]:
        data = self.cleaned_data
        found = [Bonus(data["disability"])] if data["disability"] is not None else []
        for number in range(self.bonuses):
            amount, question = data[f"x{number}_amount"], data[f"x{number}_question"]
            if amount is not None or question:
                found.append(Bonus(Cents(amount or 0), question or "?"))
        return found

    def _sources(self, url: str) -> list[tuple[Condition, Source]]:
        typed = {CONDITIONS[name]: self.cleaned_data[f"article_{name}"] for name in CONDITIONS}
        return [(each, Source(title, url)) for each, title in typed.items() if title]

    def _home(self, problem: ShapeProblem) -> str:
        """The field of a problem's pointer: `brackets.1.up_to` is typed in `b1_up_to`."""
        part, _dot, rest = problem.pointer.partition(".")
        number, _dot, name = rest.partition(".")
        if part == "brackets":
            return f"b{number or 0}_{name or 'amount'}"
        if part == "bonuses":
            shift = 1 if self.cleaned_data["disability"] is not None else 0
            own = int(number or 0) - shift
            return f"x{own}_{name}" if own >= 0 else "disability"
        return part


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for each in text.splitlines() if (line := " ".join(each.split()))))


def opened(shape: Shape) -> dict[str, Any]:
    """What the form shows of a shape."""
    same = len(shape.brackets) == 1 and shape.last_bound is None
    asked = [bonus for bonus in shape.bonuses if bonus.question]
    shown: dict[str, Any] = {name: getattr(shape, name) for name in _PLAIN}
    shown |= {
        "cut": SAME if same else shape.measure.value,
        "disability": next((bonus.amount for bonus in shape.bonuses if not bonus.question), None),
        "places": written_places(shape.places),
        "statuses": list(shape.statuses),
        "kinds": list(shape.kinds),
        "institutions": "\n".join(shape.institutions),
        "source_url": next((source.url for _each, source in shape.sources), ""),
    }
    for number, bracket in enumerate(shape.brackets):
        grant = bracket.grant
        values = {"up_to": bracket.up_to, "amount": grant.amount, "percent": grant.percent, "cap": grant.cap}
        shown |= {f"b{number}_{name}": value for name, value in values.items()}
    for number, bonus in enumerate(asked):
        shown |= {f"x{number}_amount": bonus.amount, f"x{number}_question": bonus.question}
    titles = {each: source.title for each, source in shape.sources}
    return shown | {f"article_{name}": titles.get(each, "") for name, each in CONDITIONS.items()}


def counts(data: QueryDict) -> dict[str, int]:
    """How many rows were sent, within bounds."""
    brackets, bonuses = data.get("brackets", ""), data.get("bonuses", "")
    return {"brackets": _count(brackets, 1, MOST_BRACKETS), "bonuses": _count(bonuses, 0, MOST_BONUSES)}


def _count(text: str, least: int, most: int) -> int:
    return min(most, max(least, int(text))) if text.isascii() and text.isdecimal() and len(text) < 4 else least


def looked_at(data: QueryDict, editing: AidEditing) -> Look:
    """What the form typed so far would say; nothing while it cannot be read."""
    form = ShapeForm(data, **counts(data))
    shape = form.shape(editing.content.source_url) if form.is_valid() else None
    return look_at(RulesContent(TARGET, text=shapes.text_of(shape))) if shape else Look()
