"""The Crit'Air sticker of a vehicle: a typed door to `models/critair.publicodes`, where thresholds and sources stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from mob.eligibility import shipped
from mob.kernel.errors import Invalid

ORDER_URL = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000032749723"
# No vehicle of France was registered before the first number plates (order of 14 August 1893).
FIRST_PLATES = date(1893, 8, 14)
LEAST_EURO, MOST_EURO = 1, 7
_DAY = timedelta(days=1)


class VehicleKind(StrEnum):
    CAR = "car"
    VAN = "van"
    TRUCK = "truck"
    BUS = "bus"
    MOTORCYCLE = "motorcycle"
    MOPED = "moped"


class Energy(StrEnum):
    """A hybrid that is not plugged in counts as its fuel; superethanol counts as petrol."""

    ELECTRICITY = "electricity"
    HYDROGEN = "hydrogen"
    PLUG_IN_HYBRID = "plug_in_hybrid"
    GAS = "gas"
    PETROL = "petrol"
    DIESEL = "diesel"
    BIODIESEL = "biodiesel"


class Level(StrEnum):
    """Best first. NONE is « non classé »: no sticker is given."""

    E = "E"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    NONE = "NC"


class Basis(StrEnum):
    """What decided."""

    ENERGY = "energy"
    NORM = "norm"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What a registration certificate says. `euro` is 1 to 7 (V.9), None where no norm is written; date is B."""

    kind: VehicleKind
    energy: Energy
    euro: int | None = None
    first_registered: date | None = None


@dataclass(frozen=True, slots=True)
class Sticker:
    """The level with what decided. Of a date, `since` and `until` bound the row, both days included, None open.

    `level` is None when only the date could tell and it is not known. `is_verified` is False where the row was not yet
    read again in the consolidated text. `note` quotes the row in French.
    """

    level: Level | None
    basis: Basis
    since: date | None = None
    until: date | None = None
    note: str = ""
    is_verified: bool = True


_KINDS = {
    VehicleKind.CAR: "voiture",
    VehicleKind.VAN: "utilitaire léger",
    VehicleKind.TRUCK: "lourd",
    VehicleKind.BUS: "lourd",
    VehicleKind.MOTORCYCLE: "moto",
    VehicleKind.MOPED: "cyclomoteur",
}
_ENERGIES = {
    Energy.ELECTRICITY: "électricité",
    Energy.HYDROGEN: "hydrogène",
    Energy.PLUG_IN_HYBRID: "hybride rechargeable",
    Energy.GAS: "gaz",
    Energy.PETROL: "essence",
    Energy.DIESEL: "gazole",
    Energy.BIODIESEL: "biodiesel",
}
_BASES = {"énergie": Basis.ENERGY, "norme": Basis.NORM, "date": Basis.DATE}
_LEVELS = {level.value: level for level in Level} | {"non classé": Level.NONE}


def sticker_of(vehicle: Vehicle) -> Sticker:
    """Energy first, then the Euro norm, then the date of first registration (order of 21 June 2016, annex I).

    Raises `Invalid` for a norm outside 1 to 7 and a date before number plates.
    """
    asked = shipped.engine("critair").with_situation(_situation(vehicle))
    basis = _BASES[str(asked.evaluate("vignette . critère").value)]
    level = _LEVELS.get(str(asked.evaluate("vignette").value))
    if basis is Basis.ENERGY or level is None:
        return Sticker(level, basis, note=_text("par énergie", "note") if level else "")
    return _row(level, basis, _KINDS[vehicle.kind], str(asked.evaluate("carburant").value))


def _situation(vehicle: Vehicle) -> dict[str, str | float | bool | date | None]:
    if vehicle.euro is not None and not LEAST_EURO <= vehicle.euro <= MOST_EURO:
        raise Invalid("euro_norm_unknown", "euro", typed=str(vehicle.euro))
    if vehicle.first_registered is not None and vehicle.first_registered < FIRST_PLATES:
        raise Invalid("registration_too_old", "first_registered")
    return {
        "véhicule . genre": f"'{_KINDS[vehicle.kind]}'",
        "véhicule . énergie": f"'{_ENERGIES[vehicle.energy]}'",
        "véhicule . norme connue": vehicle.euro is not None,
        "véhicule . norme Euro": vehicle.euro,
        "véhicule . première immatriculation": vehicle.first_registered,
    }


