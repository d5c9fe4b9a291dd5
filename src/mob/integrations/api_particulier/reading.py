"""The `data` of an answer as values. What is not needed (addresses, children, names where
FranceConnect proved them) is never looked at.

Fields: https://particulier.api.gouv.fr/developpeurs/openapi (v3). Raises KeyError, TypeError or ValueError for an answer
of another shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from mob.eligibility.certified.types import (
    Enrolment,
    Enrolments,
    FamilyQuotient,
    JobSeeking,
    Provider,
    RegisterAnswer,
    RegisterSource,
    Scholarship,
    Vehicle,
)
from mob.kernel.clock import add_months

_FUNDS = {"CNAF": Provider.CNAF, "MSA": Provider.MSA}


def _quotient(data: Mapping[str, Any]) -> FamilyQuotient:
    said = data["quotient_familial"]
    value = said["valeur"]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        raise ValueError("valeur")
    return FamilyQuotient(_FUNDS[said["fournisseur"]], value, int(said["annee"]), int(said["mois"]))


def _student(data: Mapping[str, Any]) -> Enrolments:
    """Those one is enrolled in: an admission alone is not an enrolment."""
    found = [each for each in data["admissions"] if each.get("est_inscrit") is True]
    return Enrolments(tuple(Enrolment(_day(each["date_debut"]), _day(each["date_fin"])) for each in found))


def _scholarship(data: Mapping[str, Any]) -> Scholarship:
    """Version 3 says it at the top; the next ones below `statut_boursier`."""
    said, period = data.get("statut_boursier") or data, data.get("periode_versement_bourse") or {}
    is_held = said["est_boursier"] is True and said.get("est_radie") is not True
    begins, months = period.get("date_rentree"), period.get("duree")
    ends = add_months(_day(begins), int(months)) - timedelta(days=1) if begins and months else None
    return Scholarship(is_held, ends)


def _job_seeker(data: Mapping[str, Any]) -> JobSeeking:
    """With whose number it is: nothing else proves that it is hers who typed it."""
    said, who = data["inscription"], data.get("identite") or {}
    ended, born = said.get("date_fin"), who.get("date_naissance")
    return JobSeeking(
        _day(said["date_debut"]),
        _day(ended) if ended else None,
        str(who.get("nom_naissance") or ""),
        _day(born) if born else None,
    )


def _vehicle(data: Mapping[str, Any]) -> Vehicle:
    first = (data.get("donnees_immatriculation_vehicule") or {}).get("date_premiere_immatriculation")
    energy = ((data.get("caracteristiques_techniques_vehicule") or {}).get("type_carburant") or {}).get("code")
    return Vehicle(_day(first) if first else None, str(energy or ""))


def _day(text: Any) -> date:
    if not isinstance(text, str):
        raise TypeError("date")
    return date.fromisoformat(text[:10])


READERS: Mapping[RegisterSource, Callable[[Mapping[str, Any]], RegisterAnswer]] = {
    RegisterSource.FAMILY_QUOTIENT: _quotient,
    RegisterSource.STUDENT: _student,
    RegisterSource.SCHOLARSHIP: _scholarship,
    RegisterSource.JOB_SEEKER: _job_seeker,
    RegisterSource.VEHICLE: _vehicle,
}
