"""The pages people expect, drawn from the texts of `mob.editorial`; what each is called and where it is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from mob.editorial import markdown, selectors, tokens
from mob.editorial.types import Language, Page, PageText
from mob.privacy import Treatment, TreatmentCode, data_map, treatments
from mob.privacy.treatments import end_words
from mob.web.requests import Request

# Where a text asks for the data map: `{data_map}`, alone in its paragraph.
_MAP = "<p>{data_map}</p>"


@dataclass(frozen=True, slots=True)
class Card:
    """A page's title and the sentence under it."""

    title: Promise
    lead: Promise


CARDS = {
    Page.HOW: Card(gettext_lazy("How it works"), gettext_lazy("From “what may I get?” to the transfer, step by step.")),
    Page.HELP: Card(
        gettext_lazy("Help and contact"), gettext_lazy("Somebody answers: by telephone, by mail, at a counter.")
    ),
    Page.QUESTIONS: Card(
        gettext_lazy("Frequent questions"), gettext_lazy("Short answers. The rest is on the page of each aid.")
    ),
    Page.TERRITORIES: Card(
        gettext_lazy("For territories"), gettext_lazy("Publish your aids, receive whole applications, decide together.")
    ),
    Page.EMPLOYERS: Card(
        gettext_lazy("For employers"),
        gettext_lazy("Help the people who work for you, and know nothing more of them."),
    ),
    Page.OPERATORS: Card(
        gettext_lazy("For mobility operators"),
        gettext_lazy("Read the aids as open data, and send people to the right one."),
    ),
    Page.LEGAL: Card(
        gettext_lazy("Legal notice"), gettext_lazy("Who publishes this site, who hosts it, how to reach them.")
    ),
    Page.TERMS: Card(
        gettext_lazy("Terms of use"), gettext_lazy("What you may expect of moB, and what moB expects of you.")
    ),
    Page.PRIVACY: Card(
        gettext_lazy("Your personal data"), gettext_lazy("What we keep, why, for how long, and your rights.")
    ),
    Page.COOKIES: Card(gettext_lazy("Cookies"), gettext_lazy("None to follow you. A few that make the site work.")),
    Page.ACCESSIBILITY: Card(
        gettext_lazy("Accessibility"), gettext_lazy("Not compliant: no audit has been carried out yet.")
    ),
}


def language_of(request: Request) -> Language:
    return Language.ENGLISH if (request.LANGUAGE_CODE or "").startswith("en") else Language.FRENCH


def drawn(text: str, language: Language) -> SafeString:
    """A text as HTML. It is safe by construction: see `mob.editorial.markdown`."""
    values = tokens.values(settings.ENV, invents=settings.ENV.shows_demo)
    made = markdown.to_html(text, values, to_fill=_("to be filled in"), table_label=_("Table"))
    if _MAP in made:
        with override(language.value):
            made = made.replace(_MAP, render_to_string("components/data_map.html", {"treatments": _treatments()}))
    return mark_safe(made)  # noqa: S308


def _treatments() -> list[tuple[Treatment, list[tuple[str, str]]]]:
    """Each processing of the data map with what it keeps: the thing, and until when. Each said once."""
    found: dict[TreatmentCode, dict[tuple[str, str], None]] = {}
    for table in data_map():
        for datum in table.data:
            found.setdefault(datum.treatment, {})[str(datum.what), str(end_words(datum.end))] = None
    return [(each, list(found.get(each.code, {}))) for each in treatments()]


def context(shown: PageText, language: Language) -> dict[str, Any]:
    """What the template of a page takes."""
    return {"page": shown, "card": CARDS[shown.page], "text": drawn(shown.text, language)}


@require_safe
def page(request: Request, slug: str) -> HttpResponse:
    """One page in the reader's language."""
    language = language_of(request)
    return render(request, "page.html", context(selectors.current(Page(slug), language), language))
