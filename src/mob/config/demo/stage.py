"""Sets the stage of the demonstration: accounts, funders, staff and keys, each through its own use case."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from joserfc import jwe
from joserfc.jwk import RSAKey

from mob.config.demo.people import CARDS, DUVERNE, VALMONT, key_file, people
from mob.directory import selectors as directory
from mob.directory import services as directory_services
from mob.directory.services import keys as key_services
from mob.directory.types import DelegationContent, FunderKind
from mob.documents import jwk, keyfile
from mob.identity import services as identity_services
from mob.identity.types import ProfileField
from mob.integrations.standins.agents import DUVERNE_SIRET, VALMONT_SIRET
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from mob.kernel.money import Cents

_CONTACTS = {
    VALMONT: {
        "siren": VALMONT_SIRET[:9],
        "siret": VALMONT_SIRET,
        "kind": FunderKind.TERRITORIAL,
        "contact_address": "Maison des mobilités\n12 quai de l’Isère\n38950 Valmont-sur-Isère",
        "contact_phone": "04 99 99 12 12",
        "contact_hours": "du lundi au vendredi, 9 h à 17 h",
        "contact_email": "mobilites@valmont.exemple.fr",
    },
    DUVERNE: {
        "siren": DUVERNE_SIRET[:9],
        "siret": DUVERNE_SIRET,
        "kind": FunderKind.EMPLOYER,
        "contact_address": "Ressources humaines\n3 rue des Forges\n38950 Pont-du-Tilleul",
        "contact_phone": "04 99 99 34 34",
        "contact_hours": "du lundi au jeudi, 10 h à 12 h",
        "contact_email": "rh@duverne.exemple.fr",
    },
}


def accounts(now: datetime) -> dict[str, UUID]:
    """An account for each demo person, by e-mail."""
    return {
        person.email: identity_services.provision(
            Actor.system(),
            email=person.email,
            password=person.password,
            totp_secret=person.totp_secret,
            now=now,
        )
        for person in people()
    }


def introduce(citizen: Actor, first_name: str, last_name: str, birth_date: str, commune: str, *, now: datetime) -> None:
    """What a person says of herself."""
    answers = {
        ProfileField.FIRST_NAME: first_name,
        ProfileField.BIRTH_NAME: last_name,
        ProfileField.BIRTH_DATE: birth_date,
        ProfileField.COMMUNE: commune,
        ProfileField.POSTCODE: "38950",
    }
    identity_services.declare(citizen, answers=answers, now=now)


def administrator(users: dict[str, UUID], now: datetime) -> Actor:
    """The platform's administrator and her hat."""
    card = next(card for card in CARDS if card.role == Role.ADMINISTRATOR.value)
    directory_services.appoint_administrator(
        Actor.system(), user_id=users[card.email], first_name=card.first_name, last_name=card.last_name, now=now
    )
    actor = directory.platform_actor(users[card.email])
    if actor is None:
        raise LookupError("the administrator has no hat")
    return actor


def funders(admin: Actor, users: dict[str, UUID], now: datetime) -> dict[str, UUID]:
    """The invented funders with their staff, by name."""
    found = {
        name: directory_services.ensure_funder(admin, name=name, is_invented=True, now=now, **contact)  # type: ignore[arg-type]
        for name, contact in _CONTACTS.items()
    }
    for card in CARDS:
        if card.funder:
            token = directory_services.invite(
                admin,
                funder_id=found[card.funder],
                email=card.email,
                role=Role(card.role),
                first_name=card.first_name,
                last_name=card.last_name,
                capacity=card.capacity,
                service=card.service,
                now=now,
            )
            directory_services.accept_invitation(Actor.citizen(users[card.email]), token=token, now=now)
    return found


def delegations(admin: Actor, found: dict[str, UUID], users: dict[str, UUID], now: datetime) -> None:
    """Acts of delegation: the head of the service decides all, her case manager up to 500 euros."""
    signed = clock.civil_date(now - timedelta(days=20))
    given = (
        (VALMONT, "claire.vasseur@valmont.exemple.fr", "2026-018", None),
        (VALMONT, "julien.roche@valmont.exemple.fr", "2026-019", Cents(50_000)),
        (DUVERNE, "karim.belkacem@duverne.exemple.fr", "RH-2026-02", None),
    )
    for funder, email, number, ceiling in given:
        content = DelegationContent(users[email], number, signed, ceiling=ceiling)
        directory_services.record_delegation(admin, funder_id=found[funder], content=content, now=now)


def keys(found: dict[str, UUID], now: datetime) -> None:
    """A key pair for each funder: made here, its private half written encrypted to this installation's home.

    Key mode D of the document format: for demonstrations alone, where nobody sends real papers.
    """
    for person in people():
        if person.role == Role.CASE_MANAGER.value and not directory.has_usable_key(found[person.funder]):
            private = _pair(found[person.funder], now)
            path = key_file(person.funder)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(keyfile.export_keyfile(private, person.key_passphrase))
            path.chmod(0o600)


def _pair(funder_id: UUID, now: datetime) -> dict[str, str]:
    """Register and activate a pair by answering its challenge, as a browser does. Returns the private half."""
    public, private = jwk.make_rsa_pair()
    recovery, _ = jwk.make_rsa_pair()
    system = Actor.system()
    challenge = key_services.register_key(system, funder_id=funder_id, main_jwk=public, recovery_jwk=recovery, now=now)
    container = cast("jwe.GeneralJSONSerialization", challenge.container)
    opened = jwe.decrypt_json(container, RSAKey.import_key(dict(private)), algorithms=["RSA-OAEP-256", "A256GCM"])
    answer = jwk.b64u(opened.plaintext or b"").decode("ascii")
    key_services.activate_key(system, key_id=challenge.key_id, answer=answer, now=now)
    return private
