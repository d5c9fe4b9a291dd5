"""The parts of an aid as forms: each reads its part of the content, and gives the content back with it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mob.catalogue.types import AidContent, AidTexts, Audience, AutomaticCheck, Level, Mode, Processing, PurchaseTiming
from mob.kernel.errors import Invalid, InvalidMany, MobError
from mob.web.admin import words
from mob.web.admin.pages import AdminForm
from mob.web.forms import DateField, EurosField, FieldView

LONG = {"rows": 8}


class PartForm(AdminForm):
    """A part of an aid. `version` is the aid's when the page was opened: a second author is told, nothing is lost."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    pointers: ClassVar[Mapping[str, str]] = {}
    # Not required to keep a draft, but to publish it: never shown as optional.
    awaited: ClassVar[frozenset[str]] = frozenset()

    def rows(self) -> list[FieldView]:
        return [replace(row, optional=row.optional and row.name not in self.awaited) for row in super().rows()]

    def refuse(self, error: MobError) -> None:
        each = error.errors if isinstance(error, InvalidMany) else [error]
        for one in each:
            super().refuse(Invalid(one.code, self._own(one.pointer), **one.params) if isinstance(one, Invalid) else one)

    def _own(self, pointer: str) -> str:
        """The field of this form that a pointer of the content names."""
        last = pointer.rpartition(".")[2]
        return self.pointers.get(last, last)

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        """What the form shows of the content."""
        raise NotImplementedError

    def applied(self, content: AidContent) -> AidContent:
        """The content with what was typed."""
        raise NotImplementedError


def _texts(texts: AidTexts, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(texts, name) for name in names}


