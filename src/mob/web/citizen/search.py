"""The catalogue as people search it: where they live, what they want, and a list that never ends in a dead end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mob.catalogue import search
from mob.catalogue.search import Dropped, Hit, Nearest, Opening, SearchPage, SearchQuery
from mob.catalogue.types import PurchaseTiming
from mob.geography.types import Commune
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.money import format_euros
from mob.web import communes
from mob.web.citizen import labels, query
from mob.web.citizen.access import actor_of, language_of
from mob.web.components import Departure, Tag
from mob.web.formats import long_date

# The end of an aid is worth a label when it comes soon.
SOON = timedelta(days=120)
NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A checkbox of the filters: its name and value in the address, its words, how many aids it would give."""

    name: str
    value: str
    label: str
    count: int
    is_checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Stop:
    """A way out of an empty list: words and address."""

    label: str
    href: str
    count: int


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """The list for a place and some filters; a place written in words leads to the address of its code."""
    asked = query.read(request.GET)
    place = communes.read_place(request.GET)
    if isinstance(place, Commune) and _is_in_words(request, place):
        return redirect(query.address(asked.query, commune=place.code))
    if isinstance(place, list) and place:
        return _which_town(request, asked.query, place)
    return _list(request, asked, place if isinstance(place, Commune) else None)


def _is_in_words(request: HttpRequest, place: Commune) -> bool:
    return communes.TEXT_NAME in request.GET or request.GET.get(communes.CODE_NAME) != place.code


def _which_town(request: HttpRequest, asked: SearchQuery, likely: list[Commune]) -> HttpResponse:
    typed = request.GET.get(communes.TEXT_NAME) or request.GET.get(communes.CODE_NAME) or ""
    context = {
        "here": "search",
        "typed": typed.strip(),
        "choices": [communes.choice_of(commune) for commune in likely],
        "hidden": query.pairs(asked),
    }
    return render(request, "citizen/search/which_town.html", context)


def _list(request: HttpRequest, asked: query.Asked, place: Commune | None) -> HttpResponse:
    today = clock.civil_date(clock.now())
    wanted = replace(asked.query, commune=place.code if place else None)
    actor = actor_of(request)
    found = search.find(wanted, day=today, actor=actor)
    language = language_of(request)
    context = {
        "here": "search",
        "asked": wanted,
        "found": found,
        "unknown": asked.unknown,
        "title": _title(wanted, found, where_phrase(place.name if place else None, language)),
        "place": _answer(request, place),
        "has_place": place is not None,
        "groups": _groups(wanted, found),
        "filter_hidden": query.pairs(wanted, commune=wanted.commune, but=("mode", "niveau", "public", "q")),
        "place_hidden": query.pairs(wanted),
        "has_filters": bool(wanted.modes or wanted.levels or wanted.audiences or wanted.text),
        "clear_href": query.address(SearchQuery(), commune=wanted.commune),
        "rows": rows_of(found.hits, language, today, commune=wanted.commune),
        "pages": Paginator(range(found.total), wanted.page_size).page(found.page) if found.total else None,
        "last": found.first + len(found.hits) - 1,
        "stops": [],
        "near": [],
    }
    if not found.total:
        context |= _way_out(wanted, language, today, actor)
    return render(request, "citizen/search/results.html", context)


def _title(wanted: SearchQuery, found: SearchPage, where: str) -> str:
    if found.total:
        return ngettext("{n} aid {where}", "{n} aids {where}", found.total).format(n=found.total, where=where)
    if wanted.modes:
        named = ", ".join(_names(labels.MODES, wanted.modes))
        return _("No aid for “{named}” {where}").format(named=named, where=where)
    return _("No aid for this search {where}").format(where=where)


def _answer(request: HttpRequest, place: Commune | None) -> communes.PlaceAnswer:
    """What the field shows: nothing wrong is said to who asked nothing."""
    asked = request.GET.get(communes.TEXT_NAME, "").strip() or request.GET.get(communes.CODE_NAME, "").strip()
    if place is None and not asked:
        return communes.PlaceAnswer()
    return communes.answer_of({communes.TEXT_NAME: asked}, place)


def where_phrase(name: str | None, language: str) -> str:
    """`à Lyon`, `au Havre`, `aux Abymes`, `à La Rochelle`, `en France`; `in Lyon` in English."""
    if language != "fr":
        return f"in {name or 'France'}"
    if name is None:
        return "en France"
    for article, phrase in (("Les ", "aux "), ("Le ", "au ")):
        if name.startswith(article):
            return phrase + name.removeprefix(article)
    return f"à {name}"


