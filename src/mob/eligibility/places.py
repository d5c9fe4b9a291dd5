"""Where a person lives, as rules know it: found from her commune, never asked."""

from __future__ import annotations

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import Answer, RulesContent
from mob.eligibility.facts import COMMUNE
from mob.geography import selectors as geography

EPCI, DEPARTMENT, REGION, COUNTRY = (
    "localisation . epci",
    "localisation . département",
    "localisation . région",
    "localisation . pays",
)
NOWHERE = ""


def located(commune: str, rules: RulesContent) -> dict[str, Answer]:
    """The place facts of an INSEE code, an EPCI spelled as these rules spell it. Nothing for an unknown code.

    A person of an arrondissement of Paris, Lyon or Marseille lives in its commune; an EPCI nobody has is empty text.
    """
    found = geography.commune(commune)
    if found is None:
        return {}
    whole = (geography.commune(found.parent) if found.parent else None) or found
    return {
        COMMUNE: whole.code,
        EPCI: _spelled(whole.epci, rules),
        DEPARTMENT: whole.department,
        REGION: whole.region,
        COUNTRY: "France",
    }


def name_of(fact: str, value: str) -> str:
    """The name people know for a place fact's value: `76` of a région → `Occitanie`. The value when there is none."""
    kinds = {COMMUNE: "commune", DEPARTMENT: "department", REGION: "region"}
    return (geography.territory_name(kinds[fact], value) if fact in kinds else None) or value


def _spelled(siren: str | None, rules: RulesContent) -> str:
    if siren is None:
        return NOWHERE
    spelled = catalogue.rule_book(rules.book).places.get(siren) if rules.book else None
    return spelled or geography.territory_name("epci", siren) or NOWHERE
