"""Places as values: what a commune is, and the territories that contain it. Reading and searching: `selectors`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COUNTRY = "FR"


class TerritoryKind(StrEnum):
    """A level of the country that can give an aid, widest first."""

    COUNTRY = "country"
    REGION = "region"
    DEPARTMENT = "department"
    EPCI = "epci"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Territory:
    """A piece of territory. `code` is text: `FR`, an INSEE code, or the SIREN of an EPCI."""

    kind: TerritoryKind
    code: str


Containment = frozenset[Territory]
"""Every territory that contains a place, the place itself included."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or a municipal arrondissement of one vintage of the official geographic code.

    `code` is the INSEE code, as text (`01004`, `2A004`, `97411`); `epci` a SIREN, None where there is none;
    `postcodes` ascend; `population` is 0 where nobody is counted; `parent` is the commune of an arrondissement.
    """

    code: str
    name: str
    department: str
    region: str
    epci: str | None
    postcodes: tuple[str, ...]
    population: int
    parent: str | None