class TextsForm(PartForm):
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    promise = forms.CharField(
        label=_("Promise"),
        max_length=400,
        required=False,
        help_text=_("One sentence: what the person gets."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        help_text=_("An empty line starts a paragraph; a line that begins with a hyphen is a list item."),
        widget=forms.Textarea(attrs=LONG),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        help_text=_("What it takes, in the order people can check it."),
        widget=forms.Textarea(attrs=LONG),
    )
    names: ClassVar[tuple[str, ...]] = ("title", "promise", "description", "conditions")
    awaited = frozenset({"title", "promise", "conditions"})

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return _texts(content.fr, cls.names)

    def applied(self, content: AidContent) -> AidContent:
        return replace(content, fr=replace(content.fr, **{name: self.cleaned_data[name] for name in self.names}))


class EnglishForm(TextsForm):
    """Emptied, the aid is read in French by everyone."""

    amount_text = forms.CharField(label=_("Amount in words"), max_length=400, required=False)
    payment_terms = forms.CharField(label=_("Payment"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    names = (*TextsForm.names, "amount_text", "payment_terms")

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return _texts(content.en or AidTexts(), cls.names)

    def applied(self, content: AidContent) -> AidContent:
        texts = AidTexts(**{name: self.cleaned_data[name] for name in self.names})
        return replace(content, en=texts if texts != AidTexts() else None)


class AmountForm(PartForm):
    units = {"max_amount": "€"}
    max_amount = EurosField(label=_("At most"), required=False, help_text=_("Leave empty when there is no ceiling."))
    amount_text = forms.CharField(
        label=_("Amount in words"),
        max_length=400,
        required=False,
        help_text=_("How it is worked out: “25% of the price, at most 500 €”."),
    )
    payment_terms = forms.CharField(
        label=_("Payment"),
        required=False,
        help_text=_("When and how the money comes."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {"max_amount": content.max_amount, **_texts(content.fr, ("amount_text", "payment_terms"))}

    def applied(self, content: AidContent) -> AidContent:
        data = self.cleaned_data
        french = replace(content.fr, amount_text=data["amount_text"], payment_terms=data["payment_terms"])
        return replace(content, fr=french, max_amount=data["max_amount"])


class PublicForm(PartForm):
    level = forms.ChoiceField(label=_("Who gives"), choices=words.choices(words.LEVELS))
    modes = forms.MultipleChoiceField(
        label=_("Modes"), choices=words.choices(words.MODES), widget=forms.CheckboxSelectMultiple, required=False
    )
    audiences = forms.MultipleChoiceField(
        label=_("People"), choices=words.choices(words.AUDIENCES), widget=forms.CheckboxSelectMultiple, required=False
    )
    minimum_age = forms.IntegerField(
        label=_("Minimum age"),
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    minors_represented = forms.BooleanField(
        label=_("At 16 and 17, a parent applies for the young person"),
        help_text=_("Otherwise a person of 16 or 17 applies alone."),
        required=False,
    )
    units = {"minimum_age": _("years")}
    awaited = frozenset({"modes", "audiences"})

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {
            "level": content.level.value,
            "modes": [mode.value for mode in content.modes],
            "audiences": [audience.value for audience in content.audiences],
            "minimum_age": content.minimum_age,
            "minors_represented": content.minors_represented,
        }

    def applied(self, content: AidContent) -> AidContent:
        data = self.cleaned_data
        return replace(
            content,
            level=Level(data["level"]),
            modes=tuple(Mode(mode) for mode in data["modes"]),
            audiences=tuple(Audience(audience) for audience in data["audiences"]),
            minimum_age=data["minimum_age"],
            minors_represented=data["minors_represented"],
        )


class DatesForm(PartForm):
    valid_from = DateField(label=_("From"), required=False)
    valid_to = DateField(label=_("Until"), required=False, help_text=_("The last day included. Empty: no end known."))

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {"valid_from": content.valid_from, "valid_to": content.valid_to}

    def applied(self, content: AidContent) -> AidContent:
        return replace(content, valid_from=self.cleaned_data["valid_from"], valid_to=self.cleaned_data["valid_to"])


_CHECKS = tuple(f"check_{n}" for n in range(1, len(AutomaticCheck) + 1))


def _check(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("None")), *words.choices(words.AUTOMATIC_CHECKS)]
    )


class ApplyingForm(PartForm):
    processing = forms.ChoiceField(
        label=_("Where people apply"), choices=words.choices(words.PROCESSINGS), widget=forms.RadioSelect
    )
    external_url = forms.CharField(
        label=_("Address of that site"),
        required=False,
        max_length=600,
        help_text=_("Only when people apply on another site. It starts with https://"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    purchase = forms.ChoiceField(label=_("Purchase"), choices=words.choices(words.PURCHASES), widget=forms.RadioSelect)
    invoice_days = forms.IntegerField(
        label=_("Days to send the invoice"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("When people buy after the agreement: how long they have. Empty: 90 days."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    units = {"invoice_days": _("days")}
    wants_courtesy_mails = forms.BooleanField(
        label=_("Send courtesy mails"),
        required=False,
        help_text=_("Acknowledgements and reminders. Decisions and due dates are always written."),
    )
    is_automatic = forms.BooleanField(
        label=_("Decide automatically"),
        required=False,
        help_text=_(
            "The program checks what is chosen below and grants the maximum amount; agents get what it cannot tell."
        ),
    )
    check_1 = _check(_("First check"))
    check_2 = _check(_("Second check"))
    check_3 = _check(_("Third check"))
    check_4 = _check(_("Fourth check"))
    check_5 = _check(_("Fifth check"))
    check_6 = _check(_("Sixth check"))
    check_7 = _check(_("Seventh check"))
    check_8 = _check(_("Eighth check"))

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {
            "processing": content.processing.value,
            "external_url": content.external_url,
            "purchase": content.purchase.value,
            "invoice_days": content.invoice_days,
            "wants_courtesy_mails": content.wants_courtesy_mails,
            "is_automatic": content.is_automatic,
            **{f"check_{n}": check.value for n, check in enumerate(content.automatic_checks, 1)},
        }

    def applied(self, content: AidContent) -> AidContent:
        data = self.cleaned_data
        return replace(
            content,
            processing=Processing(data["processing"]),
            external_url=data["external_url"],
            purchase=PurchaseTiming(data["purchase"]),
            invoice_days=data["invoice_days"],
            wants_courtesy_mails=data["wants_courtesy_mails"],
            is_automatic=data["is_automatic"],
            automatic_checks=tuple(AutomaticCheck(data[name]) for name in _CHECKS if data[name]),
        )


class ContactForm(PartForm):
    help_address = forms.CharField(
        label=_("Postal address"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    help_phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "tel"})
    )
    help_hours = forms.CharField(label=_("Opening hours"), required=False, max_length=200)

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {name: getattr(content, name) for name in ("help_address", "help_phone", "help_hours")}

    def applied(self, content: AidContent) -> AidContent:
        data = self.cleaned_data
        return replace(
            content,
            help_address=data["help_address"],
            help_phone=data["help_phone"],
            help_hours=data["help_hours"],
        )


class SourceForm(PartForm):
    source_url = forms.CharField(
        label=_("Official page"),
        required=False,
        max_length=600,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    source_date = DateField(label=_("Date of the source"), required=False)
    verified_on = DateField(
        label=_("Verified on"), required=False, help_text=_("The day you last read the official page.")
    )

    @classmethod
    def opened(cls, content: AidContent) -> dict[str, Any]:
        return {name: getattr(content, name) for name in ("source_url", "source_date", "verified_on")}

    def applied(self, content: AidContent) -> AidContent:
        data = self.cleaned_data
        return replace(
            content,
            source_url=data["source_url"],
            source_date=data["source_date"],
            verified_on=data["verified_on"],
        )
