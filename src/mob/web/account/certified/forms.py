"""What a person chooses on the consent page, and the exact words that are kept of each choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mob.eligibility.certified.types import Asks, BasisView, RegisterSource, SourceKind, Wanted
from mob.eligibility.certifying import agreeing
from mob.kernel.errors import Invalid
from mob.web import certified
from mob.web.formats import long_date
from mob.web.forms import FieldView, Form, describe

NUMBERS = {
    Asks.JOB_SEEKER_NUMBER: (
        gettext_lazy("Your France Travail number"),
        gettext_lazy("In your account there, or at the top of its letters: for example 1234567A."),
    ),
    Asks.NUMBER_PLATE: (
        gettext_lazy("Number plate of the vehicle"),
        gettext_lazy("For example AB-123-CD. The certificate must bear your name."),
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice: a source, the basis that lets the funder read it, the last day it would be read."""

    kind: SourceKind
    basis: BasisView
    until: date

    @property
    def source(self) -> RegisterSource:
        return self.kind.source

    def lines(self) -> list[tuple[str, str]]:
        """Who answers, who reads, what for, how often, until when, under which act: as shown and as kept."""
        language = certified.language()
        act = ", ".join(filter(None, (self.basis.number, self.basis.text)))
        return [
            (_("Who answers"), self.kind.holder.read_in(language)),
            (_("Who may read it"), _("%(funder)s, and nobody else") % {"funder": self.basis.funder_name}),
            (_("What for"), self.kind.purpose.read_in(language)),
            (_("Until"), _("%(date)s, or as soon as you take it back") % {"date": long_date(self.until, language)}),
            (_("How long it is true"), self.kind.why_lasts.read_in(language)),
            (_("Authorised by"), _("DataPass %(act)s (CRPA, article L114-8)") % {"act": act}),
        ]

    def words(self) -> str:
        """What is kept as the receipt of this choice."""
        title = self.kind.title.read_in(certified.language())
        return "\n".join([title, *(f"{label} : {value}" for label, value in self.lines())])


@dataclass(frozen=True, slots=True)
class Shown:
    """One choice as the page draws it. `was`: agreed to until now."""

    offer: Offer
    box: FieldView
    number: FieldView | None
    was: bool


class ChoiceForm(Form):
    """A box for each source, never ticked beforehand, and the number some ask."""

    def __init__(self, data: Any, *, offers: Sequence[Offer]) -> None:
        super().__init__(data)
        self.offers: Mapping[str, Offer] = {offer.source.value: offer for offer in offers}
        for name, offer in self.offers.items():
            title = offer.kind.title.read_in(certified.language())
            self.fields[name] = forms.BooleanField(label=title, required=False)
            if offer.kind.asks in NUMBERS:
                label, hint = NUMBERS[offer.kind.asks]
                widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
                self.fields[f"{name}-number"] = forms.CharField(
                    label=label, help_text=hint, required=False, max_length=30, widget=widget
                )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(name) for name in self.offers):
            raise forms.ValidationError(_("Tick what may be read, or go back: your papers do as well."))
        for wanted in self.wanted():
            try:
                agreeing.checked(wanted)
            except Invalid as error:
                self.refuse(error)
        return self.cleaned_data

    def wanted(self) -> list[Wanted]:
        """What was ticked."""
        return [
            Wanted(offer.source, offer.basis.funder_id, self.cleaned_data.get(f"{name}-number") or "")
            for name, offer in self.offers.items()
            if self.cleaned_data.get(name)
        ]

    def _number(self, name: str) -> FieldView | None:
        """Wanted as soon as its box is ticked: it is not called optional."""
        if f"{name}-number" not in self.fields:
            return None
        return replace(describe(self[f"{name}-number"]), optional=False)

    def shown(self, agreed: frozenset[RegisterSource]) -> list[Shown]:
        return [
            Shown(
                offer,
                describe(self[name]),
                self._number(name),
                offer.source in agreed,
            )
            for name, offer in self.offers.items()
        ]
