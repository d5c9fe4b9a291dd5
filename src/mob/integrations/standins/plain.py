"""The character of an ordinary OpenID provider, as a town might run one: PKCE, HTTP Basic, userinfo in plain JSON."""

from __future__ import annotations

from mob.integrations.standins.character import Character
from mob.integrations.standins.people import PEOPLE

PLAIN = Character(
    name="le compte de la ville",
    path="/openid",
    levels=("low",),
    is_level_required=False,
    parameters=frozenset(
        (
            *(
                "response_type",
                "client_id",
                "redirect_uri",
                "scope",
                "state",
                "nonce",
                "prompt",
                "acr_values",
                "claims",
            ),
            *("code_challenge", "code_challenge_method"),
        )
    ),
    scopes={
        "openid": (),
        "email": ("email",),
        "profile": ("given_name", "family_name", "birthdate", "gender", "preferred_username"),
    },
    cast=PEOPLE,
    button="Continuer en tant que",
    signs_userinfo=False,
    needs_pkce=True,
    secret_methods=("client_secret_basic", "client_secret_post"),
)
