"""The accessibility profile as a value, and as plain data that can be sealed. Pure.

Codes of needs are those of NeTEx (CEN/TS 16614, `UserNeed`), which TOMP and OSDM can be derived from. Its medical needs
(`allergic`, `heartCondition`) are left out: they name an illness, and nobody needs it to be helped on board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)

MOST_TEXT = 300
FORMAT = 1


class Need(StrEnum):
    """How a person moves, perceives and what she carries, as NeTEx spells it."""

    WHEELCHAIR = "wheelchair"
    ASSISTED_WHEELCHAIR = "assistedWheelchair"
    MOTORIZED_WHEELCHAIR = "motorizedWheelchair"
    MOBILITY_SCOOTER = "mobilityScooter"
    WALKING_FRAME = "walkingFrame"
    RESTRICTED_MOBILITY = "restrictedMobility"
    VISUAL_IMPAIRMENT = "visualImpairment"
    AUDITORY_IMPAIRMENT = "auditoryImpairment"
    COGNITIVE_INPUT_IMPAIRMENT = "cognitiveInputImpairment"
    AVERSE_TO_LIFTS = "averseToLifts"
    AVERSE_TO_ESCALATORS = "averseToEscalators"
    AVERSE_TO_CONFINED_SPACES = "averseToConfinedSpaces"
    AVERSE_TO_CROWDS = "averseToCrowds"
    LUGGAGE_ENCUMBERED = "luggageEncumbered"
    PUSHCHAIR = "pushchair"


class NeedKind(StrEnum):
    """The groups of NeTEx, by the name of their element."""

    MOBILITY = "MobilityNeed"
    PSYCHOSENSORY = "PsychosensoryNeed"
    ENCUMBRANCE = "EncumbranceNeed"


class Boarding(StrEnum):
    RAMP = "ramp"
    LIFT = "lift"
    ARM = "arm"
    GUIDE = "guide"


class Communication(StrEnum):
    SIGN_LANGUAGE = "sign_language"
    WRITTEN = "written"
    EASY_READ = "easy_read"
    SPOKEN = "spoken"


class Animal(StrEnum):
    GUIDE_DOG = "guideDog"
    OTHER = "otherAnimal"


class Companion(StrEnum):
    OPTIONAL = "optional"
    NEEDED = "needed"


class Battery(StrEnum):
    SEALED = "sealed"
    LITHIUM = "lithium"


class Card(StrEnum):
    """Cards that give rights on board or at the station; held or not, and until when, never an image.

    Mobility inclusion cards: Code de l'action sociale et des familles, art. L241-3. European cards: directive (EU)
    2024/2841.
    """

    CMI_INVALIDITY = "cmi_invalidity"
    CMI_PRIORITY = "cmi_priority"
    CMI_PARKING = "cmi_parking"
    EU_DISABILITY = "eu_disability"
    EU_PARKING = "eu_parking"


_PSYCHOSENSORY = frozenset(list(Need)[6:13])
_ENCUMBRANCE = frozenset(list(Need)[13:])


def kind_of(need: Need) -> NeedKind:
    if need in _PSYCHOSENSORY:
        return NeedKind.PSYCHOSENSORY
    return NeedKind.ENCUMBRANCE if need in _ENCUMBRANCE else NeedKind.MOBILITY


@dataclass(frozen=True, slots=True)
class Equipment:
    """What she travels with. Sizes in millimetres; `mass_kg` with the person on it. None: not said."""

    width_mm: int | None = None
    length_mm: int | None = None
    height_mm: int | None = None
    mass_kg: int | None = None
    is_foldable: bool | None = None
    battery: Battery | None = None
    can_transfer: bool | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a person goes by herself: steps in a row, metres on foot, minutes standing. None: not said."""

    steps: int | None = None
    walk_m: int | None = None
    stand_min: int | None = None


@dataclass(frozen=True, slots=True)
class CardHeld:
    card: Card
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AccessibilityProfile:
    """All she said. `needs` are in her order: the first matters most."""

    needs: tuple[Need, ...] = ()
    equipment: Equipment = Equipment()
    reach: Reach = Reach()
    boarding: tuple[Boarding, ...] = ()
    communication: tuple[Communication, ...] = ()
    animal: Animal | None = None
    companion: Companion | None = None
    cards: tuple[CardHeld, ...] = ()
    note: str = ""

    @property
    def is_empty(self) -> bool:
        return self == AccessibilityProfile()


# What a form refuses, so that a slip of a zero is not read aloud at a platform: (least, most).
BOUNDS: dict[str, tuple[int, int]] = {
    "width_mm": (200, 1500),
    "length_mm": (200, 2500),
    "height_mm": (200, 2200),
    "mass_kg": (1, 500),
    "steps": (0, 200),
    "walk_m": (0, 20_000),
    "stand_min": (0, 600),
}


def to_plain(profile: AccessibilityProfile) -> dict[str, Any]:
    """As JSON holds it; what was not said is left out."""
    plain: dict[str, Any] = {
        "format": FORMAT,
        "needs": [need.value for need in profile.needs],
        "equipment": _said(profile.equipment),
        "reach": _said(profile.reach),
        "boarding": [each.value for each in profile.boarding],
        "communication": [each.value for each in profile.communication],
        "animal": profile.animal,
        "companion": profile.companion,
        "cards": [
            {"card": held.card.value, "until": held.until.isoformat() if held.until else None} for held in profile.cards
        ],
        "note": profile.note,
    }
    return {name: value for name, value in plain.items() if value not in (None, "", [], {})}


def _said(part: Equipment | Reach) -> dict[str, Any]:
    found = {each.name: getattr(part, each.name) for each in fields(part)}
    return {name: value for name, value in found.items() if value is not None}


def from_plain(plain: Mapping[str, Any]) -> AccessibilityProfile:
    """The way back. A code of another version of this product that is not known here is left out."""
    equipment, reach = dict(plain.get("equipment", {})), plain.get("reach", {})
    battery = _known(Battery, [equipment.pop("battery", None)])
    return AccessibilityProfile(
        needs=_known(Need, plain.get("needs", ())),
        equipment=Equipment(**_named(Equipment, equipment), battery=battery[0] if battery else None),
        reach=Reach(**_named(Reach, reach)),
        boarding=_known(Boarding, plain.get("boarding", ())),
        communication=_known(Communication, plain.get("communication", ())),
        animal=next(iter(_known(Animal, [plain.get("animal")])), None),
        companion=next(iter(_known(Companion, [plain.get("companion")])), None),
        cards=tuple(_card(each) for each in plain.get("cards", ()) if _known(Card, [each.get("card")])),
        note=str(plain.get("note", ""))[:MOST_TEXT],
    )


def _named(kind: type[Equipment] | type[Reach], plain: Mapping[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in plain.items() if name in names}


def _known(enum: type[E], values: Iterable[Any]) -> tuple[E, ...]:
    members = {item.value: item for item in enum}
    return tuple(members[value] for value in values if value in members)


def _card(plain: Mapping[str, Any]) -> CardHeld:
    until = plain.get("until")
    return CardHeld(Card(plain["card"]), date.fromisoformat(until) if until else None)
