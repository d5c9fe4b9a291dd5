"""Where an aid applies: places found by name, added and removed, several at once. Works with plain forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue import services
from mob.catalogue.types import AidEditing, TerritoryCode
from mob.geography import selectors as geography
from mob.geography.types import COUNTRY, TerritoryKind
from mob.kernel import clock
from mob.kernel.unicode import normal
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_summary import TITLES
from mob.web.admin.pages import EXPECTED, words_of

MOST = 24
KINDS: Mapping[str, Any] = {
    TerritoryKind.COUNTRY.value: gettext_lazy("Country"),
    TerritoryKind.REGION.value: gettext_lazy("Region"),
    TerritoryKind.DEPARTMENT.value: gettext_lazy("Département"),
    TerritoryKind.EPCI.value: gettext_lazy("Group of communes"),
    TerritoryKind.COMMUNE.value: gettext_lazy("Commune"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A territory as the page lists it. `value` is what the form sends: `epci:200046977`."""

    value: str
    name: str
    kind: Any
    detail: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def edit(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """The places of an aid, and a search for more."""
    editing = catalogue.editing(request.actor, aid_id)
    refusal = ""
    if request.method == "POST":
        try:
            _save(request, editing)
        except EXPECTED as error:
            refusal = words_of(error, request.LANGUAGE_CODE)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(_here(aid_id, request.POST.get("q", "")[:80]))
    return _show(request, editing, refusal)


def _show(request: StaffRequest, editing: AidEditing, refusal: str) -> HttpResponse:
    typed = (request.POST.get("q") or request.GET.get("q", ""))[:80]
    held = set(editing.content.territories)
    context = {
        "aid": editing,
        "title": TITLES["territoires"],
        "back": (editing.content.fr.title or editing.slug, reverse("admin:aid", args=[editing.id])),
        "places": [_place(each) for each in editing.content.territories],
        "found": [place for place in found(typed) if _read(place.value) not in held] if typed.strip() else [],
        "country": f"{TerritoryKind.COUNTRY.value}:{COUNTRY}",
        "has_country": TerritoryCode(TerritoryKind.COUNTRY.value, COUNTRY) in held,
        "q": typed,
        "refusal": refusal,
    }
    return show(request, "territories.html", context, here="aids", status=409 if refusal else 200)


def _save(request: StaffRequest, editing: AidEditing) -> None:
    added = [code for text in request.POST.getlist("ajouter") if (code := _read(text))]
    removed = {_read(text) for text in request.POST.getlist("retirer")}
    kept = [each for each in editing.content.territories if each not in removed]
    content = replace(editing.content, territories=tuple(dict.fromkeys([*kept, *added])))
    typed = request.POST.get("version", "")
    version = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    services.edit_aid(request.actor, aid_id=editing.id, content=content, expected_version=version, now=clock.now())


def _here(aid_id: UUID, typed: str) -> str:
    address = reverse("admin:aid-territories", args=[aid_id])
    return f"{address}?{urlencode({'q': typed})}" if typed else address


def _read(text: str) -> TerritoryCode | None:
    """A territory that exists, out of what a form sent."""
    kind, _colon, code = text[:40].partition(":")
    return TerritoryCode(kind, code) if geography.territory_name(kind, code) else None


def _place(each: TerritoryCode) -> Place:
    name = geography.territory_name(each.kind, each.code) or each.code
    return Place(f"{each.kind}:{each.code}", name, KINDS.get(each.kind, each.kind), _detail(each))


def _detail(each: TerritoryCode) -> str:
    commune = geography.commune(each.code) if each.kind == TerritoryKind.COMMUNE else None
    return f"{commune.department}" if commune else ""


def found(typed: str) -> list[Place]:
    """Places whose name holds every word typed, widest first; communes also by postcode and with one typo."""
    wanted = _fold(typed).split()
    wide = sorted(
        (_starts_late(name, wanted), kind, name, code)
        for kind, names in _tables()
        for code, name in names.items()
        if all(word in _fold(name) for word in wanted)
    )
    places = [_place(TerritoryCode(_ORDER[kind], code)) for _late, kind, _name, code in wide[:MOST]]
    communes = [
        _place(TerritoryCode(TerritoryKind.COMMUNE.value, each.code)) for each in geography.suggest(typed, limit=MOST)
    ]
    return [*places, *communes][: 2 * MOST]


_ORDER = (TerritoryKind.REGION.value, TerritoryKind.DEPARTMENT.value, TerritoryKind.EPCI.value)


def _tables() -> Iterator[tuple[int, Mapping[str, str]]]:
    table = geography.table()
    return enumerate((table.region_names, table.department_names, table.epci_names))


def _starts_late(name: str, wanted: list[str]) -> bool:
    return not wanted or not _fold(name).startswith(wanted[0])


def _fold(text: str) -> str:
    """Lower case, without accents or hyphens."""
    plain = "".join(c for c in normal("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").replace("’", " ").replace("'", " ").split())
