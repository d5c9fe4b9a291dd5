"""The ID token of the session, sealed, for as long as the session: what ends the session at the provider too."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest

from mob.identity import federation_notes as notes
from mob.identity.federation_types import ExternalSignIn
from mob.identity.ports import SignInProviders
from mob.kernel import ports

_KEY = "federation_hint"
BACK_TO = "/connexion/au-revoir"


def keep(request: HttpRequest, sign_in: ExternalSignIn) -> None:
    keep_token(request, sign_in.provider_key, sign_in.id_token)


def keep_token(request: HttpRequest, provider_key: str, id_token: str) -> None:
    request.session[_KEY] = [provider_key, notes.seal(id_token)]


def token_kept(request: HttpRequest) -> tuple[str, str] | None:
    """Provider and token of this session, for one that begins in its place. None when there is none."""
    provider_key, sealed = request.session.get(_KEY, ("", ""))
    id_token = notes.unseal(sealed) if sealed else None
    return (provider_key, id_token) if id_token else None


def way_out(request: HttpRequest) -> str | None:
    """Where to lead the browser once our own session has ended, so that the provider's ends too. Asked before."""
    kept = token_kept(request)
    if kept is None:
        return None
    provider_key, id_token = kept
    back_to = f"{settings.ENV.public_url.rstrip('/')}{BACK_TO}"
    providers = ports.serve(SignInProviders)  # type: ignore[type-abstract]
    return providers.end(provider_key, id_token, secrets.token_hex(32), back_to)
