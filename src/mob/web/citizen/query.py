"""The search as an address: `/recherche?commune=69123&mode=velo&niveau=region&public=etudiant&q=…&page=2`.

Both ways between French words and the catalogue's enums. An unknown word is told, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict

from mob.catalogue.search import SearchQuery
from mob.catalogue.types import Audience, Level, Mode

E = TypeVar("E", bound=StrEnum)
PATH = "/recherche"
MAX_TEXT = 120
MAX_PAGE = 10_000

MODES = {
    "transports-en-commun": Mode.PUBLIC_TRANSPORT,
    "velo": Mode.BICYCLE,
    "voiture": Mode.CAR,
    "libre-service": Mode.SELF_SERVICE,
    "electrique": Mode.ELECTRIC,
    "autopartage": Mode.CAR_SHARING,
    "covoiturage": Mode.CARPOOLING,
}
LEVELS = {
    "etat": Level.NATIONAL,
    "region": Level.REGION,
    "departement": Level.DEPARTMENT,
    "intercommunalite": Level.EPCI,
    "commune": Level.COMMUNE,
    "employeur": Level.EMPLOYER,
}
AUDIENCES = {
    "tous": Audience.EVERYONE,
    "salarie": Audience.EMPLOYEE,
    "etudiant": Audience.STUDENT,
    "recherche-emploi": Audience.JOB_SEEKER,
    "retraite": Audience.RETIRED,
    "jeune": Audience.YOUNG,
    "handicap": Audience.DISABILITY,
    "revenus": Audience.LOW_INCOME,
}
# What moB's own site wrote in the address of its catalogue.
_OLD_TEXT = "search"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks, place apart, and the words in it that mean nothing to us."""

    query: SearchQuery
    unknown: tuple[str, ...] = field(default=())


def read(data: QueryDict) -> Asked:
    """The search of an address. Never raises."""
    unknown: list[str] = []
    query = SearchQuery(
        text=" ".join((data.get("q") or data.get(_OLD_TEXT) or "").replace("\x00", " ").split())[:MAX_TEXT],
        modes=_values(data, "mode", MODES, unknown),
        levels=_values(data, "niveau", LEVELS, unknown),
        audiences=_values(data, "public", AUDIENCES, unknown),
        page=_page(data.get("page", "")),
    )
    return Asked(query, tuple(dict.fromkeys(unknown))[:3])


def _values(data: QueryDict, name: str, known: Mapping[str, E], unknown: list[str]) -> frozenset[E]:
    words = [word.strip().lower() for word in data.getlist(name)[:20] if word.strip()]
    unknown += [word[:30] for word in words if word not in known]
    return frozenset(known[word] for word in words if word in known)


def _page(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 8
    return min(max(1, int(text)), MAX_PAGE) if is_number else 1


def pairs(query: SearchQuery, *, commune: str | None = None, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """The names and values of an address, always in the same order, `page` left out. `but`: names left out."""
    found = [("commune", commune)] if commune else []
    found += [("mode", word) for word, mode in MODES.items() if mode in query.modes]
    found += [("niveau", word) for word, level in LEVELS.items() if level in query.levels]
    found += [("public", word) for word, audience in AUDIENCES.items() if audience in query.audiences]
    found += [("q", query.text)] if query.text else []
    return [(name, value) for name, value in found if name not in but and value]


def address(query: SearchQuery, *, commune: str | None = None) -> str:
    """The shareable address of a search's first page."""
    found = pairs(query, commune=commune)
    return f"{PATH}?{urlencode(found)}" if found else PATH
