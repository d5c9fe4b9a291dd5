"""The demo people: who they are, and what opens their doors on this installation."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mob.kernel.actor import Role

VALMONT = "Métropole de Valmont"
DUVERNE = "Ateliers Duverne"

# Short French words that are easy to type on a phone.
_WORDS = (
    "abri arbre banc barque bleu bois brise calme canal carte cerise chemin cidre ciel clair colline coquille "
    "cour dune eau encre escale feuille fleur foin forge galet gare grange guidon haie herbe horizon jardin "
    "lac lampe lierre lune marche menthe moulin neige nuage olive orge page pain parc phare pierre plage pluie "
    "pont porte pre quai rame rive rose route sable saule selle sentier soleil source tilleul tram vague "
    "vallon velo vent verger "
).split()


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person of the demonstration. `role` is `person`, `operator` or a staff role; the key file opens her funder's papers."""

    role: str
    first_name: str
    last_name: str
    email: str
    password: str
    totp_secret: str = ""
    funder: str = ""
    key_file: str = ""
    key_passphrase: str = ""


@dataclass(frozen=True, slots=True)
class _Card:
    role: str
    first_name: str
    last_name: str
    email: str
    funder: str = ""
    capacity: str = ""
    service: str = ""


CARDS = (
    _Card("person", "Samira", "Haddad", "samira.haddad@exemple.fr"),
    _Card("person", "Zoé", "O’Neill", "zoe.oneill@exemple.fr"),
    _Card("person", "Odette", "Lambert", "odette.lambert@exemple.fr"),
    _Card(
        Role.CASE_MANAGER.value,
        "Julien",
        "Roche",
        "julien.roche@valmont.exemple.fr",
        VALMONT,
        "Chargé d’instruction",
        "Service mobilités",
    ),
    _Card(
        Role.SUPERVISOR.value,
        "Claire",
        "Vasseur",
        "claire.vasseur@valmont.exemple.fr",
        VALMONT,
        "Responsable du service",
        "Service mobilités",
    ),
    _Card(
        Role.CONTENT_EDITOR.value,
        "Inès",
        "Morel",
        "ines.morel@valmont.exemple.fr",
        VALMONT,
        "Chargée de communication",
        "Communication",
    ),
    _Card(
        Role.CASE_MANAGER.value,
        "Karim",
        "Belkacem",
        "karim.belkacem@duverne.exemple.fr",
        DUVERNE,
        "Gestionnaire",
        "Ressources humaines",
    ),
    _Card(Role.ADMINISTRATOR.value, "Anne", "Le Goff", "anne.legoff@mob.exemple.fr"),
    _Card("operator", "Nadia", "Ferrand", "nadia.ferrand@covoit.exemple.fr"),
)


def people() -> list[DemoPerson]:
    """The demo people with what they sign in with here. Empty in production."""
    return [] if settings.ENV.is_production else [_person(card) for card in CARDS]


def _person(card: _Card) -> DemoPerson:
    processes = card.role in (Role.CASE_MANAGER.value, Role.SUPERVISOR.value)
    return DemoPerson(
        role=card.role,
        first_name=card.first_name,
        last_name=card.last_name,
        email=card.email,
        password=phrase(f"password:{card.email}", 4),
        totp_secret="" if card.role == "person" else totp_secret(card.email),
        funder=card.funder,
        key_file=str(key_file(card.funder)) if processes else "",
        key_passphrase=phrase(f"key:{card.funder}", 7) if processes else "",
    )


def key_file(funder: str) -> Path:
    """Where the demo key of a funder lies: encrypted under its passphrase, in this installation's home."""
    short = "valmont" if funder == VALMONT else "duverne"
    return Path(settings.ENV.home) / "demo-keys" / f"mob-{short}.jwe"


def phrase(label: str, words: int) -> str:
    """Words drawn from the installation's secret: the same at each start here, different elsewhere."""
    digest = _derive(label)
    return "-".join(_WORDS[int.from_bytes(digest[i * 4 : i * 4 + 4], "big") % len(_WORDS)] for i in range(words))


def totp_secret(email: str) -> str:
    """A base32 second-factor secret (RFC 6238) for a demo person."""
    return base64.b32encode(_derive(f"totp:{email}")[:20]).decode("ascii")


def _derive(label: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"mob-demo:{label}".encode(), hashlib.sha256)
