"""A partner with its people, for tests: hats, browsers, clients."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mob.directory import selectors, services
from mob.directory.models import Partner, PartnerMembership
from mob.directory.partner_types import PartnerKind, PartnerRole
from mob.identity.models import User
from mob.identity.oidc_types import MadeClient, NewClient
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.provider import token_keys
from tests.factories.world import World

CALLBACK = "https://appli.exemple.fr/retour"
WORDS = {
    "profile": "Nous affichons le prénom.",
    "email": "Nous envoyons le reçu.",
    "offline_access": "Elle reste liée.",
}
_count = itertools.count(1)


@dataclass
class Console:
    """A partner, somebody who administers it, and what she does."""

    id: UUID
    slug: str
    user: User
    actor: Actor

    def register(self, **fields: Any) -> MadeClient:
        """A client of the sandbox, unless told otherwise. `fields` are those of `NewClient`."""
        token_keys()
        said: dict[str, Any] = {
            "client_id": f"client-{next(_count)}",
            "name": "Tilleul Mobilités",
            "operator": "",
            "redirect_uris": (CALLBACK,),
            "scopes": ("openid", "profile", "email", "offline_access"),
            "is_sandbox": True,
            **fields,
        }
        return services.register_client(
            self.actor, partner_id=self.id, new=NewClient(**said), justification=WORDS, now=clock.now()
        )


def console(world: World, *, role: PartnerRole = PartnerRole.ADMINISTRATOR) -> Console:
    """A partner that the platform created, and one of its people."""
    number, system = next(_count), Actor.system()
    card = services.PartnerDetails(f"Tilleul {number}", PartnerKind.OPERATOR, "tech@tilleul.exemple")
    partner_id = services.create_partner(system, details=card, now=clock.now())
    user = world.person()
    PartnerMembership.objects.create(user=user, partner_id=partner_id, role=role.value, created_at=clock.now())
    actor = selectors.operator_actor(user.id)
    assert actor is not None
    return Console(partner_id, Partner.objects.get(id=partner_id).slug, user, actor)
