"""Words of mobility that mean the same thing, and how they are recognised in a list of stems. Pure.

A concept is written `=code` among terms, so that it never collides with a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mob.catalogue.search.analyser import stems
from mob.catalogue.types import Audience, Level, Mode


@dataclass(frozen=True, slots=True)
class Concept:
    """`phrases` say it; `implies` are words a text is taken to hold as soon as it says one of them."""

    code: str
    phrases: tuple[str, ...]
    implies: str = ""


CONCEPTS = (
    Concept("vae", ("VAE", "vélo à assistance électrique", "vélo électrique", "e-bike", "ebike"), "vélo électrique"),
    Concept("vld", ("VLD", "vélo longue durée", "longue durée"), "vélo location"),
    Concept("cargo", ("vélo cargo", "cargo", "biporteur", "triporteur", "longtail", "vélo familial"), "vélo"),
    Concept("velo", ("vélo", "bicyclette", "cycle", "bike", "bicycle")),
    Concept("fmd", ("FMD", "forfait mobilités durables"), "mobilité durable employeur"),
    Concept("zfe", ("ZFE", "ZFE-m", "zone à faibles émissions"), "voiture"),
    Concept("tc", ("TC", "transport en commun", "transport public", "transport collectif", "public transport")),
    Concept("rail", ("train", "TER", "RER", "train express régional")),
    Concept("bus", ("bus", "autobus", "autocar")),
    Concept("tram", ("tram", "tramway")),
    Concept(
        "abonnement", ("abonnement", "pass", "passe", "forfait de transport", "titre de transport", "carte de bus")
    ),
    Concept("covoiturage", ("covoiturage", "covoit", "co-voiturage", "covoitureur", "carpool", "carpooling")),
    Concept("autopartage", ("autopartage", "auto-partage", "voiture partagée", "car sharing")),
    Concept("trottinette", ("trottinette", "EDPM", "engin de déplacement personnel", "scooter électrique")),
    Concept("voiture", ("voiture", "auto", "automobile", "véhicule", "car")),
    Concept("cee", ("CEE", "certificat d’économies d’énergie")),
    Concept("handicap", ("handicap", "handicapé", "PMR", "personne à mobilité réduite", "situation de handicap")),
    Concept(
        "emploi", ("demandeur d’emploi", "recherche d’emploi", "chômeur", "chômage", "France Travail", "Pôle emploi")
    ),
    Concept("employeur", ("employeur", "entreprise", "salarié", "travail")),
    Concept("etudiant", ("étudiant", "université", "lycéen", "apprenti", "student")),
    Concept("revenus", ("petits revenus", "revenus modestes", "faibles revenus", "RSA", "quotient familial")),
    Concept("aide", ("aide", "prime", "bonus", "subvention", "chèque", "coup de pouce", "grant")),
    Concept("permis", ("permis de conduire", "permis B", "permis")),
    Concept("borne", ("borne de recharge", "borne électrique", "point de charge")),
)

MODE_WORDS = {
    Mode.PUBLIC_TRANSPORT: "transports en commun bus tram train métro car",
    Mode.BICYCLE: "vélo",
    Mode.CAR: "voiture",
    Mode.SELF_SERVICE: "libre-service partagé trottinette vélo",
    Mode.ELECTRIC: "électrique véhicule électrique",
    Mode.CAR_SHARING: "autopartage",
    Mode.CARPOOLING: "covoiturage",
}
LEVEL_WORDS = {
    Level.NATIONAL: "État national France",
    Level.REGION: "région régional",
    Level.DEPARTMENT: "département départemental",
    Level.EPCI: "intercommunalité métropole agglomération",
    Level.COMMUNE: "commune ville mairie",
    Level.EMPLOYER: "employeur entreprise",
}
AUDIENCE_WORDS = {
    Audience.EVERYONE: "",
    Audience.EMPLOYEE: "salarié employé travail",
    Audience.STUDENT: "étudiant",
    Audience.JOB_SEEKER: "demandeur d’emploi",
    Audience.RETIRED: "retraité senior",
    Audience.YOUNG: "jeune",
    Audience.DISABILITY: "handicap",
    Audience.LOW_INCOME: "petits revenus",
}


def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept in CONCEPTS:
        for phrase in concept.phrases:
            key = tuple(stems(phrase))
            table.setdefault(key[0], []).append((key, f"={concept.code}"))
    for phrases in table.values():
        phrases.sort(key=lambda pair: -len(pair[0]))
    return table


_PHRASES = _by_first()
IMPLIED = {f"={concept.code}": tuple(stems(concept.implies)) for concept in CONCEPTS if concept.implies}


def found_in(terms: list[str]) -> Iterator[tuple[int, int, str]]:
    """Each concept said in a list of stems, as (start, length, `=code`), overlaps included."""
    for start, term in enumerate(terms):
        for phrase, code in _PHRASES.get(term, ()):
            if tuple(terms[start : start + len(phrase)]) == phrase:
                yield start, len(phrase), code
