"""What the provider says of itself, to anybody: its addresses, what it supports, its public keys."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mob.api.oidc.answers import program
from mob.identity.oidc import access
from mob.identity.oidc_types import OFFERED, Signing


@program
@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """OpenID Connect Discovery 1.0."""
    return _public(_document(access.issuer()), seconds=3_600)


@program
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Public keys: a new one signs at once, so that clients are told to keep this for minutes."""
    return _public({"keys": access.public_keys()}, seconds=300)


def _public(body: dict[str, Any], *, seconds: int) -> HttpResponse:
    response = JsonResponse(body)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.is_public = True  # type: ignore[attr-defined]
    return response


def _document(issuer: str) -> dict[str, Any]:
    proofs = ["client_secret_basic", "client_secret_post", "private_key_jwt"]
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oidc/authorize",
        "token_endpoint": f"{issuer}/oidc/token",
        "userinfo_endpoint": f"{issuer}/oidc/userinfo",
        "jwks_uri": f"{issuer}/oidc/jwks",
        "introspection_endpoint": f"{issuer}/oidc/introspect",
        "revocation_endpoint": f"{issuer}/oidc/revoke",
        "end_session_endpoint": f"{issuer}/oidc/logout",
        "scopes_supported": list(OFFERED),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": list(Signing),
        "userinfo_signing_alg_values_supported": list(Signing),
        "token_endpoint_auth_methods_supported": [*proofs, "none"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "PS256", "ES256"],
        "introspection_endpoint_auth_methods_supported": proofs,
        "revocation_endpoint_auth_methods_supported": [*proofs, "none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "acr_values_supported": list(access.ACR_VALUES),
        "claim_types_supported": ["normal"],
        "claims_supported": list(access.CLAIMS),
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": False,
        "ui_locales_supported": ["fr", "en"],
    }
