"""API Particulier's stand-in: the data of the person whose token it is, for sixty seconds, within her scopes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mob.integrations.standins import StandinRequest
from mob.integrations.standins.clients import API_TOKEN
from tests.unit.standins.walking import Walk

_QUOTIENT = "/dss/quotient_familial/france_connect"
_VEHICLE = "/ants/extrait_immatriculation_vehicule/france_connect"
_SCOPES = (
    "openid identite_pivot cnaf_quotient_familial mesri_admissions mesri_admission_inscrit cnous_statut_boursier "
    "cnous_echelon_bourse"
)
_PLATE = "ants_extrait_immatriculation_vehicule_donnees_immatriculation_vehicule"


def ask(walk: Walk, path: str, token: str, recipient: str = "99912001700010") -> tuple[int, dict[str, Any]]:
    mark = "&" if "?" in path else "?"
    where = f"/api-particulier/v3{path}{mark}recipient={recipient}"
    answer = walk.standins.answer(StandinRequest("GET", where, {"authorization": f"Bearer {token}"}))
    return answer.status, json.loads(answer.body)


def test_a_quotient_is_read_while_the_token_lives_and_not_after() -> None:
    walk = Walk(scope=_SCOPES)
    token = walk.tokens("jeanne")["access_token"]
    status, found = ask(walk, _QUOTIENT, token)
    assert (status, set(found)) == (200, {"data", "links", "meta"})
    quotient = found["data"]["quotient_familial"]
    assert (quotient["fournisseur"], quotient["valeur"]) == ("MSA", 2550)
    walk.clock.passes(61)
    status, found = ask(walk, _QUOTIENT, token)
    assert (status, found["errors"][0]["code"]) == (401, "51502")


def test_a_student_with_a_scholarship() -> None:
    walk = Walk(scope=_SCOPES)
    token = walk.tokens("lea")["access_token"]
    _, student = ask(walk, "/mesri/statut_etudiant/france_connect", token)
    assert student["data"]["admissions"][0]["est_inscrit"] is True
    _, scholarship = ask(walk, "/cnous/etudiant_boursier/france_connect", token)
    assert scholarship["data"]["echelon_bourse"]["echelon"] == "5"


def test_a_vehicle_is_found_by_the_number_of_its_holder_alone() -> None:
    walk = Walk(scope=f"openid identite_pivot {_PLATE}")
    hers, his = walk.tokens("samira")["access_token"], walk.tokens("marc")["access_token"]
    status, found = ask(walk, f"{_VEHICLE}?immatriculation=GA384MB", hers)
    assert (status, set(found["data"])) == (200, {"donnees_immatriculation_vehicule"})
    assert ask(walk, f"{_VEHICLE}?immatriculation=GA384MB", his)[0] == 404
    assert ask(walk, _VEHICLE, hers)[0] == 404


@pytest.mark.parametrize(
    ("person", "scope", "recipient", "status"),
    [
        ("samira", "openid identite_pivot", "99912001700010", 403),
        ("samira", _SCOPES, "99912001700011", 422),
        ("samira", _SCOPES, "", 422),
        ("marc", _SCOPES, "99912001700010", 404),
        ("hugo", _SCOPES, "99912001700010", 502),
    ],
)
def test_each_refusal_has_its_own_status(person: str, scope: str, recipient: str, status: int) -> None:
    walk = Walk(scope=scope)
    assert ask(walk, _QUOTIENT, walk.tokens(person)["access_token"], recipient)[0] == status


def test_a_job_seeker_is_found_by_an_identifier_under_the_api_s_own_token() -> None:
    walk = Walk()
    where = "/france_travail/statut/identifiant?identifiant="
    status, found = ask(walk, f"{where}2047118M", API_TOKEN)
    assert (status, found["data"]["inscription"]["date_fin"]) == (200, None)
    assert ask(walk, f"{where}3051922P", API_TOKEN)[1]["data"]["inscription"]["date_fin"] == "2025-06-30"
    assert ask(walk, f"{where}0000000A", API_TOKEN)[0] == 404
    assert ask(walk, f"{where}2047118M", walk.tokens("samira")["access_token"])[0] == 401


def test_each_part_of_an_answer_comes_with_its_own_scope() -> None:
    walk = Walk(scope="openid identite_pivot mesri_admissions cnous_statut_boursier")
    token = walk.tokens("lea")["access_token"]
    (admission,) = ask(walk, "/mesri/statut_etudiant/france_connect", token)[1]["data"]["admissions"]
    assert set(admission) == {"date_debut", "date_fin"}
    assert ask(walk, "/cnous/etudiant_boursier/france_connect", token)[1]["data"] == {"est_boursier": True}
