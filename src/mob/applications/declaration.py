"""The sworn declaration, by version and language. Pure. A version's words never change: an edit makes the next version.

What is signed is the whole text with the funder's name in it; its SHA-256 (UTF-8) is kept with the text, so that both
sides can show later what was signed. Legal source: Code pénal, articles 441-6 and 441-7.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

VERSION = "2026-03"

_TEXTS = {
    "2026-03": {
        "fr": (
            "Je déclare sur l’honneur que les renseignements de cette demande sont exacts et complets, "
            "et que les papiers joints sont authentiques.\n"
            "Je m’engage à signaler à {funder} tout changement de ma situation avant sa décision.\n"
            "Je sais qu’une fausse déclaration entraîne le retrait de l’aide et le remboursement des sommes reçues, "
            "et qu’elle est punie par les articles 441-6 et 441-7 du code pénal."
        ),
        "en": (
            "I declare on my honour that what this application says is exact and complete, "
            "and that the papers sent with it are genuine.\n"
            "I undertake to tell {funder} of any change in my situation before its decision.\n"
            "I know that a false declaration leads to the withdrawal of the aid and the repayment of what was paid, "
            "and that it is punished under articles 441-6 and 441-7 of the French criminal code."
        ),
    }
}


@dataclass(frozen=True, slots=True)
class DeclarationText:
    """The words to sign. `digest`: SHA-256 of `text`, hexadecimal."""

    version: str
    language: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


def words(language: str, funder_name: str, version: str = VERSION) -> DeclarationText:
    """The declaration as this person reads it. KeyError for a version that never was."""
    spoken = "en" if language.startswith("en") else "fr"
    return DeclarationText(version, spoken, _TEXTS[version][spoken].format(funder=funder_name))


def find(version: str, digest: str, funder_name: str) -> DeclarationText | None:
    """The current text a signature stands for, or None when what was signed is not what is asked now."""
    if version != VERSION:
        return None
    candidates = (words(language, funder_name) for language in _TEXTS[VERSION])
    return next((text for text in candidates if text.digest == digest), None)
