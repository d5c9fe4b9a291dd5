"""The invented agents of the ProConnect stand-in. Their organisations are the demonstration's funders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mob.integrations.standins.cast import Script

# Invented numbers, with the check figure of real ones.
VALMONT_SIRET = "99912001700010"
VALMONT_OTHER_SIRET = "99912001700028"
DUVERNE_SIRET = "99934002900019"
_NAMES = {
    VALMONT_SIRET: "Métropole de Valmont",
    VALMONT_OTHER_SIRET: "Métropole de Valmont, dépôt des Forges",
    DUVERNE_SIRET: "Ateliers Duverne",
}


@dataclass(frozen=True, slots=True)
class Agent:
    """A scripted agent. `identity`: the same person at the same identity provider keeps it when she changes employer."""

    key: str
    about: str
    given_name: str
    usual_name: str
    email: str
    siret: str
    identity: str = ""
    amr: tuple[str, ...] = ("pwd",)
    unit: str = ""
    script: Script = Script.NONE

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.usual_name}"

    def claims(self) -> Mapping[str, Any]:
        """All that ProConnect could give; the scopes choose, and `amr` comes only when it is asked by name."""
        return {
            "given_name": self.given_name,
            "usual_name": self.usual_name,
            "email": self.email,
            "uid": self.identity,
            "siret": self.siret,
            "siren": self.siret[:9],
            "organizational_unit": self.unit,
            "belonging_population": "agent",
            "idp_id": "fournisseur-invente",
            "amr": list(self.amr),
        }

    def details(self) -> Mapping[str, str]:
        means = "avec un second facteur" if "mfa" in self.amr else "par mot de passe seul"
        return {"Organisation": f"{_NAMES[self.siret]} ({self.siret})", "Connexion": means}


def _troubled(key: str, about: str, name: str, script: Script) -> Agent:
    return Agent(key, about, "Agent", name, f"{key}@valmont.exemple.fr", VALMONT_SIRET, key, script=script)


_VALMONT, _DUVERNE = "@valmont.exemple.fr", "@duverne.exemple.fr"
AGENTS = (
    Agent(
        "claire",
        "Dirige un service de la métropole.",
        "Claire",
        "Vasseur",
        f"claire.vasseur{_VALMONT}",
        VALMONT_SIRET,
        "claire",
        ("pwd", "totp", "mfa"),
        "Service mobilités",
    ),
    Agent(
        "julien",
        "Instruit les demandes de la métropole. moB lui demandera un second facteur.",
        "Julien",
        "Roche",
        f"julien.roche{_VALMONT}",
        VALMONT_SIRET,
        "julien",
        unit="Service mobilités",
    ),
    Agent(
        "karim",
        "Instruit les demandes d’une entreprise.",
        "Karim",
        "Belkacem",
        f"karim.belkacem{_DUVERNE}",
        DUVERNE_SIRET,
        "karim",
        ("pwd", "mfa"),
        "Ressources humaines",
    ),
    Agent(
        "ines",
        "Rédige les aides de la métropole.",
        "Inès",
        "Morel",
        f"ines.morel{_VALMONT}",
        VALMONT_SIRET,
        "ines",
        ("pwd", "mfa"),
        "Communication",
    ),
    Agent(
        "ines-partie",
        "La même personne, qui a changé d’employeur : ses droits à la métropole prennent fin.",
        "Inès",
        "Morel",
        f"ines.morel{_DUVERNE}",
        DUVERNE_SIRET,
        "ines",
        ("pwd", "mfa"),
    ),
    Agent(
        "claire-depot",
        "La même personne que Claire Vasseur, depuis un autre établissement de la métropole.",
        "Claire",
        "Vasseur",
        f"claire.vasseur{_VALMONT}",
        VALMONT_OTHER_SIRET,
        "claire",
        ("pwd", "mfa"),
    ),
    Agent(
        "inconnu",
        "N’a aucun compte ici.",
        "Sacha",
        "Perrin",
        f"sacha.perrin{_VALMONT}",
        VALMONT_SIRET,
        "sacha",
        ("pwd", "mfa"),
    ),
    _troubled("agent-refus", "Renonce et revient en arrière.", "Renonce", Script.REFUSES),
    _troubled("agent-panne", "Le service tombe en panne après le choix.", "Panne", Script.DOWN),
    _troubled("agent-lenteur", "Le service répond trop tard.", "Lenteur", Script.SLOW),
    _troubled("agent-signature", "La signature est fausse.", "Signature", Script.WRONG_USERINFO),
    _troubled("agent-nonce", "La réponse est celle d’une autre demande.", "Nonce", Script.WRONG_NONCE),
)
