"""API Particulier, version 3: what the State's services know of the person whose FranceConnect token is shown.

The token is dead after 60 s. Job seekers are found by their own identifier, under the API's token. Addresses and shapes
of answers follow the published test data (etalab/siade_staging_data).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mob.integrations.standins.cast import Cast
from mob.integrations.standins.clients import API_TOKEN
from mob.integrations.standins.people import Dossier, Person
from mob.integrations.standins.wire import StandinRequest, StandinResponse, as_json

PATH = "/api-particulier/v3"
_VEHICLE = "ants_extrait_immatriculation_vehicule_"
Data = Mapping[str, Any]
Holder = Callable[[str], tuple[Cast, frozenset[str]] | None]

JOB_SEEKERS: Mapping[str, Data] = {
    "2047118M": {"date_debut": "2026-02-02", "date_fin": None, "code": 1, "name": ("HADDAD", "SAMIRA", "1991-04-02")},
    "3051922P": {
        "date_debut": "2024-05-13",
        "date_fin": "2025-06-30",
        "code": 2,
        "name": ("PETIT", "ANA", "1999-05-04"),
    },
}
_CATEGORIES = {
    1: "PERSONNE SANS EMPLOI DISPONIBLE DUREE INDETERMINEE PLEIN TPS",
    2: "PERSONNE SANS EMPLOI DISPONIBLE DUREE INDETERMINEE TPS PARTIEL",
}


class Particulier:
    """`holder` says whose token it is, as FranceConnect's introspection does."""

    def __init__(self, holder: Holder) -> None:
        self._holder = holder
        self._by_token: dict[str, tuple[str, Callable[[Person, frozenset[str], str], Data | None], str]] = {
            "/dss/quotient_familial/france_connect": ("cnaf_quotient_familial", _quotient, "37003:CNAV"),
            "/mesri/statut_etudiant/france_connect": ("mesri_admissions", _student, "25003:MESRI"),
            "/cnous/etudiant_boursier/france_connect": ("cnous_statut_boursier", _scholarship, "26003:CNOUS"),
            "/ants/extrait_immatriculation_vehicule/france_connect": (
                f"{_VEHICLE}donnees_immatriculation_vehicule",
                _vehicle,
                "42003:ANTS",
            ),
        }

    def answer(self, request: StandinRequest) -> StandinResponse:
        if request.method != "GET":
            return _error("00405", "Méthode non permise", 405)
        where, asked = request.where.removeprefix(PATH), dict(request.query)
        if not is_siret(asked.get("recipient", "")):
            return _error("00201", "Le paramètre recipient doit être un SIRET", 422)
        if where == "/france_travail/statut/identifiant":
            return _job_seeker(request.bearer, asked.get("identifiant", ""))
        if where not in self._by_token:
            return _error("00404", "Cette adresse n’existe pas", 404)
        return self._of_person(where, request.bearer, asked.get("immatriculation", ""))

    def _of_person(self, where: str, token: str, plate: str) -> StandinResponse:
        held = self._holder(token)
        if held is None:
            return _error(
                "51502", "Accès non autorisé : le jeton n’existe pas ou n’est plus valable", 401, "FranceConnect"
            )
        scope, find, missing = self._by_token[where]
        person, scopes = held
        if scope not in scopes or not isinstance(person, Person):
            return _error("51504", f"Accès non autorisé : le jeton n’a pas le droit {scope}", 403, "FranceConnect")
        code, _, provider = missing.partition(":")
        if person.dossier.is_down:
            return _error(f"{code[:2]}999", "Le fournisseur de données ne répond pas", 502, provider)
        found = find(person, scopes, plate)
        if found is None:
            return _error(code, "Entité non trouvée", 404, provider)
        return as_json({"data": found, "links": {}, "meta": {}})


