"""« Ma vignette »: four answers of a registration certificate, and the Crit'Air sticker with what decided."""

from __future__ import annotations

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

from mob.eligibility.critair import ORDER_URL, Basis, Energy, Level, Sticker, Vehicle, VehicleKind, sticker_of
from mob.kernel import clock
from mob.kernel.errors import Invalid
from mob.web.citizen.access import language_of
from mob.web.formats import long_date
from mob.web.forms import DateField, Form

KINDS = {
    VehicleKind.CAR: gettext_lazy("A car"),
    VehicleKind.VAN: gettext_lazy("A light van, 3.5 tonnes at most"),
    VehicleKind.MOTORCYCLE: gettext_lazy("A motorcycle, a tricycle or a quad"),
    VehicleKind.MOPED: gettext_lazy("A moped, 50 cm³ at most"),
    VehicleKind.TRUCK: gettext_lazy("A lorry, over 3.5 tonnes"),
    VehicleKind.BUS: gettext_lazy("A bus or a coach"),
}
ENERGIES = {
    Energy.PETROL: gettext_lazy("Petrol or superethanol, hybrids that are not plugged in too"),
    Energy.DIESEL: gettext_lazy("Diesel, hybrids that are not plugged in too"),
    Energy.ELECTRICITY: gettext_lazy("Electricity alone"),
    Energy.PLUG_IN_HYBRID: gettext_lazy("Plug-in hybrid"),
    Energy.GAS: gettext_lazy("Gas (LPG or natural gas), with petrol too"),
    Energy.HYDROGEN: gettext_lazy("Hydrogen"),
    Energy.BIODIESEL: gettext_lazy("Biodiesel alone (B100)"),
}
COLOURS = {
    Level.E: gettext_lazy("The green sticker."),
    Level.ONE: gettext_lazy("The purple sticker."),
    Level.TWO: gettext_lazy("The yellow sticker."),
    Level.THREE: gettext_lazy("The orange sticker."),
    Level.FOUR: gettext_lazy("The burgundy sticker."),
    Level.FIVE: gettext_lazy("The grey sticker."),
    Level.NONE: gettext_lazy("This vehicle is too old for any class."),
}


class VehicleForm(Form):
    """What a registration certificate says. Nothing is chosen beforehand."""

    kind = django_forms.ChoiceField(
        label=gettext_lazy("Which vehicle?"),
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        widget=django_forms.RadioSelect,
    )
    energy = django_forms.ChoiceField(
        label=gettext_lazy("What does it run on?"),
        help_text=gettext_lazy("Line P.3 of the registration certificate."),
        choices=[(energy.value, label) for energy, label in ENERGIES.items()],
        widget=django_forms.RadioSelect,
    )
    euro = django_forms.TypedChoiceField(
        label=gettext_lazy("Euro norm"),
        help_text=gettext_lazy("Line V.9 of the registration certificate. Old ones have none."),
        choices=[("", gettext_lazy("I do not find it")), *((number, f"Euro {number}") for number in range(1, 8))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    first_registered = DateField(
        label=gettext_lazy("Date of first registration"),
        help_text=gettext_lazy("Line B. It decides when there is no Euro norm."),
        required=False,
    )

    def clean_first_registered(self) -> date | None:
        day: date | None = self.cleaned_data["first_registered"]
        if day and day > clock.civil_date(clock.now()):
            raise django_forms.ValidationError(_("This date is still to come. Look at line B again."))
        return day

    def sticker(self) -> Sticker | None:
        """The sticker of valid answers; None, with the words at the field, when something is missing."""
        data = self.cleaned_data
        vehicle = Vehicle(VehicleKind(data["kind"]), Energy(data["energy"]), data["euro"], data.get("first_registered"))
        try:
            found = sticker_of(vehicle)
        except Invalid as error:
            self.refuse(error)
            return None
        if found.level is None:
            self.add_error("first_registered", _("We need this date: without a norm that tells, it decides."))
            return None
        return found


@dataclass(frozen=True, slots=True)
class Stop:
    """One criterion on the line, in the order of the law. `state`: done, decides or skipped."""

    title: str
    answer: str
    text: str
    state: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; sent, the sticker above it. An address tells nothing of the vehicle."""
    form = VehicleForm(request.POST if request.method == "POST" else None)
    sticker = form.sticker() if form.is_bound and form.is_valid() else None
    context: dict[str, Any] = {"here": "simulator", "form": form, "sticker": sticker, "source": ORDER_URL}
    if sticker is None:
        return render(request, "citizen/calculators/sticker.html", context, status=422 if form.is_bound else 200)
    context |= {
        "name": name_of(sticker),
        "colour": COLOURS[sticker.level or Level.NONE],
        "stops": stops_of(sticker, form.cleaned_data, language_of(request)),
    }
    return render(request, "citizen/calculators/sticker_found.html", context)


def name_of(sticker: Sticker) -> str:
    if sticker.level is Level.NONE:
        return _("No sticker")
    return _("Crit’Air %(level)s") % {"level": sticker.level.value if sticker.level else ""}


def stops_of(sticker: Sticker, answers: dict[str, Any], language: str) -> list[Stop]:
    """Energy, norm, date: what was looked at, what decided, what was not needed."""
    basis = sticker.basis
    return [
        Stop(_("Energy"), str(ENERGIES[Energy(answers["energy"])]), _energy_text(basis), _state(basis, Basis.ENERGY)),
        Stop(_("Euro norm"), _norm(answers), _norm_text(basis, answers), _state(basis, Basis.NORM)),
        Stop(
            _("First registration"), _day(answers, language), _date_text(sticker, language), _state(basis, Basis.DATE)
        ),
    ]


def _state(basis: Basis, own: Basis) -> str:
    order = list(Basis)
    return "decides" if basis is own else "done" if order.index(own) < order.index(basis) else "skipped"


def _energy_text(basis: Basis) -> str:
    if basis is Basis.ENERGY:
        return _("It decides on its own, whatever the norm and the date.")
    return _("It does not tell on its own: the norm is looked at.")


def _norm(answers: dict[str, Any]) -> str:
    return f"Euro\u00a0{answers['euro']}" if answers["euro"] else _("Not known")


def _norm_text(basis: Basis, answers: dict[str, Any]) -> str:
    if basis is Basis.ENERGY:
        return _("Not looked at.")
    if basis is Basis.NORM:
        return _("It decides, before the date.")
    if answers["euro"]:
        return _("The text has no class for this norm: the date decides.")
    return _("Without a norm, the date decides.")


def _day(answers: dict[str, Any], language: str) -> str:
    day = answers.get("first_registered")
    return long_date(day, language) if day else _("Not known")


def _date_text(sticker: Sticker, language: str) -> str:
    if sticker.basis is not Basis.DATE:
        return _("Not looked at.")
    since = long_date(sticker.since, language) if sticker.since else ""
    until = long_date(sticker.until, language) if sticker.until else ""
    if since and until:
        return _("This class goes from %(since)s to %(until)s.") % {"since": since, "until": until}
    if since:
        return _("This class begins on %(since)s.") % {"since": since}
    return _("Until %(until)s, the text gives no class.") % {"until": until}
