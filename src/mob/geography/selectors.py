"""Reads of the official geography. It is public data: no function here takes an actor, and nothing is refused.

Without a `vintage` (a year) the latest shipped one answers. In the demonstration and in tests an invented metropolis,
Valmont, is added to the real map; production never knows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings

from mob.geography import search, spelling, vintages
from mob.geography.types import COUNTRY, Commune, Containment, Territory, TerritoryKind

_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_DEPARTMENT = re.compile(r"(?:^|[\s(])(2[ab]|\d{2,3})\)?\s*$", re.IGNORECASE)
_LONGEST = 80
"""Characters read of what was typed: the longest official name has 45."""


def table(vintage: int | None = None) -> vintages.Table:
    """The columns of a year. KeyError when that year is not shipped."""
    return vintages.load(vintage or vintages.latest(), with_demo=settings.ENV.shows_demo)


@cache
def _index(vintage: int, with_demo: bool) -> search.Index:
    return search.Index(vintages.load(vintage, with_demo=with_demo))


def commune(code: str, vintage: int | None = None) -> Commune | None:
    """The commune or municipal arrondissement of an INSEE code."""
    places = table(vintage)
    row = places.rows.get(code)
    return None if row is None else places.commune(row)


def communes_of_postcode(postcode: str, vintage: int | None = None) -> list[Commune]:
    """The communes a postcode serves, most populated first. In Paris, Lyon and Marseille: the arrondissements."""
    places = table(vintage)
    return _communes(places, _of_postcodes(places, [postcode]))


def suggest(text: str, limit: int = 8, vintage: int | None = None) -> list[Commune]:
    """Communes for what is being typed: a name, a postcode, their beginning, or both.

    Forgives accents, case, hyphens, articles, `St` for `Saint` and one wrong letter. Exact first, then by population.
    """
    places = table(vintage)
    return _communes(places, _suggested(places, text[:_LONGEST], limit))


def resolve(text: str, vintage: int | None = None) -> list[Commune]:
    """What a typed place may be: one commune when it is unambiguous, else every exact match, then likely ones."""
    places = table(vintage)
    name, keep = _parts(places, text[:_LONGEST])
    exact = search.hits(_search(places), name, limit=1, keep=keep).exact
    if len(exact) == 1:
        return _communes(places, exact)
    return _communes(places, dict.fromkeys([*exact, *_suggested(places, text[:_LONGEST], 8)]))


def territories_of(code: str, vintage: int | None = None) -> Containment:
    """Every territory that contains a commune, itself included; empty for an unknown code.

    An arrondissement of Paris, Lyon or Marseille lies in its commune and in all that contains it.
    """
    place = commune(code, vintage)
    if place is None:
        return frozenset()
    whole = (commune(place.parent, vintage) if place.parent else None) or place
    levels = (
        (TerritoryKind.COMMUNE, place.code),
        (TerritoryKind.COMMUNE, whole.code),
        (TerritoryKind.EPCI, whole.epci),
        (TerritoryKind.DEPARTMENT, whole.department),
        (TerritoryKind.REGION, whole.region),
        (TerritoryKind.COUNTRY, COUNTRY),
    )
    return frozenset(Territory(kind, level) for kind, level in levels if level)


def communes_in(territory: Territory, vintage: int | None = None) -> list[Commune]:
    """The communes of a territory, by code; its arrondissements are not counted beside their commune."""
    places = table(vintage)
    column: dict[TerritoryKind, Iterable[str | None]] = {
        TerritoryKind.COMMUNE: places.codes,
        TerritoryKind.EPCI: places.epcis,
        TerritoryKind.DEPARTMENT: places.departments,
        TerritoryKind.REGION: (places.region_of_department[code] for code in places.departments),
        TerritoryKind.COUNTRY: (COUNTRY for _ in places.codes),
    }
    rows = (row for row, code in enumerate(column[territory.kind]) if code == territory.code)
    return [found for found in _communes(places, rows) if found.parent is None or territory.code == found.code]


def territory_name(kind: str, code: str, vintage: int | None = None) -> str | None:
    """`Métropole de Lyon`, `Rhône`, `Auvergne-Rhône-Alpes`; None when that territory does not exist."""
    places = table(vintage)
    if kind == TerritoryKind.COMMUNE:
        return places.names[places.rows[code]] if code in places.rows else None
    names = {
        TerritoryKind.COUNTRY: {COUNTRY: "France"},
        TerritoryKind.REGION: places.region_names,
        TerritoryKind.DEPARTMENT: places.department_names,
        TerritoryKind.EPCI: places.epci_names,
    }
    return names[TerritoryKind(kind)].get(code) if kind in names else None


def _search(places: vintages.Table) -> search.Index:
    return _index(places.vintage, settings.ENV.shows_demo)


def _communes(places: vintages.Table, rows: Iterable[int]) -> list[Commune]:
    return [places.commune(row) for row in rows]


def _suggested(places: vintages.Table, text: str, limit: int) -> list[int]:
    if text.strip().isdecimal():
        return _of_postcodes(places, _postcodes_from(places, text.strip()))[:limit]
    name, keep = _parts(places, text)
    return search.suggestions(_search(places), name, limit=limit, keep=keep)


def _parts(places: vintages.Table, text: str) -> tuple[spelling.Typed, search.Keep]:
    """The name in its spellings, and the test of the postcode or département typed beside it."""
    postcode = _POSTCODE.search(text)
    if postcode:
        return spelling.read(_POSTCODE.sub(" ", text)), _served_by(places, postcode[0])
    name = spelling.read(text)
    department = _DEPARTMENT.search(text)
    if (
        department
        and department[1].upper() in places.department_names
        and not any(_search(places).beginning(name.literal))
    ):
        code = department[1].upper()
        return spelling.read(text[: department.start()]), lambda row: places.departments[row] == code
    return name, lambda _: True


def _served_by(places: vintages.Table, postcode: str) -> search.Keep:
    """A postcode of companies (`38025 Grenoble Cedex`) is in no table: its first two digits tell the département."""
    if postcode in places.rows_of_postcode:
        return set(places.rows_of_postcode[postcode]).__contains__
    return lambda row: places.postcodes[row].startswith(postcode[:2])


def _postcodes_from(places: vintages.Table, digits: str) -> list[str]:
    if len(digits) == 5:
        return [digits]
    return [postcode for postcode in places.rows_of_postcode if postcode.startswith(digits)]


def _of_postcodes(places: vintages.Table, postcodes: list[str]) -> list[int]:
    """Rows by falling population; a commune gives way to its arrondissements, which say where exactly."""
    rows = {row for postcode in postcodes for row in places.rows_of_postcode.get(postcode, ())}
    split = {places.parents.get(places.codes[row]) for row in rows}
    kept = [row for row in rows if places.codes[row] not in split]
    return sorted(kept, key=lambda row: (-places.populations[row], places.codes[row]))
