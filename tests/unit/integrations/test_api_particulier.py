"""API Particulier v3: what is asked, with which token, and what each answer means. Answers are those of its test site."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from mob.eligibility.certified.types import (
    Enrolment,
    Enrolments,
    FamilyQuotient,
    JobSeeking,
    Provider,
    RegisterSource,
    Scholarship,
    Vehicle,
)
from mob.integrations.api_particulier import ApiParticulier, NoRegister, from_url
from mob.kernel.ports import PortRefused, PortUnavailable

SIRET = "13002526500013"
ANSWERS = {
    RegisterSource.FAMILY_QUOTIENT: (
        {"quotient_familial": {"fournisseur": "CNAF", "valeur": 2550, "annee": 2024, "mois": 2}, "enfants": []},
        FamilyQuotient(Provider.CNAF, 2550, 2024, 2),
    ),
    RegisterSource.STUDENT: (
        {
            "admissions": [
                {"date_debut": "2020-07-01", "date_fin": "2021-08-31", "est_inscrit": True},
                {"date_debut": "2021-09-01", "date_fin": "2022-08-31", "est_inscrit": False},
            ]
        },
        Enrolments((Enrolment(date(2020, 7, 1), date(2021, 8, 31)),)),
    ),
    RegisterSource.SCHOLARSHIP: (
        {
            "est_boursier": True,
            "periode_versement_bourse": {"date_rentree": "2020-09-01", "duree": 12},
        },
        Scholarship(True, date(2021, 8, 31)),
    ),
    RegisterSource.JOB_SEEKER: (
        {
            "identite": {"nom_naissance": "Courtet", "date_naissance": "1990-01-06"},
            "inscription": {"date_debut": "2024-01-01", "date_fin": None},
        },
        JobSeeking(date(2024, 1, 1), None, "Courtet", date(1990, 1, 6)),
    ),
    RegisterSource.VEHICLE: (
        {
            "donnees_immatriculation_vehicule": {"date_premiere_immatriculation": "2021-04-16"},
            "caracteristiques_techniques_vehicule": {"type_carburant": {"code": "ES"}},
        },
        Vehicle(date(2021, 4, 16), "ES"),
    ),
}


class Wire:
    """Serves `Transport`: one answer, and what was sent."""

    def __init__(self, status: int = 200, data: object = None, body: bytes | None = None) -> None:
        self.status = status
        self.body = json.dumps({"data": data, "links": {}, "meta": {}}).encode() if body is None else body
        self.url, self.headers, self.timeout = "", dict[str, str](), 0.0

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        assert (method, body) == ("GET", None)
        self.url, self.headers, self.timeout = url, dict(headers), timeout
        return self.status, {}, self.body


def register(wire: Wire) -> ApiParticulier:
    return ApiParticulier("https://particulier.exemple/v3", "ours", wire)


@pytest.mark.parametrize("source", RegisterSource)
def test_each_source_is_asked_at_its_address_and_read(source):
    data, expected = ANSWERS[source]
    wire = Wire(data=data)
    assert register(wire).read(source, recipient=SIRET, token="hers", number="AB-123-CD") == expected
    asked = parse_qs(urlsplit(wire.url).query)
    assert asked.pop("recipient") == [SIRET]
    assert 0 < wire.timeout <= 10
    is_job_seeker = source is RegisterSource.JOB_SEEKER
    # With FranceConnect its own token is sent, and nothing else says who we are.
    assert wire.headers["Authorization"] == ("Bearer ours" if is_job_seeker else "Bearer hers")
    assert urlsplit(wire.url).path.endswith("/identifiant" if is_job_seeker else "/france_connect")
    expected_numbers = {RegisterSource.JOB_SEEKER: "identifiant", RegisterSource.VEHICLE: "immatriculation"}
    assert asked == ({expected_numbers[source]: ["AB-123-CD"]} if source in expected_numbers else {})


def test_a_later_version_says_of_a_scholarship_whether_it_was_struck_off():
    said = {"statut_boursier": {"est_boursier": True, "est_radie": True}}
    answer = register(Wire(data=said)).read(RegisterSource.SCHOLARSHIP, recipient=SIRET, token="hers")
    assert answer == Scholarship(False, None)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "token_dead"), (403, "not_allowed"), (404, "not_found"), (400, "number_wrong"), (422, "number_wrong")],
)
def test_a_no_says_which(status, reason):
    with pytest.raises(PortRefused) as refused:
        register(Wire(status, body=b"{}")).read(RegisterSource.STUDENT, recipient=SIRET, token="hers")
    assert refused.value.reason == reason


@pytest.mark.parametrize("status", [301, 408, 429, 500, 502, 503, 504])
def test_too_many_calls_and_a_register_that_is_down_may_be_tried_later(status):
    with pytest.raises(PortUnavailable):
        register(Wire(status, body=b"<html>")).read(RegisterSource.STUDENT, recipient=SIRET, token="hers")


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        b'{"data": []}',
        b'{"data": {}}',
        b'{"data": {"quotient_familial": {"fournisseur": "CNAF", "valeur": "2550", "annee": 2024, "mois": 1}}}',
        b'{"data": {"quotient_familial": {"fournisseur": "CNAF", "valeur": true, "annee": 2024, "mois": 1}}}',
        b'{"data": {"quotient_familial": {"fournisseur": "CNAF", "valeur": -5, "annee": 2024, "mois": 1}}}',
        b'{"data": {"quotient_familial": {"fournisseur": "AUTRE", "valeur": 5, "annee": 2024, "mois": 1}}}',
        b'{"data": {"quotient_familial": null}}',
    ],
)
def test_an_answer_of_another_shape_is_no_answer_and_its_words_go_nowhere(body, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(PortRefused) as refused:
        register(Wire(body=body)).read(RegisterSource.FAMILY_QUOTIENT, recipient=SIRET, token="hers")
    assert refused.value.reason == "not_read"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    assert caplog.records == []


def test_the_address_says_which_register_and_never_shows_its_token():
    wire = Wire(data=ANSWERS[RegisterSource.JOB_SEEKER][0])
    real = from_url("https://s%2Fecret@particulier.exemple:8443/v3", wire, standin="http://localhost:8002")
    assert "ecret" not in repr(real)
    real.read(RegisterSource.JOB_SEEKER, recipient=SIRET, number="1234567A")
    assert wire.url.startswith("https://particulier.exemple:8443/v3/france_travail/")
    assert wire.headers["Authorization"] == "Bearer s/ecret"
    fake = from_url("fake:", wire, standin="http://localhost:8002")
    fake.read(RegisterSource.JOB_SEEKER, recipient=SIRET, number="1234567A")
    assert wire.url.startswith("http://localhost:8002/api-particulier/v3/france_travail/")


def test_without_a_register_nothing_is_asked():
    off = from_url("off", Wire(), standin="")
    assert isinstance(off, NoRegister)
    assert not off.is_there()
    with pytest.raises(PortUnavailable):
        off.read(RegisterSource.STUDENT, recipient=SIRET)
