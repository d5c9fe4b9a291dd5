"""Territories as people write them in a file: INSEE and SIREN codes, some short of a zero, or names alone."""

from __future__ import annotations

import re
from functools import cache

from mob.catalogue.search.analyser import fold
from mob.catalogue.types import Level, Problem, TerritoryCode
from mob.directory.types import FunderKind
from mob.geography import selectors as geography

FRANCE = TerritoryCode("country", "FR")
_POINTER = "territoire_insee"
_LEVELS = {
    "country": Level.NATIONAL,
    "region": Level.REGION,
    "department": Level.DEPARTMENT,
    "epci": Level.EPCI,
    "commune": Level.COMMUNE,
}


_LONGEST_NAME = 200


def read(codes: str, name: str, kind: FunderKind, problems: list[Problem]) -> tuple[TerritoryCode, ...]:
    """The territories of a row. What is unknown or ambiguous is added to `problems`; never guessed."""
    found: dict[TerritoryCode, None] = {}
    folded = fold(name[:_LONGEST_NAME])
    for code in dict.fromkeys(re.split(r"[\s,;|]+", codes.strip(" []\"'"))):
        code = code.strip("\"'")
        if not code:
            continue
        territory = _coded(code, folded)
        if territory is None:
            problems.append(Problem("aid_csv_territory", _POINTER, (("value", code[:20]),)))
        else:
            found[territory] = None
    return tuple(found) if codes.strip() else _named_or_country(name, kind, problems)


def _coded(code: str, folded: str) -> TerritoryCode | None:
    """A code alone says whether it is a commune (5) or an EPCI (9); for a département or a région the name decides."""
    if code.upper() == "FR":
        return FRANCE
    if len(code) == 9:
        return _known("epci", code)
    if len(code) == 5:
        return _known("commune", code.upper())
    if len(code) == 4 and code.isdecimal():  # A spreadsheet took 01004 for a number.
        return _known("commune", f"0{code}")
    return _short(code.upper().zfill(2), folded)


def _short(code: str, folded: str) -> TerritoryCode | None:
    likely = [found for kind in ("department", "region") if (found := _known(kind, code))]
    if len(likely) < 2:
        return likely[0] if likely else None
    named = [each for each in likely if fold(geography.territory_name(each.kind, each.code) or "") in folded]
    if not named:
        named = [each for each in likely if {"department": "departement", "region": "region"}[each.kind] in folded]
    return named[0] if len(named) == 1 else None


def _known(kind: str, code: str) -> TerritoryCode | None:
    return TerritoryCode(kind, code) if geography.territory_name(kind, code) is not None else None


def _named_or_country(name: str, kind: FunderKind, problems: list[Problem]) -> tuple[TerritoryCode, ...]:
    folded = fold(name).strip()
    if kind is FunderKind.NATIONAL or folded in ("france", "france entiere", "national", "nationale"):
        return (FRANCE,)
    found = [_by_name().get(part.strip(" .")) for part in (folded, *folded.split(",")) if part.strip()]
    whole = [found[0]] if found and found[0] else found[1:]
    if not whole or None in whole:
        problems.append(Problem("aid_csv_territory", "territoire", (("value", name[:60]),)))
        return ()
    return tuple(dict.fromkeys(each for each in whole if each))


@cache
def _by_name() -> dict[str, TerritoryCode]:
    """Régions, départements and EPCI by folded name; a name borne by two kinds means the widest."""
    table = geography.table()
    names: dict[str, TerritoryCode] = {}
    for kind, entries in (
        ("epci", table.epci_names),
        ("department", table.department_names),
        ("region", table.region_names),
    ):
        names |= {fold(name).strip(): TerritoryCode(kind, code) for code, name in entries.items()}
    return names


def level_of(territories: tuple[TerritoryCode, ...], kind: FunderKind) -> Level:
    """The level of a funder of that kind that gives there."""
    if kind is FunderKind.EMPLOYER:
        return Level.EMPLOYER
    return _LEVELS[territories[0].kind] if territories else Level.COMMUNE


def names_of(territories: tuple[TerritoryCode, ...]) -> list[str]:
    return [geography.territory_name(each.kind, each.code) or each.code for each in territories]
