"""Every component in every state, on one page, for those who write pages. In demonstration and test only, in English.

It is also what the accessibility and screenshot tests look at first. Sample data lives here and nowhere else.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from mob.web import forms
from mob.web.components import Check, Departure, Row, Step, Tag

_SITUATIONS = [("employee", "I am employed"), ("self", "I work for myself"), ("student", "I study")]
_MODES = [("velo", "By bicycle"), ("transportsCommun", "By bus, tram or train")]


class Sample(forms.Form):
    """One field of each kind."""

    postcode = django_forms.CharField(label="Postcode", help_text="5 figures, for example 38950")
    employer = django_forms.ChoiceField(label="Employer", choices=[("", "Choose"), ("morel", "Ateliers Morel")])
    price = forms.EurosField(label="Price of the bicycle")
    bought_on = forms.DateField(label="Date of the quote", help_text="For example 6 3 2026")
    message = django_forms.CharField(label="Your message", required=False, widget=django_forms.Textarea)
    situation = django_forms.ChoiceField(label="Your situation", choices=_SITUATIONS, widget=django_forms.RadioSelect)
    modes = django_forms.MultipleChoiceField(
        label="How do you get to work?", choices=_MODES, widget=django_forms.CheckboxSelectMultiple, required=False
    )
    quote = django_forms.FileField(label="Your quote", help_text="PDF, JPEG, PNG, HEIC or WebP, 10 MB at most.")
    sms = django_forms.BooleanField(label="Tell me by text message too", help_text="Optional", required=False)


_TASKS = [
    Step("Your situation", "done", "Done", "#line"),
    Step("Your papers", "here", "1 paper out of 3"),
    Step("Check and send", "upcoming", "To do"),
]
_STEPS = [Step("Sent", "done"), Step("Checked", "done"), Step("Decided", "stop"), Step("Paid", "upcoming")]
_QUESTIONS = [
    Step("Town", "done"),
    Step("Journey", "done"),
    Step("Situation", "here"),
    Step("Home", "upcoming"),
    Step("Income", "upcoming"),
]
_DEPARTURES = [
    Departure(
        title="Electric bicycle bonus",
        href="#departures",
        payer="Métropole de Valmont",
        amount="500 €",
        before="up to",
        text="New or second-hand",
        icon="bicycle",
        tags=[Tag("Apply before buying", icon="calendar")],
    ),
    Departure("Solidarity season ticket", "#departures", "Valmont network", "264 €", "up to", "By family income"),
    Departure(
        title="Car sharing discovery",
        href="#departures",
        payer="Town",
        amount="90 €",
        icon="share",
        tags=[Tag("Closed since 1 March", "unknown")],
        closed=True,
    ),
]
_CHECKS = [
    Check("You are 18 or over."),
    Check("You have already bought the bicycle.", "no", "Apply before buying."),
    Check("The landlord’s signature cannot be read.", "unknown"),
    Check("A quote in your name", "document"),
]
_ROWS = [Row("Address", "14 rue des Tanneurs", "#summary"), Row("Telephone", "06 •• •• •• 42", "#summary")]
_TERMS = [Row("Who pays", "Métropole de Valmont"), Row("Open until", "31 December 2026")]
_SPRITE = Path(__file__).parent / "static" / "mob" / "icons.svg"
_TOKENS = (
    "ink",
    "text",
    "soft",
    "panel",
    "line",
    "line-upcoming",
    "signal",
    "ground",
    "ground-2",
    "ground-3",
    "ok",
    "no",
)
_WRONG = {"postcode": "", "price": "60 euros", "bought_on_0": "31", "bought_on_1": "2", "bought_on_2": "2026"}


def _context() -> dict[str, Any]:
    wrong = Sample(_WRONG, auto_id="wrong_%s")
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
        "icons": re.findall(r'<symbol id="([^"]+)"', _SPRITE.read_text(encoding="ascii")),
        "page": Paginator(range(95), 10).page(3),
        "tokens": _TOKENS,
    }


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The gallery. 404 in production."""
    if not settings.ENV.shows_demo:
        raise Http404
    with translation.override("en"):
        response = render(request, "gallery.html", _context())
    response.headers["Content-Language"] = "en"
    return response
