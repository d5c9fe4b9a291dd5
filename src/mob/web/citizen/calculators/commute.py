"""From home to work: what an employer pays in a year, what of it is exempt, and what is left under the cap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.eligibility.employers import FIRST_YEAR, LEAST_SHARE, WHOLE, Commute, Split, sources, split
from mob.kernel import clock
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents, format_euros
from mob.web.citizen.access import language_of
from mob.web.components import Row
from mob.web.forms import EurosField, Form

MONTHS = 12
_PERCENT = re.compile(r"([0-9]{1,3})[ \u00a0\u202f]?%?")
_NONE = Cents(0)


class PercentField(django_forms.CharField):
    """A whole percentage as people type it (`75`, `75 %`); `clean` gives an int, or None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", django_forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = _PERCENT.fullmatch(text)
        if not found:
            raise django_forms.ValidationError(_("Write a whole number between 1 and 100, for example 75."))
        return int(found[1])


class CommuteForm(Form):
    """Amounts of a year. Empty means none, half the ticket, or full time, as each hint says."""

    year = django_forms.TypedChoiceField(label=gettext_lazy("Year of payment"), coerce=int)
    ticket = EurosField(
        label=gettext_lazy("Price of the season ticket"),
        help_text=gettext_lazy("Bus, train, public bicycle hire. Add up if there are several."),
        required=False,
    )
    period = django_forms.ChoiceField(
        label=gettext_lazy("This price is for"),
        choices=[("month", gettext_lazy("A month, paid all year")), ("year", gettext_lazy("The whole year"))],
        widget=django_forms.RadioSelect,
        required=False,
    )
    ticket_share = PercentField(
        label=gettext_lazy("Share the employer pays"),
        help_text=gettext_lazy("Half is compulsory. Leave empty for 50%."),
    )
    allowance = EurosField(
        label=gettext_lazy("Sustainable-mobility allowance, for the year"),
        help_text=gettext_lazy("Bicycle, carpooling, shared vehicles. The employer chooses the amount."),
        required=False,
    )
    voucher = EurosField(
        label=gettext_lazy("Mobility voucher, for the year"),
        help_text=gettext_lazy("Without what is spent on fuel, whose cap is lower."),
        required=False,
    )
    working_time = PercentField(
        label=gettext_lazy("Working time"),
        help_text=gettext_lazy("In share of a full-time job. Leave empty for full time."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [(year, str(year)) for year in range(today.year, FIRST_YEAR - 1, -1)]
        field = self.fields["year"]
        assert isinstance(field, django_forms.TypedChoiceField)
        field.choices = years
        field.initial = today.year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ticket") and not data.get("period") and "period" not in self.errors:
            self.add_error("period", _("Say whether this price is for a month or for the year."))
        if not self.errors and not any(data.get(name) for name in ("ticket", "allowance", "voucher")):
            self.add_error(None, _("Give one amount at least: a ticket, an allowance or a voucher."))
        return data

    def commute(self) -> Commute:
        """The year the answers tell of."""
        data = self.cleaned_data
        price = data["ticket"] or _NONE
        share, time = data["ticket_share"], data["working_time"]
        return Commute(
            on=date(data["year"], 12, 31),
            ticket_price=Cents(price * MONTHS) if data["period"] == "month" else price,
            ticket_share=LEAST_SHARE if share is None else share,
            allowance=data["allowance"] or _NONE,
            voucher=data["voucher"] or _NONE,
            working_time=WHOLE if time is None else time,
        )


@dataclass(frozen=True, slots=True)
class Stop:
    """Something the employer pays, on the line to the total."""

    title: str
    text: str
    amount: Cents


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; sent, the split above it. An address tells nothing of a salary."""
    today = clock.civil_date(clock.now())
    form = CommuteForm(request.POST if request.method == "POST" else None, today=today)
    found = _split(form)
    context: dict[str, Any] = {"here": "simulator", "form": form, "found": found, "sources": sources().items()}
    if found is None:
        return render(request, "citizen/calculators/commute.html", context, status=422 if form.is_bound else 200)
    commute, language = form.commute(), language_of(request)
    context |= {
        "year": commute.on.year,
        "stops": list(stops_of(commute, found, language)),
        "rows": rows_of(found, language),
        "cap_text": cap_text(commute, found, language),
    }
    return render(request, "citizen/calculators/commute_found.html", context)


def _split(form: CommuteForm) -> Split | None:
    """The split of valid answers; None, with the words at the field, otherwise."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return split(form.commute())
    except Invalid as error:
        form.refuse(Invalid(error.code, "ticket" if error.pointer == "ticket_price" else error.pointer, **error.params))
        return None


def stops_of(commute: Commute, found: Split, language: str) -> Iterator[Stop]:
    """What is paid, in the order of the law: the ticket first, what is free to give after."""
    if commute.ticket_price:
        yield Stop(_("The season ticket"), _ticket_text(commute, language), found.ticket)
    if commute.allowance:
        yield Stop(_("Sustainable-mobility allowance"), _("Chosen by the employer."), commute.allowance)
    if commute.voucher:
        yield Stop(_("Mobility voucher"), _("Under the same cap as the allowance."), commute.voucher)


def _ticket_text(commute: Commute, language: str) -> str:
    words = {"share": commute.ticket_share, "price": format_euros(commute.ticket_price, language)}
    if commute.working_time < LEAST_SHARE:
        return _("%(share)s%% of %(price)s, in proportion to a job of less than half time.") % words
    return _("%(share)s%% of %(price)s.") % words


def rows_of(found: Split, language: str) -> list[Row]:
    return [
        Row(_("Exempt from contributions and income tax"), format_euros(found.exempt, language)),
        Row(_("Subject to contributions and income tax"), format_euros(found.taxable, language)),
        Row(_("Left under the cap of the year"), format_euros(found.room, language)),
    ]


def cap_text(commute: Commute, found: Split, language: str) -> str:
    words = {"year": commute.on.year, "cap": format_euros(found.cap, language)}
    if found.exempt > found.cap:
        return _("In %(year)s the cap is %(cap)s. The exempt part of the ticket goes beyond: it is never cut.") % words
    if commute.ticket_price:
        return _("In %(year)s the cap is %(cap)s a year, ticket and allowance together.") % words
    return _("In %(year)s the cap of the allowance is %(cap)s a year.") % words
