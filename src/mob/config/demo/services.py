"""An invented service that one person of the demonstration linked to her account, and that the others may."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from mob.identity.oidc import clients, links
from mob.identity.oidc_types import NewClient, Scope
from mob.kernel.actor import Actor
from mob.web.account.scope_words import receipt

CLIENT_ID, REDIRECT = "covoit-valmont", "https://covoit.exemple.fr/retour"


# What the invented operator registered (`partner`).
CLIENT = NewClient(
    client_id=CLIENT_ID,
    name="Covoit Valmont",
    operator="",
    homepage="https://covoit.exemple.fr/",
    redirect_uris=(REDIRECT,),
    scopes=(Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.APPLICATIONS, Scope.OFFLINE),
)


def tell(citizen_id: UUID, now: datetime) -> None:
    """Linked three weeks ago by the person, and read yesterday."""
    linked = now - timedelta(days=20)
    client = clients.find(CLIENT_ID)
    if client is None:
        raise LookupError("the service was not registered")
    allowed = (Scope.OPENID, Scope.PROFILE, Scope.EMAIL)
    with translation.override("fr"):
        text = receipt(client, allowed)
    citizen = Actor.citizen(citizen_id)
    link_id, _scopes = links.allow(
        citizen, client, asked=CLIENT.scopes, chosen=allowed, text=text, language="fr", now=linked
    )
    links.record_reading(link_id, allowed, now=now - timedelta(days=1))
