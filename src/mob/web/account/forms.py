"""Forms of the account pages. They read what was typed; what it may be is decided by `identity.services`."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.web.forms import DateField, Form

_REFUSED = _("Your device did not confirm. Try again, or choose another way.")
# Characters of the longest answer of an authenticator, its certificates included.
_LONGEST = 50_000
_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "20", "spellcheck": "false"}


def _secret(autocomplete: str) -> forms.PasswordInput:
    # A password is the one thing that is not written back into the page.
    return forms.PasswordInput(attrs={"autocomplete": autocomplete, "maxlength": "1000"})


def _email(autocomplete: str = "email") -> Any:
    attrs = {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false", "maxlength": "300"}
    return forms.EmailInput(attrs=attrs)


class EmailForm(Form):
    email = forms.CharField(
        label=_("Your e-mail address"), help_text=_("For example prenom.nom@exemple.fr"), widget=_email()
    )


class ClaimForm(Form):
    """What the receipt of a counter says, and the address that is to open the account."""

    claim = forms.CharField(
        label=_("The code of your receipt"),
        help_text=_("Twelve letters and figures, for example K7QF-2M9T-XB40."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "30"}
        ),
    )
    birth_date = DateField(label=_("Your birth date"), help_text=_("For example 6 3 1948"), autocomplete="bday")
    email = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Yours alone: it will open this account. We send a code there."),
        widget=_email(),
    )


class NewEmailForm(Form):
    email = forms.CharField(
        label=_("Your new e-mail address"), help_text=_("For example prenom.nom@exemple.fr"), widget=_email()
    )


class CodeForm(Form):
    code = forms.CharField(
        label=_("The code you received"),
        help_text=_("Eight figures, valid for 15 minutes."),
        widget=forms.TextInput(attrs=_CODE),
    )


class SecondCodeForm(Form):
    code = forms.CharField(
        label=_("The code of your application"),
        help_text=_("Six figures. A recovery code of eight figures works too."),
        widget=forms.TextInput(attrs=_CODE),
    )


class FirstTotpForm(Form):
    code = forms.CharField(
        label=_("The code your application shows"), help_text=_("Six figures."), widget=forms.TextInput(attrs=_CODE)
    )


class PasswordSignInForm(Form):
    email = forms.CharField(label=_("Your e-mail address"), widget=_email("username"))
    password = forms.CharField(label=_("Your password"), widget=_secret("current-password"), strip=False)


class PasswordForm(Form):
    password = forms.CharField(label=_("Your password"), widget=_secret("current-password"), strip=False)


class NewPasswordForm(Form):
    password = forms.CharField(
        label=_("Your new password"),
        help_text=_("Twelve characters at least. Four unrelated words are easy to keep in mind."),
        widget=_secret("new-password"),
        strip=False,
    )


class PasskeyForm(Form):
    """`credential` is the JSON that the browser made; without JavaScript it stays empty."""

    credential = forms.CharField(
        label="",
        max_length=_LONGEST,
        widget=forms.HiddenInput,
        error_messages={"required": _REFUSED, "max_length": _REFUSED},
    )

    def clean_credential(self) -> dict[str, Any]:
        try:
            credential = json.loads(self.cleaned_data["credential"])
        except (
            ValueError,
            RecursionError,
        ) as error:  # anybody may send a million brackets, or a number of 5,000 digits
            raise forms.ValidationError(_REFUSED) from error
        if not isinstance(credential, dict):
            raise forms.ValidationError(_REFUSED)
        return credential


class NewPasskeyForm(PasskeyForm):
    name = forms.CharField(
        label=_("A name to recognise it"),
        help_text=_("For example: my phone"),
        widget=forms.TextInput(attrs={"maxlength": "60", "autocomplete": "off"}),
    )