def _row(level: Level, basis: Basis, kind: str, fuel: str) -> Sticker:
    """The row of the annex that was used. What has no class stands below the lowest threshold."""
    thresholds = _thresholds(kind, fuel)
    own = thresholds.get(level)
    better = [day for other, day in thresholds.items() if list(Level).index(other) < list(Level).index(level)]
    row = f"dates . {kind} . {fuel} . classe {(level if own else list(thresholds)[-1]).value}"
    # A norm that gives no class at all is in no row of the table: nothing to quote.
    is_verified = _is_verified(row) and not (basis is Basis.NORM and own is None)
    note = _text(row, "note") if own else ""
    if basis is Basis.NORM:
        return Sticker(level, basis, note=note, is_verified=is_verified)
    return Sticker(level, basis, own, min(better) - _DAY if better else None, note, is_verified)


def _thresholds(kind: str, fuel: str) -> dict[Level, date]:
    """The first day of each class of a column, best class first."""
    engine = shipped.engine("critair").with_situation({})
    found: dict[Level, date] = {}
    for level in Level:
        name = f"dates . {kind} . {fuel} . classe {level.value}"
        if name in engine.rules:
            day = engine.evaluate(name).value
            assert isinstance(day, date)
            found[level] = day
    return found


def _text(rule: str, key: str) -> str:
    return str(shipped.engine("critair").rules[rule].raw.get(key, ""))


def _is_verified(rule: str) -> bool:
    facts = shipped.engine("critair").rules[rule].raw.get("métadonnées")
    return not (isinstance(facts, Mapping) and "à vérifier" in facts)


# The codes of P.3 a registration may hold (order of 9 February 2009). One that is not here is asked, never guessed.
_CODES = MappingProxyType(
    {"EL": Energy.ELECTRICITY, "H2": Energy.HYDROGEN, "HE": Energy.HYDROGEN, "HH": Energy.HYDROGEN}
    | dict.fromkeys(["EE", "EM", "ER", "FL", "FM", "FR", "GL", "NE", "PE"], Energy.PLUG_IN_HYBRID)
    | dict.fromkeys(["EG", "EN", "FG", "FN", "GN", "GP", "GZ", "1A"], Energy.GAS)
    | dict.fromkeys(["ES", "EH", "FE", "FH"], Energy.PETROL)
    | dict.fromkeys(["GO", "GH"], Energy.DIESEL)
    | {"B1": Energy.BIODIESEL}
)
_CATEGORIES = MappingProxyType(
    {"M1": VehicleKind.CAR, "N1": VehicleKind.VAN}
    | dict.fromkeys(["M2", "M3"], VehicleKind.BUS)
    | dict.fromkeys(["N2", "N3"], VehicleKind.TRUCK)
    | dict.fromkeys(["L1e", "L2e", "L6e"], VehicleKind.MOPED)
    | dict.fromkeys(["L3e", "L4e", "L5e", "L7e"], VehicleKind.MOTORCYCLE)
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7}
_NORM = re.compile(r"euro\s*([1-7]|VII|VI|IV|V|III|II|I)(?:\s*[a-z]{1,2})?(?:[ -].{0,20})?", re.IGNORECASE)


def from_registration(category: str, energy: str, norm: str, first_registered: date | None) -> Vehicle:
    """A vehicle from the codes of its registration: category (J), energy (P.3), words of the class (V.9).

    Raises `Invalid` naming the code that is not known. Words that name no Euro norm count as none.
    """
    kind = _CATEGORIES.get(category.strip())
    if kind is None:
        raise Invalid("vehicle_category_unknown", "category", typed=category[:10])
    source = _CODES.get(energy.strip().upper())
    if source is None:
        raise Invalid("energy_code_unknown", "energy", typed=energy[:10])
    return Vehicle(kind, source, _euro(norm), first_registered)


def energy_words(code: str) -> str | None:
    """The energy of a code of P.3, as rules write it; None for a code that is not known here."""
    found = _CODES.get(code.strip().upper())
    return None if found is None else _ENERGIES[found]


def _euro(norm: str) -> int | None:
    found = _NORM.fullmatch(norm.strip())
    if not found:
        return None
    written = found[1].upper()
    return _ROMAN.get(written) or int(written)
