"""The page of an aid: what one wants to know before starting. Applying has its own pages, after this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mob.applications import queues
from mob.applications import selectors as applications
from mob.catalogue import selectors as catalogue
from mob.catalogue.search import SearchQuery
from mob.catalogue.types import AidView, Level, Processing, PurchaseTiming, TerritoryCode
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.geography import selectors as geography
from mob.geography.types import Commune, Territory, TerritoryKind
from mob.kernel import clock
from mob.kernel.actor import ActorKind
from mob.web.citizen import early, labels, query, words
from mob.web.citizen.access import actor_of, language_of
from mob.web.citizen.apply import buying
from mob.web.citizen.search import where_phrase
from mob.web.components import Check, Row
from mob.web.formats import long_date

# Beyond this, a fact may have changed: the page says so.
STALE = timedelta(days=180)
NAMES_SHOWN = 4
# How moB named an aid in an address.
_NAMES_AN_AID = ("incentiveId", "id")


@dataclass(frozen=True, slots=True)
class Help:
    """Where one is helped without the Internet. Lines of an address, a telephone number, hours."""

    address: list[str]
    phone: str
    hours: str


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """The version people read now, ended or not. `?commune=` says where the person lives. 404 when it is not shown.

    An aid that an employer reserves to its people says to others how to be one of them, and nothing of itself.
    """
    language = language_of(request)
    aid = catalogue.published(slug, language=language, actor=actor_of(request))
    funder = directory.funder(aid.funder_id) if aid else None
    if aid is None or funder is None:
        return _reserved(request, slug)
    return render(request, "citizen/aid/page.html", context(request, aid, funder))


def _reserved(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose aid it is and how to be affiliated: no title, no amount, no condition."""
    employer_id = catalogue.reserved_to(slug)
    employer = directory.funder(employer_id) if employer_id else None
    if employer is None:
        raise Http404
    actor = actor_of(request)
    affiliation = directory.affiliation_at(actor, employer.id) if actor.kind is ActorKind.CITIZEN else None
    context = {
        "here": "search",
        "employer": employer,
        "door": directory.affiliation_rules(employer.id),
        "affiliation": affiliation,
        "is_signed_in": actor.is_person,
        "ask": f"/mon-compte/employeur/demander/{employer.slug}",
    }
    response = render(request, "citizen/aid/reserved.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def context(request: HttpRequest, aid: AidView, funder: FunderView) -> dict[str, Any]:
    """What the page shows."""
    today = clock.civil_date(clock.now())
    language = language_of(request)
    town = geography.commune(request.GET.get("commune", ""))
    is_here = aid.processing is Processing.HERE
    return {
        "here": "search",
        "aid": aid,
        "text_lang": "" if aid.language == language else aid.language,
        "back_href": query.address(SearchQuery(), commune=town.code if town else None),
        "back_label": _("Aids {where}").format(where=where_phrase(town.name, language)) if town else _("Aids"),
        "is_here": is_here,
        "is_employer": aid.level is Level.EMPLOYER,
        "simulates": _simulator(aid, town) if aid.rules else "",
        "has_ended": aid.has_ended_on(today),
        "opens_on": aid.valid_from if aid.valid_from and today < aid.valid_from else None,
        "checks": checks(aid, town, language),
        **early.context(actor_of(request), aid, town=town),
        "buys_after": aid.purchase is PurchaseTiming.AFTER_AGREEMENT,
        "buys_before": aid.purchase is PurchaseTiming.BEFORE_APPLYING,
        "amounts": _amounts(aid, language),
        "questions": [words.label_and_unit(field)[0] for field in aid.fields] if is_here else [],
        "proofs": aid.proofs,
        "receives": not is_here or directory.has_usable_key(aid.funder_id),
        "draft": _draft(request, aid) if is_here else None,
        "delay": _delay(aid) if is_here else "",
        "site": _site(aid.external_url),
        "summary_rows": _summary(aid, language, today),
        "help": _help(aid, funder),
        "is_stale": aid.verified_on is not None and today - aid.verified_on > STALE,
        "source_site": _site(aid.source_url),
        "book": catalogue.rule_book(aid.rules.book) if aid.rules and aid.rules.book else None,
    }


def checks(aid: AidView, town: Commune | None, language: str) -> list[Check]:
    """What can be said of anybody: age and place. Where she lives is answered when the address says it."""
    found = []
    if aid.minimum_age:
        found.append(Check(_("You are {age} or over.").format(age=aid.minimum_age), "user"))
    if any(territory.kind == TerritoryKind.COUNTRY for territory in aid.territories):
        return found
    places = territory_words(aid.territories)
    if town is None:
        several = ngettext(
            "You live there: {places}.", "You live in one of these places: {places}.", len(aid.territories)
        )
        return [*found, Check(several.format(places=places), "pin")]
    inside = {Territory(TerritoryKind(each.kind), each.code) for each in aid.territories}
    if inside & geography.territories_of(town.code):
        where = where_phrase(town.name, language)
        return [*found, Check(_("You live {where}: this aid covers your town.").format(where=where), "yes")]
    not_there = _("You live {where}: this aid covers {places} only.")
    return [*found, Check(not_there.format(where=where_phrase(town.name, language), places=places), "no")]


def territory_words(territories: tuple[TerritoryCode, ...]) -> str:
    """The names of the first territories, and how many more there are."""
    names = [geography.territory_name(each.kind, each.code) or each.code for each in territories]
    more = len(names) - NAMES_SHOWN
    shown = ", ".join(names[:NAMES_SHOWN])
    if more <= 0:
        return shown
    return ngettext("{names} and {n} other", "{names} and {n} others", more).format(names=shown, n=more)


def _simulator(aid: AidView, town: Commune | None) -> str:
    """The simulator for this aid alone, with the town this page's address already says."""
    return "/simulateur/?" + urlencode({"aide": aid.slug} | ({"commune": town.code} if town else {}))


def _amounts(aid: AidView, language: str) -> list[Any]:
    """What the aid gave over the years, when it changed."""
    dated = catalogue.dated_versions(aid.slug, language=language)
    return dated if len(dated) > 1 else []


def _delay(aid: AidView) -> str:
    """The measured delays; nothing while there are too few, or where a program answers within minutes."""
    measured = None if aid.is_automatic else queues.delay_of(aid.id)
    return words.delay(measured) if measured else ""


def _draft(request: HttpRequest, aid: AidView) -> str | None:
    actor = actor_of(request)
    return applications.live_draft_of(actor, aid.id) if actor.is_person else None


def _site(address: str) -> str:
    """The host of an address, as people know it: `www.lyon.fr` is `lyon.fr`."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _summary(aid: AidView, language: str, today: date) -> list[Row]:
    until = _("Ended on") if aid.has_ended_on(today) else _("Open until")
    shown = ((_("From"), aid.valid_from), (until, aid.valid_to))
    rows = [
        Row(_("Who pays"), aid.funder_name),
        Row(_("Where"), territory_words(aid.territories)),
        Row(_("For whom"), _listed([str(labels.AUDIENCES[audience]) for audience in aid.audiences])),
        Row(_("For what"), _listed([str(labels.MODES[mode]) for mode in aid.modes])),
    ]
    return rows + [Row(label, long_date(day, language)) for label, day in shown if day]


def _listed(names: list[str]) -> str:
    """Labels in one phrase: the first alone keeps its capital."""
    return ", ".join([*names[:1], *(name[:1].lower() + name[1:] for name in names[1:])])


def _help(aid: AidView, funder: FunderView) -> Help | None:
    """The aid's own counter, else its funder's."""
    if aid.help_address or aid.help_phone:
        return Help(aid.help_address.splitlines(), aid.help_phone, aid.help_hours)
    if funder.contact_address or funder.contact_phone:
        return Help(funder.contact_address.splitlines(), funder.contact_phone, funder.contact_hours)
    return None


@require_safe
def old_page(request: HttpRequest) -> HttpResponseBase:
    """moB's own address of an aid, `/aide-page?incentiveId=` or `?id=`: its page here, else the search, query kept.

    With `metadataId`, a service handed over a proof of purchase for it: its application is what begins.
    """
    identifier = next(filter(None, (request.GET.get(name) for name in _NAMES_AN_AID)), "")
    slug = catalogue.slug_of(identifier) if identifier else None
    if slug and (purchase := request.GET.get("metadataId")):
        return redirect(f"/aides/{slug}/demander?{urlencode({buying.ASKED: purchase})}")
    if slug:
        rest = [(name, value) for name, values in request.GET.lists() for value in values if name not in _NAMES_AN_AID]
        return redirect(f"/aides/{slug}" + (f"?{urlencode(rest)}" if rest else ""))
    return redirect(query.address(query.read(request.GET).query))
