"""The character of ProConnect: agents and their organisation. An unknown parameter is Y000400."""

from __future__ import annotations

from mob.integrations.standins.agents import AGENTS
from mob.integrations.standins.character import Character

_PARAMETERS = (
    "response_type client_id redirect_uri scope state nonce acr_values prompt claims idp_hint login_hint siret_hint"
).split()
_CLAIMS = (
    "given_name usual_name email uid siret siren organizational_unit belonging_population idp_id phone_number custom"
).split()

PROCONNECT = Character(
    name="ProConnect",
    path="/proconnect/api/v2",
    levels=("eidas1", "eidas2", "eidas3"),
    is_level_required=False,
    parameters=frozenset(_PARAMETERS),
    scopes={"openid": (), **{name: (name,) for name in _CLAIMS}},
    cast=AGENTS,
    button="Continuer en tant que",
    asked_claims=frozenset({"amr"}),
    secret_methods=("client_secret_post",),
)
