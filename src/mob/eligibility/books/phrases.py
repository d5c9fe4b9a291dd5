"""What the facts of the national model are called in a sentence: as something to do, and as a short label."""

from __future__ import annotations

from typing import Final, NamedTuple


class Phrase(NamedTuple):
    """`to_do`: « choisir un vélo électrique », after « Il faut ». `label`: « vélo électrique »."""

    to_do: str
    label: str


def _bike(label: str) -> Phrase:
    return Phrase(f"choisir un {label}", label)


def _person(to_do: str, label: str) -> Phrase:
    return Phrase(to_do, label)


BIKES: Final = {
    "vélo . adapté": _bike("vélo adapté à un handicap"),
    "vélo . cargo": _bike("vélo cargo"),
    "vélo . cargo électrique": _bike("vélo cargo électrique"),
    "vélo . cargo mécanique": _bike("vélo cargo sans assistance"),
    "vélo . pliant": _bike("vélo pliant"),
    "vélo . pliant électrique": _bike("vélo pliant électrique"),
    "vélo . pliant mécanique": _bike("vélo pliant sans assistance"),
    "vélo . électrique": _bike("vélo électrique"),
    "vélo . électrique simple": _bike("vélo électrique classique"),
    "vélo . mécanique": _bike("vélo sans assistance"),
    "vélo . mécanique simple": _bike("vélo classique sans assistance"),
    "vélo . électrique ou mécanique": _bike("vélo électrique ou sans assistance"),
    "vélo . motorisation": Phrase("faire électrifier un vélo", "électrification d’un vélo"),
}
STATES: Final = {
    "vélo . état . neuf": Phrase("acheter un vélo neuf", "vélo neuf"),
    "vélo . état . occasion": Phrase("acheter un vélo d’occasion", "vélo d’occasion"),
    "vélo . fabriqué en france": Phrase("choisir un vélo fabriqué en France", "vélo fabriqué en France"),
}
PEOPLE: Final = {
    "demandeur . âge . majeur": _person("avoir 18 ans ou plus", "dès 18 ans"),
    "demandeur . âge . mineur": _person("avoir moins de 18 ans", "moins de 18 ans"),
    "demandeur . âge . de 15 à 25 ans": _person("avoir de 15 à 25 ans", "de 15 à 25 ans"),
    "demandeur . âge . de 18 à 25 ans": _person("avoir de 18 à 25 ans", "de 18 à 25 ans"),
    "demandeur . en situation de handicap": _person("être en situation de handicap", "situation de handicap"),
    "demandeur . statut . étudiant": _person("faire des études", "études"),
    "demandeur . statut . apprenti": _person("être en apprentissage", "apprentissage"),
    "demandeur . statut . demandeur d'emploi": _person("être en recherche d’emploi", "recherche d’emploi"),
    "demandeur . statut . salarié": _person("avoir un emploi salarié", "emploi salarié"),
    "demandeur . statut . retraité": _person("être à la retraite", "retraite"),
    "demandeur . statut . reconversion": _person("être en reconversion professionnelle", "reconversion"),
    "demandeur . bénéficiaire de minima sociaux": _person("recevoir un minimum social", "minimum social"),
    "demandeur . bénéficiaire du RSA": _person("recevoir le RSA", "RSA"),
    "demandeur . bénéficiaire de l'AAH": _person("recevoir l’AAH", "AAH"),
    "demandeur . bénéficie du forfait mobilités durables": _person(
        "recevoir le forfait mobilités durables", "forfait mobilités durables"
    ),
    "foyer . imposable": _person("avoir un foyer imposable", "foyer imposable"),
}
REFUSED: Final = {"foyer . imposable": _person("avoir un foyer non imposable", "foyer non imposable")}
PHRASES: Final = BIKES | STATES | PEOPLE
NUMBERS: Final = {
    "revenu fiscal de référence par part": "avoir un revenu fiscal de référence par part",
    "revenu fiscal de référence par part . revenu de référence": "avoir un revenu fiscal de référence",
    "revenu fiscal de référence par part . nombre de parts": "avoir un nombre de parts fiscales",
    "demandeur . âge": "avoir un âge",
    "foyer . personnes": "avoir un nombre de personnes au foyer",
    "vélo . prix": "choisir un vélo d’un prix",
    "vélo . prix . HT": "choisir un vélo d’un prix hors taxes",
}
LABELS: Final = {
    "revenu fiscal de référence par part": "revenu par part",
    "revenu fiscal de référence par part . revenu de référence": "revenu fiscal",
    "revenu fiscal de référence par part . nombre de parts": "parts fiscales",
    "demandeur . âge": "âge",
    "foyer . personnes": "personnes au foyer",
    "vélo . prix": "prix",
    "vélo . prix . HT": "prix hors taxes",
}