def is_siret(text: str) -> bool:
    """Fourteen figures whose check figure is right (Luhn)."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    doubled = (int(figure) * (2 - n % 2) for n, figure in enumerate(text))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _error(code: str, title: str, status: int, provider: str = "API Particulier") -> StandinResponse:
    error = {"code": code, "title": title, "detail": title, "source": None, "meta": {"provider": provider}}
    return as_json({"errors": [error]}, status)


def _identity(person: Person) -> dict[str, Any]:
    return {
        "nom_naissance": person.family_name.upper(),
        "nom_usage": (person.preferred_username or person.family_name).upper(),
        "prenoms": " ".join(person.given_names).upper(),
        "date_naissance": person.birth_date,
        "sexe": "F" if person.gender == "female" else "M",
    }


def _quotient(person: Person, scopes: frozenset[str], _plate: str) -> Data | None:
    dossier: Dossier = person.dossier
    if dossier.quotient is None:
        return None
    quotient = {
        "fournisseur": dossier.provider,
        "valeur": dossier.quotient,
        "annee": 2026,
        "mois": 10,
        "annee_calcul": 2026,
        "mois_calcul": 11,
    }
    found: dict[str, Any] = {"quotient_familial": quotient}
    if "cnaf_allocataires" in scopes:
        found["allocataires"] = [_identity(person)]
    if "cnaf_enfants" in scopes:
        found["enfants"] = []
    return found


def _student(person: Person, scopes: frozenset[str], _plate: str) -> Data | None:
    """Dates come with `mesri_admissions`; each other part of an admission with its own scope."""
    if not person.dossier.is_student:
        return None
    parts: dict[str, Any] = {
        "mesri_admission_inscrit": {"est_inscrit": True},
        "mesri_admission_regime_formation": {"regime_formation": {"libelle": "formation initiale", "code": "RF1"}},
        "mesri_admission_commune_etudes": {"code_cog_insee_commune": "38185"},
        "mesri_admission_etablissement_etudes": {
            "etablissement_etudes": {"uai": "0380000X", "nom": "UNIVERSITE INVENTEE DE VALMONT"}
        },
    }
    admission = {"date_debut": "2026-09-01", "date_fin": "2027-08-31", **_allowed(parts, scopes)}
    return {"admissions": [admission]}


def _scholarship(person: Person, scopes: frozenset[str], _plate: str) -> Data | None:
    step = person.dossier.scholarship_step
    if not step:
        return None
    town = {"nom_commune": "Valmont", "nom_etablissement": "Université inventée de Valmont"}
    parts: dict[str, Any] = {
        "cnous_statut_boursier": {"est_boursier": True},
        "cnous_periode_versement": {"periode_versement_bourse": {"date_rentree": "2026-09-01", "duree": 10}},
        "cnous_ville_etudes": {"etablissement_etudes": town},
        "cnous_echelon_bourse": {"echelon_bourse": {"echelon": step, "echelon_bourse_regionale_provisoire": False}},
        "cnous_email": {"email": person.email},
    }
    return _allowed(parts, scopes)


def _allowed(parts: Mapping[str, dict[str, Any]], scopes: frozenset[str]) -> dict[str, Any]:
    """The parts whose scope the token has."""
    return {name: value for scope, part in parts.items() if scope in scopes for name, value in part.items()}


def _vehicle(person: Person, scopes: frozenset[str], plate: str) -> Data | None:
    """One vehicle, by its number: nothing lists the vehicles of a person."""
    if not plate or plate.replace("-", "").upper() != person.dossier.plate.replace("-", ""):
        return None
    parts: dict[str, Any] = {
        "identite_particulier": {"nom": person.family_name.upper(), "prenom": person.given_names[0].upper()},
        "statut_rattachement": "titulaire",
        "donnees_immatriculation_vehicule": {
            "numero_immatriculation": person.dossier.plate,
            "date_premiere_immatriculation": "2009-06-18",
            "statut_location": {"code": None, "label": None},
        },
        "caracteristiques_techniques_vehicule": {
            "marque": "RENAULT",
            "denomination_commerciale": "CLIO",
            "masse_charge_maximale": 1640,
            "categorie_vehicule": {"code": "M1", "label": "Véhicule de transport de personnes"},
            "genre_national": {"code": "VP", "label": "Véhicule Particulier"},
            "cylindree": 1461,
            "type_carburant": {"code": "GO", "label": "Gazole"},
            "taux_co2": 117,
            "classe_environnementale": {"code": "Euro 4", "label": "Norme européenne d’émission Euro 4"},
        },
    }
    return {name: value for name, value in parts.items() if f"{_VEHICLE}{name}" in scopes}


def _job_seeker(token: str, identifier: str) -> StandinResponse:
    if token != API_TOKEN:
        return _error("00101", "Votre jeton n’est pas reconnu", 401)
    found = JOB_SEEKERS.get(identifier)
    if found is None:
        return _error("24003", "Entité non trouvée", 404, "France Travail")
    birth_name, first_name, birth_date = found["name"]
    data = {
        "identifiant": identifier,
        "identite": {
            "nom_naissance": birth_name,
            "nom_usage": None,
            "prenom": first_name,
            "date_naissance": birth_date,
        },
        "inscription": {
            "date_debut": found["date_debut"],
            "date_fin": found["date_fin"],
            "code_certification_cnav": "VC",
            "categorie": {"code": found["code"], "libelle": _CATEGORIES[found["code"]]},
        },
    }
    return as_json({"data": data, "links": {}, "meta": {}})
