"""The mandate a person signs on paper at a counter, by version and language. Pure; a version's words never change.

What is kept is the whole text with its names, and its SHA-256. Legal source: Code civil, articles 1984 (a person gives
another the power to do something for her and in her name), 1988 (each act of more than administration is named), 2004
(she ends it when she likes).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

VERSION = "2026-11"

_TEXTS = {
    "fr": (
        "Je m’appelle {name}, ma date de naissance est le {born}, et je donne mandat à {agent}, {service}, pour {funder}.",
        "Ce mandat lui permet de faire pour moi, en ma présence, sur Mon Compte Mobilité : remplir et envoyer mes demandes "
        "d’aide à {funder}, y joindre mes papiers, signer en mon nom la déclaration sur l’honneur après me l’avoir lue, et "
        "répondre aux corrections que {funder} me demande.",
        "Il lui permet aussi de saisir mes coordonnées bancaires, d’après le relevé que je présente.",
        "Tout est relu avec moi avant d’être envoyé. Chaque chose faite pour moi porte dans mon dossier le nom de cet agent, "
        "qui ne décidera pas de la suite donnée à ma demande.",
        "Ce mandat vaut le {day}, jusqu’à ce que je quitte le guichet. Je peux y mettre fin à tout moment. Il ne permet ni de "
        "retirer une demande, ni de voir mes demandes à d’autres organismes.",
    ),
    "en": (
        "My name is {name}, my birth date is {born}, and I give a mandate to {agent}, {service}, for {funder}.",
        "Under it they may do for me, in my presence, on Mon Compte Mobilité: fill in and send my applications for aid to "
        "{funder}, add my papers, sign for me the declaration on my honour after reading it to me, and answer the "
        "corrections {funder} asks of me.",
        "They may also type my bank details, from the statement I show.",
        "All of it is read back with me before it is sent. Each thing done for me bears in my file the name of this agent, "
        "who will not decide what becomes of my application.",
        "This mandate is good on {day}, until I leave the counter. I may end it at any moment. It lets nobody withdraw an "
        "application, nor see my applications to other bodies.",
    ),
}
_BANK = 2


@dataclass(frozen=True, slots=True)
class DeskMandate:
    """The words to print and sign, a paragraph each."""

    version: str
    language: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def words(
    language: str, *, name: str, born: date, agent: str, service: str, funder: str, day: date, with_bank: bool
) -> DeskMandate:
    """The mandate as this person reads it. `service`: capacity and service of the agent; `day`: the day it is good for."""
    spoken = "en" if language.startswith("en") else "fr"
    said = {
        "name": name,
        "born": _day(born, spoken),
        "agent": agent,
        "service": service,
        "funder": funder,
        "day": _day(day, spoken),
    }
    kept = [text for number, text in enumerate(_TEXTS[spoken]) if with_bank or number != _BANK]
    return DeskMandate(VERSION, spoken, tuple(text.format(**said).replace(", , ", ", ") for text in kept))


def _day(value: date, language: str) -> str:
    return value.isoformat() if language == "en" else f"{value:%d/%m/%Y}"
