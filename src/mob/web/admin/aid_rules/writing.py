"""Saving the rules of an aid: what each page changes of them, without overwriting another author."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mob.catalogue import services
from mob.catalogue.types import AidEditing, Frequency, FrequencyUnit, RulesContent
from mob.kernel import clock
from mob.kernel.errors import Conflict
from mob.web.admin.access import StaffRequest
from mob.web.admin.pages import AdminForm

TARGET = "aide"
PER = (
    (FrequencyUnit.PERSON.value, gettext_lazy("for a person")),
    (FrequencyUnit.HOUSEHOLD.value, gettext_lazy("for a household")),
    (FrequencyUnit.VEHICLE.value, gettext_lazy("for a vehicle")),
)


class RulesForm(AdminForm):
    """What the form and the text mode share: how often, and what happens to who is not eligible."""

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
    units = {"frequency_months": gettext_lazy("months")}

    @staticmethod
    def shared(rules: RulesContent | None) -> dict[str, Any]:
        """What the shared fields show."""
        if rules is None:
            return {"allows_anyway": True}
        return {
            "frequency_months": rules.frequency.months if rules.frequency else None,
            "frequency_per": rules.frequency.per.value if rules.frequency else FrequencyUnit.PERSON.value,
            "allows_anyway": rules.allows_anyway,
        }

    def frequency(self) -> Frequency | None:
        months = self.cleaned_data["frequency_months"]
        return Frequency(months, FrequencyUnit(self.cleaned_data["frequency_per"] or "person")) if months else None


def written(editing: AidEditing, *, text: str, shape: str, form: RulesForm) -> RulesContent:
    """The rules as typed, with the cases kept beside those there were."""
    before = editing.content.rules
    return RulesContent(
        target=TARGET,
        text=text,
        shape=shape,
        examples=before.examples if before else (),
        frequency=form.frequency(),
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
