"""The pieces of a profile: the form of each, why it is asked, and how what is known of it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mob.geography import selectors as geography
from mob.identity.phones import spoken_phone
from mob.identity.types import CivilDetail, Claim, ClaimName, ClaimSource, Occupation, ProfileView
from mob.web.formats import long_date
from mob.web.forms import DateField, Form

OCCUPATIONS = {
    Occupation.EMPLOYEE: _("I am employed"),
    Occupation.STUDENT: _("I study or I am an apprentice"),
    Occupation.SELF_EMPLOYED: _("I work for myself"),
    Occupation.RETIRED: _("I am retired"),
    Occupation.JOB_SEEKER: _("I am looking for a job"),
    Occupation.OTHER: _("Another situation"),
}


def _name(label: Any, hint: Any = "", *, autocomplete: str, required: bool = True) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false", "maxlength": "300"})
    return forms.CharField(label=label, help_text=hint, required=required, widget=widget)


class NameForm(Form):
    first_name = _name(_("First name"), autocomplete="given-name")
    birth_name = _name(_("Birth name"), _("The name on your birth certificate."), autocomplete="family-name")
    usual_name = _name(
        _("Name in use"), _("If you use another one, for example after a marriage."), autocomplete="off", required=False
    )


class BirthForm(Form):
    birth_date = DateField(label=_("Birth date"), help_text=_("For example 6 3 1990"), autocomplete="bday")


class OccupationForm(Form):
    occupation = forms.ChoiceField(label=_("Your situation"), choices=OCCUPATIONS.items(), widget=forms.RadioSelect)


class PhoneForm(Form):
    phone = forms.CharField(
        label=_("Telephone"),
        help_text=_("Only for an agent to reach you about an application. Leave it empty to remove it."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "maxlength": "30"}),
    )


class PlaceForm(Form):
    """The commune is drawn and read by the commune field; only the postcode is a field of this form."""

    postcode = forms.CharField(
        label=_("Postcode"),
        help_text=_("Only if your town has several."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric", "maxlength": "5"}),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the profile that is changed on its own page."""

    title: Any
    why: Any
    form: type[Form]


PIECES: Mapping[str, Piece] = {
    "nom": Piece(_("Your name"), _("As on your papers: the funder compares them."), NameForm),
    "naissance": Piece(_("Your birth date"), _("Some aids depend on age."), BirthForm),
    "commune": Piece(_("Where you live"), _("Most aids are given by a town, a region or their neighbours."), PlaceForm),
    "situation": Piece(_("What you do"), _("Some aids are for one situation only."), OccupationForm),
    "telephone": Piece(_("Your telephone"), _("It is never required."), PhoneForm),
}

# INSEE's code of France as a country of birth.
_FRANCE = "99100"
# Proper names: they are not translated.
SOURCES = {
    ClaimSource.FRANCECONNECT: "FranceConnect",
    ClaimSource.MOB: "Mon Compte Mobilité",
    ClaimSource.DECLARED: "",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A line of the profile: what we know, who vouches, where to change it ("" when it is certified)."""

    label: Any
    value: str
    vouched: str
    is_certified: bool
    href: str


def known_lines(view: ProfileView, language: str) -> list[Known]:
    """Everything the account page shows of a person, in the order of her papers."""
    birth = long_date(view.birth_date, language) if view.birth_date else ""
    place = geography.commune(view.commune) if view.commune else None
    return [
        _claim_line(view, ClaimName.FIRST_NAME, _("First name"), "nom"),
        _claim_line(view, ClaimName.BIRTH_NAME, _("Birth name"), "nom"),
        _claim_line(view, ClaimName.USUAL_NAME, _("Name in use"), "nom"),
        _claim_line(view, ClaimName.BIRTH_DATE, _("Birth date"), "naissance", birth),
        _plain_line(_("Town"), f"{view.postcode or ''} {place.name}".strip() if place else "", "commune"),
        _plain_line(_("Situation"), str(OCCUPATIONS[view.occupation]) if view.occupation else "", "situation"),
        _plain_line(_("Telephone"), spoken_phone(view.phone) if view.phone else "", "telephone"),
    ]


_DETAILS = {
    CivilDetail.FIRST_NAMES: _("First names"),
    CivilDetail.GENDER: _("Sex"),
    CivilDetail.BIRTH_PLACE: _("Place of birth"),
    CivilDetail.BIRTH_COUNTRY: _("Country of birth (INSEE code)"),
}
_GENDERS = {"female": _("Female"), "male": _("Male")}


def certified_lines(view: ProfileView, language: str) -> list[Known]:
    """What somebody vouches for, the details of the civil register included, which no funder is sent."""
    lines = [line for line in known_lines(view, language) if line.is_certified]
    for name, claim in view.civil.items():
        if name is not CivilDetail.BIRTH_COUNTRY or claim.value != _FRANCE:
            lines.append(Known(_DETAILS[name], _detail(name, claim.value), _vouched(claim), True, ""))
    return lines


def _detail(name: CivilDetail, value: str) -> str:
    if name is CivilDetail.BIRTH_PLACE:
        place = geography.commune(value)
        return place.name if place else value
    return str(_GENDERS.get(value, value)) if name is CivilDetail.GENDER else value


def _claim_line(view: ProfileView, name: ClaimName, label: Any, piece: str, shown: str = "") -> Known:
    claim = view.claims.get(name)
    certified = claim is not None and claim.is_certified
    vouched = _vouched(claim) if claim and certified else ""
    value = shown or (claim.value if claim else "")
    return Known(label, value, vouched or _said(value), certified, "" if certified else f"/mon-compte/profil/{piece}")


def _vouched(claim: Claim) -> str:
    return gettext("Verified by %(source)s") % {"source": SOURCES[claim.source]}


def _plain_line(label: Any, value: str, piece: str) -> Known:
    return Known(label, value, _said(value), False, f"/mon-compte/profil/{piece}")


def _said(value: str) -> str:
    return gettext("Said by you") if value else gettext("Not asked yet")


def initial(view: ProfileView) -> dict[str, Any]:
    """What the forms start from: what is known, written as people write it."""
    values: dict[str, Any] = {name.value: view.value(name) for name in ClaimName}
    phone = spoken_phone(view.phone) if view.phone else ""
    rest = {"birth_date": view.birth_date, "occupation": view.occupation, "phone": phone, "postcode": view.postcode}
    return {**values, **rest}