def _groups(wanted: SearchQuery, found: SearchPage) -> list[Group]:
    facets = found.facets
    return [
        Group(_("Your means of transport"), _options("mode", query.MODES, labels.MODES, facets.modes, wanted.modes)),
        Group(_("Who pays"), _options("niveau", query.LEVELS, labels.LEVELS, facets.levels, wanted.levels)),
        Group(_("For whom"), _options("public", query.AUDIENCES, labels.AUDIENCES, facets.audiences, wanted.audiences)),
    ]


def _options(
    name: str,
    words: Mapping[str, Any],
    shown: Mapping[Any, Any],
    counts: Mapping[Any, int],
    chosen: frozenset[Any],
) -> list[Option]:
    slugs = {value: word for word, value in words.items()}
    return [Option(name, slugs[value], str(label), counts[value], value in chosen) for value, label in shown.items()]


def rows_of(hits: Iterable[Hit], language: str, today: date, *, commune: str | None) -> list[Departure]:
    """The departure board of some results. Links keep the commune: the page of the aid answers for it."""
    return [_row(hit, language, today, commune) for hit in hits]


def _row(hit: Hit, language: str, today: date, commune: str | None) -> Departure:
    document = hit.document
    card, own = document.card(language), document.language_of(language)
    is_over = hit.opening is Opening.ENDED
    amount = format_euros(document.max_amount, language) if document.max_amount and not is_over else ""
    return Departure(
        title=card.title,
        href=f"/aides/{document.slug}" + (f"?{urlencode({'commune': commune})}" if commune else ""),
        payer=document.funder_name,
        amount=amount,
        before=_("up to") if amount else "",
        text=card.promise,
        icon=labels.icon_of(document.modes),
        tags=_tags(hit, language, today),
        closed=is_over,
        lang="" if own == language else own,
    )


def _tags(hit: Hit, language: str, today: date) -> list[Tag]:
    document = hit.document
    if hit.opening is Opening.ENDED:
        assert document.valid_to is not None
        return [Tag(_("Ended on {date}").format(date=long_date(document.valid_to, language)), "unknown", "cross")]
    tags = []
    if hit.opening is Opening.UPCOMING:
        assert document.valid_from is not None
        tags.append(Tag(_("From {date}").format(date=long_date(document.valid_from, language)), icon="calendar"))
    elif document.valid_to and document.valid_to - today <= SOON:
        tags.append(Tag(_("Until {date}").format(date=long_date(document.valid_to, language)), icon="calendar"))
    if document.purchase is PurchaseTiming.AFTER_AGREEMENT:
        tags.append(Tag(_("Apply before buying"), icon="calendar"))
    return tags


def _way_out(wanted: SearchQuery, language: str, today: date, actor: Actor) -> dict[str, Any]:
    """What to give up to find something, and the first aids it gives."""
    stops = search.nearest(wanted, actor=actor)
    closest = search.find(stops[0].query, day=today, actor=actor).hits[:NEAREST_SHOWN] if stops else ()
    return {
        "stops": [_stop(wanted, stop) for stop in stops],
        "near": rows_of(closest, language, today, commune=stops[0].query.commune if stops else None),
    }


def _stop(wanted: SearchQuery, stop: Nearest) -> Stop:
    words = {
        Dropped.MODE: lambda: _remove(_names(labels.MODES, wanted.modes)),
        Dropped.LEVEL: lambda: _remove(_names(labels.LEVELS, wanted.levels)),
        Dropped.AUDIENCE: lambda: _remove(_names(labels.AUDIENCES, wanted.audiences)),
        Dropped.TEXT: lambda: _remove([wanted.text]),
        Dropped.FILTERS: lambda: _("Remove all filters"),
        Dropped.COMMUNE: lambda: _("See the aids of the whole country"),
    }
    return Stop(words[stop.dropped](), query.address(stop.query, commune=stop.query.commune), stop.count)


def _remove(names: list[str]) -> str:
    return _("Remove “{names}”").format(names=", ".join(names))


def _names(shown: Mapping[Any, Any], chosen: frozenset[StrEnum]) -> list[str]:
    return [str(label) for value, label in shown.items() if value in chosen]
