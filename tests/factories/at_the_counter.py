"""A person whose account a counter opened: she has no address to sign in with, and a postal address or not."""

from __future__ import annotations

from mob.identity import services as identity
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from tests.factories.world import World

HOME = "12 rue des Tilleuls\n38950 VALMONT SUR ISERE"
ODETTE = {
    ProfileField.FIRST_NAME: "Odette",
    ProfileField.BIRTH_NAME: "Marchal",
    ProfileField.BIRTH_DATE: "1948-02-17",
    ProfileField.COMMUNE: "99V01",
}


def person_of(agent: Actor, world: World, reach: dict[ProfileField, str] | None = None) -> Actor:
    """The person herself, as a test acts for her."""
    given = {ProfileField.POSTAL_ADDRESS: HOME} if reach is None else reach
    return Actor.citizen(identity.open_account(agent, answers=ODETTE | given, language="fr", now=world.now))
