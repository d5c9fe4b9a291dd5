"""The forms of the simulator beside its questions: an address, the code sent there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.web.forms import Form


class EmailForm(Form):
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("For example name@example.fr"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


class CodeForm(Form):
    code = forms.CharField(
        label=_("Code received"),
        help_text=_("Eight figures"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
