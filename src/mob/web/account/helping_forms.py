"""Forms of mandates: asking or offering one, typing a code, letting one go on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.identity.mandate_types import USUAL_POWERS, Power, Terms
from mob.identity.mandates.lifecycle import DURATIONS
from mob.web.account.helping_words import POWERS, duration
from mob.web.forms import Form

MAIL, CODE = "mail", "code"
ALL, ONE = "all", "one"


class AskForm(Form):
    """Whom, and within which bounds. `aid`: the one whose page led here, when one did."""

    by = forms.ChoiceField(label=_("How do you reach this person?"), widget=forms.RadioSelect)
    email = forms.CharField(
        label=_("The e-mail address of this person"),
        help_text=_("With a code, leave it empty."),
        max_length=300,
        error_messages={"required": _("Write the address, or choose the code that is read aloud.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    powers = forms.MultipleChoiceField(
        label=_("What will it let do?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that the person will be able to do.")},
    )
    reach = forms.ChoiceField(label=_("On which aids?"), widget=forms.RadioSelect)
    months = forms.TypedChoiceField(label=_("For how long?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, aid: tuple[UUID, str] | None) -> None:
        super().__init__(data, initial={"by": MAIL, "powers": sorted(USUAL_POWERS), "reach": ALL, "months": 3})
        self.aid = aid
        # Asked for unless a code was chosen: it is not "optional" on the page.
        self.fields["email"].required = data is None or data.get("by") != CODE
        self._choices(
            "by",
            [(MAIL, _("By e-mail")), (CODE, _("By a code that I read aloud: we are together, or on the telephone"))],
        )
        self._choices("powers", [(power.value, POWERS[power]) for power in Power])
        self._choices("months", [(str(months), duration(months)) for months in DURATIONS])
        if aid is None:
            del self.fields["reach"]
        else:
            self._choices("reach", [(ONE, aid[1]), (ALL, _("Every aid"))])
            self.initial["reach"] = ONE

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        data = self.cleaned_data
        only = frozenset({self.aid[0]}) if self.aid and data.get("reach") == ONE else None
        return Terms(frozenset(Power(each) for each in data["powers"]), only, data["months"])


class CodeForm(Form):
    code = forms.CharField(
        label=_("The code you were read"),
        help_text=_("Twelve figures, valid for one hour."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )


class RenewForm(Form):
    months = forms.TypedChoiceField(label=_("For how long from today?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"months": 3})
        self.fields["months"].choices = [(str(months), duration(months)) for months in DURATIONS]  # type: ignore[attr-defined]
