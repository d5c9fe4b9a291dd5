"""Registers the invented operator with the provider, at the port it is served on this time."""

from __future__ import annotations

from mob.config.invented_operator import CLIENT_ID, SCOPE
from mob.identity.oidc import clients, keeping
from mob.identity.oidc_types import NewClient
from mob.kernel import clock
from mob.kernel.actor import Actor


def register_operator(port: int) -> None:
    """A public client: it keeps no secret. Safe to run again, at another port too."""
    here, now = f"http://localhost:{port}", clock.now()
    new = NewClient(
        client_id=CLIENT_ID,
        name="Appli Démo",
        operator="Tilleul Mobilités (opérateur inventé)",
        homepage=here,
        redirect_uris=(f"{here}/retour",),
        backchannel_logout_uri=f"{here}/moB/deconnexion",
        scopes=tuple(SCOPE.split()),
        sector="appli-demo",
        is_public=True,
    )
    known = clients.find(CLIENT_ID)
    if known is None:
        clients.create_client(Actor.system(), new, now=now)
    else:
        keeping.edit_client(Actor.system(), known.id, new, now=now)
