"""Every component in every state, on one page, for those who write pages. In demonstration and test only, in English.

It is also what the accessibility and screenshot tests look at first. Sample data lives here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from mob.web import forms
from mob.web.components import Check, Departure, Row, Step, Tag

_SITUATIONS = [("employee", "I am employed"), ("self", "I work for myself"), ("student", "I study")]
_MODES = [("velo", "By bicycle"), ("transportsCommun", "By bus, tram or train")]


class Sample(forms.Form):
    """One field of each kind."""

    postcode = forms.forms.CharField(label="Postcode", help_text="5 figures, for example 38950")
    employer = forms.forms.ChoiceField(label="Employer", choices=[("", "Choose"), ("morel", "Ateliers Morel")])
    price = forms.EurosField(label="Price of the bicycle")
    bought_on = forms.DateField(label="Date of the quote", help_text="For example 6 3 2026")
    message = forms.forms.CharField(label="Your message", required=False, widget=django_forms.Textarea)
    situation = forms.forms.ChoiceField(label="Your situation", choices=_SITUATIONS, widget=django_forms.RadioSelect)
    modes = forms.forms.MultipleChoiceField(
        label="How do you get to work?", choices=_MODES, widget=django_forms.CheckboxSelectMultiple, required=False
    )
    quote = forms.forms.FileField(label="Your quote", help_text="PDF, JPEG, PNG, HEIC or WebP, 10 MB at most.")
    sms = forms.forms.BooleanField(label="Tell me by text message too", help_text="Optional", required=False)


_TASKS = [
    Step("Your situation", "done", "Done", "#line"),
    Step("Your papers", "here", "1 paper out of 3"),
    Step("Check and send", "upcoming", "To do"),
]
_STEPS = [Step("Sent", "done"), Step("Checked", "done"), Step("Decided", "stop"), Step("Paid", "upcoming")]
_QUESTIONS = [
    Step("Town", "done"), Step("Journey", "done"), Step("Situation", "here"), Step("Home", "upcoming"), Step("Income", "upcoming"),
]  # fmt: skip
_DEPARTURES = [
    Departure("Electric bicycle bonus", "#departures", "Métropole de Valmont", "500 €", "up to", "New or second-hand", "bicycle",
              [Tag("Apply before buying", icon="calendar")]),
    Departure("Solidarity season ticket", "#departures", "Valmont network", "264 €", "up to", "By family income", "tram"),
    Departure("Car sharing discovery", "#departures", "Town", "90 €", "", "", "share", [Tag("Closed since 1 March", "unknown")], True),
]  # fmt: skip
_CHECKS = [
    Check("You are 18 or over."),
    Check("You have already bought the bicycle.", "no", "Apply before buying."),
    Check("The landlord’s signature cannot be read.", "unknown"),
    Check("A quote in your name", "document"),
]
_ROWS = [Row("Address", "14 rue des Tanneurs", "#summary"), Row("Telephone", "06 •• •• •• 42", "#summary")]
_TERMS = [Row("Who pays", "Métropole de Valmont"), Row("Open until", "31 December 2026")]
_ICONS = (
    "alert arrow back bicycle bin bolt bubble bus calendar car carpool check city clock cross document down download edit "
    "external eye filter flag info key lock mail minus person phone pin plus print question scooter search settings share "
    "shield sign-out tram upload user walk warning"
).split()


def _context() -> dict[str, Any]:
    wrong = Sample({"postcode": "", "price": "60 euros", "bought_on_0": "31", "bought_on_1": "2", "bought_on_2": "2026"}, auto_id="wrong_%s")
    return {
        "form": Sample(initial={"price": 149000, "bought_on": date(2026, 3, 6), "situation": "employee"}),
        "wrong": wrong,
        "tasks": _TASKS,
        "steps_list": _STEPS,
        "questions": _QUESTIONS,
        "departures_list": _DEPARTURES,
        "checks_list": _CHECKS,
        "rows": _ROWS,
        "terms": _TERMS,
        "icons": _ICONS,
        "page": Paginator(range(95), 10).page(3),
        "tokens": "ink text soft panel line line-upcoming signal ground ground-2 ground-3 ok no unknown".split(),
    }


def page(request: HttpRequest) -> HttpResponse:
    """The gallery. 404 in production."""
    if not settings.ENV.shows_demo:
        raise Http404
    with translation.override("en"):
        response = render(request, "gallery.html", _context())
    response.headers["Content-Language"] = "en"
    return response
