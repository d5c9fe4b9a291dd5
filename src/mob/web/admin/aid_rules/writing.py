"""Saving the rules of an aid: what each page changes of them, without overwriting another author."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mob.catalogue import services
from mob.catalogue.types import AidEditing, Frequency, FrequencyUnit, RulesContent, Together
from mob.kernel import clock
from mob.kernel.errors import Conflict
from mob.web.admin.access import StaffRequest
from mob.web.admin.pages import AdminForm
from mob.web.forms import EurosField

TARGET = "aide"
PER = (
    (FrequencyUnit.PERSON.value, gettext_lazy("for a person")),
    (FrequencyUnit.HOUSEHOLD.value, gettext_lazy("for a household")),
    (FrequencyUnit.VEHICLE.value, gettext_lazy("for a vehicle")),
)


# What an aid allows beside others, in the order of the page (`catalogue.types.Together`).
BESIDE = ("most_percent", "most", "left_percent", "left", "completes_local", "is_reduced")


def _percent(label: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=100, widget=forms.TextInput(attrs=attrs)
    )


class RulesForm(AdminForm):
    """What the form and the text mode share: how often, what beside other aids, and what happens to who is not eligible."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    frequency_months = forms.IntegerField(
        label=gettext_lazy("Once every"),
        required=False,
        min_value=1,
        max_value=240,
        help_text=gettext_lazy("Empty: nothing limits how often."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    frequency_per = forms.ChoiceField(label=gettext_lazy("Counted"), choices=PER, required=False)
    allows_anyway = forms.BooleanField(
        label=gettext_lazy("Who is not eligible may still apply"),
        required=False,
        help_text=gettext_lazy("She is told why before she starts, and a person examines her application."),
    )
    most_percent = _percent(gettext_lazy("All aids together, at most (share of the price)"))
    most = EurosField(label=gettext_lazy("All aids together, at most (amount)"), required=False)
    left_percent = _percent(gettext_lazy("Left to pay, at least (share of the price)"))
    left = EurosField(label=gettext_lazy("Left to pay, at least (amount)"), required=False)
    completes_local = forms.BooleanField(
        label=gettext_lazy("No more than the nearer aids give together"),
        required=False,
        help_text=gettext_lazy("As the State's bicycle bonus did: it completed what a town or a region gave."),
    )
    is_reduced = forms.BooleanField(label=gettext_lazy("Less what the other aids give"), required=False)
    units = {
        "frequency_months": gettext_lazy("months"),
        "most_percent": "%",
        "left_percent": "%",
        "most": "€",
        "left": "€",
    }

    @staticmethod
    def shared(rules: RulesContent | None) -> dict[str, Any]:
        """What the shared fields show."""
        if rules is None:
            return {"allows_anyway": True}
        return {
            "frequency_months": rules.frequency.months if rules.frequency else None,
            "frequency_per": rules.frequency.per.value if rules.frequency else FrequencyUnit.PERSON.value,
            "allows_anyway": rules.allows_anyway,
            **{name: getattr(rules.together, name) for name in BESIDE},
        }

    def frequency(self) -> Frequency | None:
        months = self.cleaned_data["frequency_months"]
        return Frequency(months, FrequencyUnit(self.cleaned_data["frequency_per"] or "person")) if months else None

    def together(self) -> Together:
        data = self.cleaned_data
        return Together(**{name: data[name] for name in BESIDE})


def written(editing: AidEditing, *, text: str, shape: str, form: RulesForm) -> RulesContent:
    """The rules as typed, with the cases kept beside those there were."""
    before = editing.content.rules
    return RulesContent(
        target=TARGET,
        text=text,
        shape=shape,
        examples=before.examples if before else (),
        frequency=form.frequency(),
        together=form.together(),
        allows_anyway=form.cleaned_data["allows_anyway"],
    )


def save(request: StaffRequest, editing: AidEditing, rules: RulesContent | None, *, version: int) -> None:
    """Keep these rules in the draft. Raises what `services.edit_aid` raises."""
    services.edit_aid(
        request.actor,
        aid_id=editing.id,
        content=replace(editing.content, rules=rules),
        expected_version=version,
        now=clock.now(),
    )


def save_typed(request: StaffRequest, editing: AidEditing, rules: RulesContent, form: RulesForm) -> None:
    """The same from a form, which follows when somebody else wrote meanwhile."""
    try:
        save(request, editing, rules, version=form.cleaned_data["version"] or 0)
    except Conflict:
        form.follow(editing.version)
        raise
