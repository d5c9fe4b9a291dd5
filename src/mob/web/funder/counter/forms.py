"""Forms of the counter. They read what was typed; what it may be is decided by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.identity.types import ProfileField
from mob.web.forms import DateField, Form


def _text(label: Any, hint: Any = "", *, most: int = 100, required: bool = True, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": most, **attrs})
    return forms.CharField(label=label, help_text=hint, required=required, widget=widget)


class ReferenceForm(Form):
    """Somebody by one of her files."""

    reference = _text(_("Reference of a file"), _("For example ABCD-1234."), most=20)


class NameForm(Form):
    """Somebody by her exact names and birth date."""

    first_name = _text(_("First name"))
    family_name = _text(_("Name"), _("Birth name or name in use, as on the papers."))
    birth_date = DateField(label=_("Birth date"))


class CallForm(Form):
    """Somebody on the telephone: her reference, and the code of her receipt."""

    call_reference = _text(_("Reference of a file"), most=20)
    call_code = _text(_("Code of the receipt"), _("Six figures."), most=12, inputmode="numeric")


class NewcomerForm(Form):
    """Somebody nobody has received yet. The commune is drawn and read by the commune field."""

    first_name = _text(_("First name"))
    birth_name = _text(_("Birth name"), _("The name on the birth certificate."))
    usual_name = _text(_("Name in use"), _("If there is another one, for example after a marriage."), required=False)
    birth_date = DateField(label=_("Birth date"), help_text=_("For example 6 3 1948"))
    postal_address = forms.CharField(
        label=_("Postal address"),
        help_text=_("As on an envelope, without the name. The last line: postcode and town. Letters go there."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off", "spellcheck": "false", "maxlength": 400}),
    )
    phone = _text(_("Telephone"), required=False, most=30, inputmode="tel")
    contact_email = _text(
        _("E-mail address to write to"),
        _("May be that of a relative: it opens no account. Used when there is no postal address."),
        required=False,
        most=300,
        autocapitalize="none",
    )
    language = forms.ChoiceField(
        label=_("Language of what is written"),
        choices=[("fr", _("French")), ("en", _("English"))],
        widget=forms.RadioSelect,
        initial="fr",
    )

    def answers(self) -> dict[ProfileField, str]:
        """What was typed, by field of the profile. The form is valid."""
        data = self.cleaned_data
        named = {name: data[name] for name in ("first_name", "birth_name", "usual_name", "phone", "contact_email")}
        named |= {"postal_address": data["postal_address"], "birth_date": data["birth_date"].isoformat()}
        return {ProfileField(name): value for name, value in named.items()}


class SignForm(Form):
    """She signed before the agent."""

    place = _text(_("Signed at"), _("For example: Mobility house, Valmont."), most=80)
    signed = forms.BooleanField(
        label=_("The person has read the mandate, or had it read to her, and has signed it before me"),
        error_messages={"required": _("Tick this box once the paper is signed.")},
    )
