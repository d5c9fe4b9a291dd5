"""The characters of FranceConnect (level eidas1) and FranceConnect+ (eidas2, eidas3)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from mob.integrations.standins.character import Character
from mob.integrations.standins.people import PEOPLE, Person

_PARAMETERS = frozenset(
    (
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "acr_values",
        "prompt",
        "claims",
        "idp_hint",
    )
)
_NAMES = ("given_name", "given_name_array", "family_name")
_PIVOT = (*_NAMES, "gender", "birthdate", "birthplace", "birthcountry")
# Scopes of the data that API Particulier gives with the token: they open no claim.
_DATA = (
    "cnaf_quotient_familial cnaf_allocataires cnaf_enfants cnaf_adresse mesri_identite mesri_admissions "
    "mesri_admission_inscrit mesri_admission_regime_formation mesri_admission_commune_etudes "
    "mesri_admission_etablissement_etudes cnous_identite cnous_statut_boursier cnous_echelon_bourse cnous_email "
    "cnous_periode_versement cnous_statut_bourse cnous_ville_etudes "
    "ants_extrait_immatriculation_vehicule_identite_particulier "
    "ants_extrait_immatriculation_vehicule_adresse_particulier "
    "ants_extrait_immatriculation_vehicule_statut_rattachement "
    "ants_extrait_immatriculation_vehicule_donnees_immatriculation_vehicule "
    "ants_extrait_immatriculation_vehicule_caracteristiques_techniques_vehicule "
    "revenu_solidarite_active prime_activite allocation_adulte_handicape"
).split()
_SCOPES: dict[str, tuple[str, ...]] = {
    "openid": (),
    "profile": (*_NAMES, "birthdate", "gender", "preferred_username"),
    "identite_pivot": _PIVOT,
    "birth": ("birthplace", "birthcountry"),
    "given_name": ("given_name", "given_name_array"),
    **{
        name: (name,)
        for name in ("email", "preferred_username", "family_name", "gender", "birthdate", "birthplace", "birthcountry")
    },
    "amr": ("amr",),
    "idp_id": ("idp_id",),
    "idp_birthdate": ("idp_birthdate",),
    **dict.fromkeys(_DATA, ()),
}
_CHECKED = {
    "rnipp_identite_pivot": tuple(f"rnipp_{name}" for name in _PIVOT),
    "rnipp_profile": tuple(f"rnipp_{name}" for name in (*_NAMES, "birthdate", "gender")),
    "rnipp_birth": ("rnipp_birthplace", "rnipp_birthcountry"),
}
_TYPED = ("family_name", "given_names", "birth_date")


def _improvise(form: Mapping[str, str]) -> Person | None:
    """Somebody typed on the screen. Her subject is made of her civil identity. None when a field is empty."""
    said = {name: form.get(name, "").strip() for name in (*_TYPED, "gender", "email")}
    if form.get("person") != "typed" or not all(said[name] for name in _TYPED):
        return None
    civil = "|".join(said[name].casefold() for name in _TYPED)
    return Person(
        key=f"typed-{hashlib.sha256(civil.encode()).hexdigest()[:16]}",
        about="",
        family_name=said["family_name"],
        given_names=tuple(said["given_names"].split()),
        gender="male" if said["gender"] == "male" else "female",
        birth_date=said["birth_date"],
        birth_place="38185",
        email=said["email"],
    )


FRANCECONNECT = Character(
    name="FranceConnect",
    path="/franceconnect/api/v2",
    levels=("eidas1",),
    is_level_required=True,
    parameters=_PARAMETERS,
    scopes=_SCOPES,
    cast=PEOPLE,
    button="Continuer en tant que",
    improvise=_improvise,
)

FRANCECONNECT_PLUS = Character(
    name="FranceConnect+",
    path="/franceconnect-plus/api/v2",
    levels=("eidas2", "eidas3"),
    is_level_required=True,
    parameters=_PARAMETERS,
    scopes={**_SCOPES, **_CHECKED},
    cast=PEOPLE,
    button="Continuer en tant que",
    amr=("pop", "mfa"),
    improvise=_improvise,
)
