"""The forms of an application: questions, who it is for, the profile. What an answer means is the services' affair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mob.applications import representation
from mob.applications.needs import ProfilePart
from mob.catalogue.types import CustomField, FieldKind
from mob.directory.types import CommunityView
from mob.identity.types import ClaimName, ProfileField, ProfileView
from mob.web.citizen import words
from mob.web.forms import DateField, Form

PREFIX = "q"
MAX_TEXT = 2000


class AnswersForm(Form):
    """Questions of an aid as fields. Field names are the questions' codes under the prefix `q-`."""

    def __init__(self, questions: Iterable[CustomField], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix=PREFIX, **kwargs)
        self.questions = tuple(questions)
        for question in self.questions:
            self.fields[question.code] = _field(question)
            self.fields[question.code].error_messages["required"] = gettext(
                "Your answer is missing. We need it to go on."
            )

    @classmethod
    def of(cls, questions: Iterable[CustomField], answers: Mapping[str, Any]) -> AnswersForm:
        """The questions with the answers already given."""
        kept = tuple(questions)
        return cls(kept, initial={q.code: _initial(q, answers.get(q.code)) for q in kept})


def raw_answers(questions: Iterable[CustomField], data: QueryDict) -> dict[str, list[str]]:
    """What was sent for each question, as the services read it; questions that were not on the page are left out."""
    given: dict[str, list[str]] = {}
    for question in questions:
        name = f"{PREFIX}-{question.code}"
        if question.kind is FieldKind.DATE:
            parts = [data.get(f"{name}_{part}", "").strip() for part in range(3)]
            if f"{name}_0" in data:
                given[question.code] = ["/".join(parts)] if any(parts) else []
        elif name in data or question.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
            given[question.code] = data.getlist(name)
    return given


def _field(question: CustomField) -> forms.Field:
    label, _unit = words.label_and_unit(question)
    common: dict[str, Any] = {"label": label, "help_text": question.hint, "required": question.is_required}
    match question.kind:
        case FieldKind.DATE:
            return DateField(**common | {"help_text": question.hint or _("For example 6 3 2026")})
        case FieldKind.YES_NO:
            options = [("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
        case FieldKind.CHOICE:
            return _choices(question, common)
        case FieldKind.NUMBER:
            attrs = {"inputmode": "decimal", "autocomplete": "off"}
            return forms.CharField(max_length=40, widget=forms.TextInput(attrs=attrs), **common)
        case _:
            return forms.CharField(max_length=MAX_TEXT, **common)


def _choices(question: CustomField, common: dict[str, Any]) -> forms.Field:
    options = [(choice.code, choice.label) for choice in question.choices]
    if question.max_choices == 1:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    most = ngettext("%(most)d answer at most.", "%(most)d answers at most.", question.max_choices)
    common["help_text"] = f"{question.hint} {most % {'most': question.max_choices}}".strip()
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)


def _initial(question: CustomField, value: Any) -> Any:
    if value in (None, ""):
        return None
    match question.kind:
        case FieldKind.YES_NO:
            return "yes" if value else "no"
        case FieldKind.DATE:
            return date.fromisoformat(value)
        case FieldKind.NUMBER:
            return words.number(value)
        case _:
            return value


class BeneficiaryForm(Form):
    """Who the aid is for. The other person's part counts only for somebody else."""

    kind = forms.ChoiceField(
        label=_("Who is this aid for?"),
        choices=[
            ("self", _("For me")),
            ("child", _("For a child I am responsible for")),
            ("protected", _("For a protected adult I represent")),
        ],
        widget=forms.RadioSelect,
    )
    first_name = forms.CharField(label=_("First name of this person"), max_length=200)
    last_name = forms.CharField(label=_("Name of this person"), max_length=200)
    birth_date = DateField(label=_("Date of birth of this person"), help_text=_("For example 6 3 2015"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and representation.of(self.data) is None:
            for name in ("first_name", "last_name", "birth_date"):
                self.fields[name].required = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> BeneficiaryForm:
        initial = dict(kept)
        if "birth_date" in initial:
            initial["birth_date"] = date.fromisoformat(initial["birth_date"])
        return cls(initial=initial)


_CLAIM_FIELDS = tuple(claim.value for claim in ClaimName)


class ProfileForm(Form):
    """What the aid needs of the profile, prefilled. A verified value is shown by the page and is no field here."""

    first_name = forms.CharField(
        label=_("First name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    birth_name = forms.CharField(
        label=_("Birth name"),
        help_text=_("As on your identity papers"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    usual_name = forms.CharField(
        label=_("Name in use"),
        help_text=_("If it is not your birth name"),
        required=False,
        max_length=200,
    )
    birth_date = DateField(label=_("Date of birth"), help_text=_("For example 6 3 1994"), autocomplete="bday")
    occupation = forms.ChoiceField(
        label=_("What is your situation?"), choices=list(words.OCCUPATIONS.items()), widget=forms.RadioSelect
    )

    def __init__(self, parts: Iterable[ProfilePart], profile: ProfileView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=_known(profile), **kwargs)
        if ProfilePart.OCCUPATION not in set(parts):
            del self.fields["occupation"]
        for name, claim in profile.claims.items():
            if claim.is_certified:
                del self.fields[name.value]

    def answers(self) -> dict[ProfileField, str]:
        """The valid answers, as identity stores them."""
        return {ProfileField(name): _plain(value) for name, value in self.cleaned_data.items()}


def _known(profile: ProfileView) -> dict[str, Any]:
    known: dict[str, Any] = {name.value: claim.value for name, claim in profile.claims.items()}
    known["birth_date"] = profile.birth_date
    known["occupation"] = profile.occupation.value if profile.occupation else None
    return known


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


class CommunityForm(Form):
    """Which community of the funder the person belongs to."""

    community = forms.ChoiceField(
        label=_("Which community do you belong to?"),
        help_text=_("The agents of this community will examine your application."),
        widget=forms.RadioSelect,
    )

    def __init__(self, communities: Iterable[CommunityView], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = [(str(c.id), c.name) for c in communities]  # type: ignore[attr-defined]
