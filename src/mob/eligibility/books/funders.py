"""How who gives an aid is called: the official name of the territory, with what it is."""

from __future__ import annotations

from collections import Counter
from functools import cache

from mob.catalogue.services import FunderRecord
from mob.catalogue.types import TerritoryCode
from mob.directory.types import FunderKind
from mob.geography import selectors as geography
from mob.geography.types import TerritoryKind

_VOWELS = "aeiouyâàéèêëîïôöûüœh"
_STARTS = {"Le ": "du ", "Les ": "des ", "La ": "de La ", "L'": "de L’", "L’": "de L’"}
# The article of a département is no part of its name: « le Rhône », « la Somme », « les Landes »; none for the others.
_FEMININE = frozenset(
    "Charente Charente-Maritime Corrèze Corse-du-Sud Haute-Corse Creuse Dordogne Drôme Haute-Garonne Gironde Loire "
    "Haute-Loire Loire-Atlantique Lozère Manche Marne Haute-Marne Mayenne Meurthe-et-Moselle Meuse Moselle Nièvre "
    "Haute-Saône Saône-et-Loire Sarthe Savoie Haute-Savoie Seine-Maritime Seine-et-Marne Somme Vendée Vienne "
    "Haute-Vienne Seine-Saint-Denis Guadeloupe Martinique Guyane".split()
)
_PLURAL = frozenset(
    "Alpes-de-Haute-Provence Hautes-Alpes Alpes-Maritimes Ardennes Bouches-du-Rhône Côtes-d'Armor Landes "
    "Pyrénées-Atlantiques Hautes-Pyrénées Pyrénées-Orientales Deux-Sèvres Vosges Yvelines Hauts-de-Seine".split()
)
_BARE = frozenset(("Paris", "Mayotte", "La Réunion"))


def funder_of(place: TerritoryCode) -> FunderRecord:
    """The public body of a territory. Communes of the same name are told apart by their département."""
    name = geography.territory_name(place.kind, place.code) or place.code
    kind = TerritoryKind(place.kind)
    if kind is TerritoryKind.COUNTRY:
        return FunderRecord("État", FunderKind.NATIONAL)
    siren = place.code if kind is TerritoryKind.EPCI else ""
    return FunderRecord(_named(kind, place.code, name)[:160], FunderKind.TERRITORIAL, siren)


def _named(kind: TerritoryKind, code: str, name: str) -> str:
    match kind:
        case TerritoryKind.REGION:
            return f"Région {name}"
        case TerritoryKind.DEPARTMENT:
            return f"Département {of_department(name)}"
        case TerritoryKind.COMMUNE:
            town = geography.commune(code)
            shared = town is not None and _towns()[name] > 1
            return f"Ville {of(name)}" + (f" ({town.department})" if town and shared else "")
    return name


def of(name: str) -> str:
    """« de Lyon », « d’Albi », « du Havre », « des Sables-d’Olonne »."""
    for start, instead in _STARTS.items():
        if name.startswith(start):
            return instead + name[len(start) :]
    return f"d’{name}" if name[0].casefold() in _VOWELS else f"de {name}"


def of_department(name: str) -> str:
    """« de la Somme », « de l’Ardèche », « du Rhône », « des Landes », « de Paris »."""
    if name in _BARE:
        return f"de {name}"
    if name in _PLURAL:
        return f"des {name}"
    if name[0].casefold() in _VOWELS and not name.startswith("Haut"):
        return f"de l’{name}"
    return f"de la {name}" if name in _FEMININE else f"du {name}"


@cache
def _towns() -> Counter[str]:
    return Counter(geography.table().names)
