"""What a browser that left for a provider took with it: kept in its session, used once, for ten minutes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mob.identity.federation_types import ATTEMPT_LIFE, Attempt, Refusal
from mob.kernel.ports import PortRefused

_KEY, _MOST = "federation_attempts", 5


class Purpose(StrEnum):
    """Why the person was sent to a provider."""

    SIGN_IN = "sign_in"
    LINK = "link"  # she is signed in, and adds this identity to her account or proves it again


@dataclass(frozen=True, slots=True)
class Going:
    """An attempt, with what it is for and where the person goes afterwards (a path of ours).

    `is_anew`: the provider was told to ask again who she is, an open session over there notwithstanding.
    """

    attempt: Attempt
    purpose: Purpose
    next_path: str
    is_anew: bool


def callback_address(provider_key: str) -> str:
    """The address that is declared at the provider, to the letter."""
    return f"{settings.ENV.public_url.rstrip('/')}/connexion/{provider_key}/retour"


def begin(
    request: HttpRequest,
    provider_key: str,
    *,
    purpose: Purpose,
    next_path: str,
    scopes: tuple[str, ...] = (),
    acr: str = "",
    is_anew: bool = False,
    now: datetime,
) -> Attempt:
    """A new attempt of this browser. The oldest of more than five is forgotten.

    State and nonce: 64 letters and figures, 256 bits (FranceConnect and ProConnect ask for 32 characters at least).
    """
    made = Attempt(
        provider_key,
        callback_address(provider_key),
        state=secrets.token_hex(32),
        nonce=secrets.token_hex(32),
        verifier=secrets.token_hex(32),
        begun_at=now,
        acr=acr,
        scopes=scopes,
    )
    kept = {**request.session.get(_KEY, {}), made.state: _plain(made, purpose, next_path, is_anew)}
    request.session[_KEY] = dict(list(kept.items())[-_MOST:])
    return made


def take(request: HttpRequest, provider_key: str, state: str, *, now: datetime) -> Going:
    """The attempt of this browser that bears this state, taken out: it serves once, whatever becomes of it.

    Raises PortRefused: STATE_UNKNOWN, MIXED_UP for the answer of another provider than the one asked, ATTEMPT_EXPIRED.
    """
    kept = dict(request.session.get(_KEY, {}))
    said = kept.pop(state, None)
    if said is None:
        raise PortRefused(Refusal.STATE_UNKNOWN)
    request.session[_KEY] = kept
    going = _read(state, said)
    if going.attempt.provider_key != provider_key:
        raise PortRefused(Refusal.MIXED_UP)
    if now - going.attempt.begun_at >= ATTEMPT_LIFE:
        raise PortRefused(Refusal.ATTEMPT_EXPIRED)
    return going


def _plain(attempt: Attempt, purpose: Purpose, next_path: str, is_anew: bool) -> dict[str, Any]:
    return {
        "provider": attempt.provider_key,
        "nonce": attempt.nonce,
        "verifier": attempt.verifier,
        "begun": attempt.begun_at.timestamp(),
        "acr": attempt.acr,
        "scopes": list(attempt.scopes),
        "purpose": purpose.value,
        "next": next_path,
        "anew": is_anew,
    }


def _read(state: str, said: Mapping[str, Any]) -> Going:
    attempt = Attempt(
        said["provider"],
        callback_address(said["provider"]),
        state,
        said["nonce"],
        said["verifier"],
        datetime.fromtimestamp(said["begun"], UTC),
        said["acr"],
        tuple(said["scopes"]),
    )
    return Going(attempt, Purpose(said["purpose"]), said["next"], said["anew"])
