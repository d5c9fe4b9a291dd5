"""The profile in the words of operators: NeTEx, TOMP-API 2.0, UIC OSDM; and what each cannot say, named. Pure.

Three levels of sharing: the codes of needs alone; with the equipment and limits; with how to reach the person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from mob.identity.accessibility.profile import (
    AccessibilityProfile,
    Animal,
    Companion,
    Need,
    NeedKind,
    kind_of,
    to_plain,
)

NETEX_NAMESPACE = "http://www.netex.org.uk/netex"


class Vocabulary(StrEnum):
    NETEX = "netex"
    TOMP = "tomp"
    OSDM = "osdm"


class Sharing(StrEnum):
    """How much is told: needs; needs and equipment; needs, equipment and how to reach her."""

    CODES = "codes"
    EQUIPMENT = "equipment"
    CONTACT = "contact"


class Loss(StrEnum):
    """What a vocabulary has no word for."""

    RANKING = "ranking"
    EQUIPMENT = "equipment"
    MOTOR = "motor"
    REACH = "reach"
    BOARDING = "boarding"
    COMMUNICATION = "communication"
    COMPANION = "companion"
    CARDS = "cards"
    NOTE = "note"
    SENSES = "senses"
    AVERSIONS = "aversions"
    LUGGAGE = "luggage"


@dataclass(frozen=True, slots=True)
class Translation:
    """The profile in one vocabulary. `losses`: what it cannot say of this profile, in a fixed order."""

    vocabulary: Vocabulary
    content: dict[str, Any]
    losses: tuple[Loss, ...]


_TOMP_KIND = {
    NeedKind.MOBILITY: "mobilityNeed",
    NeedKind.PSYCHOSENSORY: "psychoSensoryNeed",
    NeedKind.ENCUMBRANCE: "encumbranceNeed",
}
# Words of TOMP that are not those of NeTEx in snake case.
_TOMP_WORD = {
    Need.VISUAL_IMPAIRMENT: "visual_impaired",
    Need.AUDITORY_IMPAIRMENT: "auditory_impaired",
    Need.COGNITIVE_INPUT_IMPAIRMENT: "cognitive_impaired",
    Need.LUGGAGE_ENCUMBERED: "luggage_encumbrance",
}
_WHEELS = frozenset({Need.WHEELCHAIR, Need.ASSISTED_WHEELCHAIR, Need.MOTORIZED_WHEELCHAIR, Need.MOBILITY_SCOOTER})
_MOTOR = frozenset({Need.MOTORIZED_WHEELCHAIR, Need.MOBILITY_SCOOTER})
_SENSES = frozenset({Need.VISUAL_IMPAIRMENT, Need.AUDITORY_IMPAIRMENT, Need.COGNITIVE_INPUT_IMPAIRMENT})
_AVERSIONS = frozenset(need for need in Need if need.value.startswith("averseTo"))


def translate(profile: AccessibilityProfile, vocabulary: Vocabulary, sharing: Sharing) -> Translation:
    """What an operator that speaks this vocabulary would read at this level. Contact data is added by who has it."""
    write = {Vocabulary.NETEX: _netex, Vocabulary.TOMP: _tomp, Vocabulary.OSDM: _osdm}[vocabulary]
    losses = {Vocabulary.NETEX: _common_losses, Vocabulary.TOMP: _tomp_losses, Vocabulary.OSDM: _osdm_losses}
    told = part_at(profile, sharing)
    found = set(losses[vocabulary](told, sharing))
    return Translation(vocabulary, write(told), tuple(loss for loss in Loss if loss in found))


def plain_at(profile: AccessibilityProfile, sharing: Sharing) -> dict[str, Any]:
    """Our own words at a level: nothing is lost but what the level holds back."""
    return to_plain(part_at(profile, sharing))


def part_at(profile: AccessibilityProfile, sharing: Sharing) -> AccessibilityProfile:
    """What a level tells. Whatever is written for an operator begins from this part alone."""
    if sharing is Sharing.CODES:
        return AccessibilityProfile(needs=profile.needs, animal=profile.animal, companion=profile.companion)
    return profile


def _netex(profile: AccessibilityProfile) -> dict[str, Any]:
    """`PassengerAccessibilityNeeds`: each need with its ranking, 1 first."""
    needs: list[dict[str, Any]] = [{kind_of(need).value: need.value} for need in profile.needs]
    if profile.animal:
        needs.append({NeedKind.ENCUMBRANCE.value: profile.animal.value})
    for rank, need in enumerate(needs, start=1):
        need["NeedRanking"] = rank
    content: dict[str, Any] = {"userNeeds": needs}
    if profile.companion:
        content["AccompaniedByCarer"] = True
    return content


def netex_xml(translation: Translation) -> str:
    """The same as the XML of a NeTEx document part."""
    ElementTree.register_namespace("", NETEX_NAMESPACE)
    root = ElementTree.Element(_tag("PassengerAccessibilityNeeds"))
    if translation.content.get("AccompaniedByCarer"):
        ElementTree.SubElement(root, _tag("AccompaniedByCarer")).text = "true"
    needs = ElementTree.SubElement(root, _tag("userNeeds"))
    for need in translation.content["userNeeds"]:
        at = ElementTree.SubElement(needs, _tag("UserNeed"))
        for name, value in need.items():
            ElementTree.SubElement(at, _tag(name)).text = str(value)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _tag(name: str) -> str:
    return f"{{{NETEX_NAMESPACE}}}{name}"


def _tomp(profile: AccessibilityProfile) -> dict[str, Any]:
    """`prmNeeds`: one object a need."""
    needs = [{_TOMP_KIND[kind_of(need)]: _TOMP_WORD.get(need) or _snake(need.value)} for need in profile.needs]
    if profile.animal:
        needs.append({"encumbranceNeed": _snake(profile.animal.value)})
    return {"prmNeeds": needs}


def _snake(word: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in word)


def _osdm(profile: AccessibilityProfile) -> dict[str, Any]:
    """`PRMNeedType` values. Whoever needs help at the station or on board is told so: somebody calls her."""
    found = []
    if _WHEELS & set(profile.needs):
        found.append("WHEELCHAIR")
    if profile.needs or profile.boarding:
        found.append("NEED_PRM_SUPPORT")
    if profile.animal is Animal.GUIDE_DOG:
        found.append("ACCOMPANYING_DOG")
    if profile.companion is Companion.NEEDED:
        found += ["COMPANION", "COMPANION_SEAT"]
    elif profile.companion:
        found.append("COMPANION")
    return {"prmNeeds": found}


def _common_losses(profile: AccessibilityProfile, sharing: Sharing) -> Iterator[Loss]:
    """What none of the three says; below the level that would tell it, it is not lost but held back."""
    if sharing is Sharing.CODES:
        return
    parts = {
        Loss.EQUIPMENT: profile.equipment,
        Loss.REACH: profile.reach,
        Loss.BOARDING: profile.boarding,
        Loss.COMMUNICATION: profile.communication,
        Loss.CARDS: profile.cards,
        Loss.NOTE: profile.note,
    }
    nothing = AccessibilityProfile()
    unsaid = (nothing.equipment, nothing.reach, (), "")
    yield from (loss for loss, part in parts.items() if part not in unsaid)


def _tomp_losses(profile: AccessibilityProfile, sharing: Sharing) -> Iterator[Loss]:
    yield from _common_losses(profile, sharing)
    if len(profile.needs) > 1:
        yield Loss.RANKING
    if profile.companion:
        yield Loss.COMPANION


def _osdm_losses(profile: AccessibilityProfile, sharing: Sharing) -> Iterator[Loss]:
    yield from _common_losses(profile, sharing)
    needs = set(profile.needs)
    if len(needs) > 1:
        yield Loss.RANKING
    for loss, lost in ((Loss.MOTOR, _MOTOR), (Loss.SENSES, _SENSES), (Loss.AVERSIONS, _AVERSIONS)):
        if lost & needs:
            yield loss
    if {Need.LUGGAGE_ENCUMBERED, Need.PUSHCHAIR} & needs or profile.animal is Animal.OTHER:
        yield Loss.LUGGAGE
