"""The authorization request: checked as the real service checks it, then a screen to choose who signs in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mob.integrations.standins.character import Character
from mob.integrations.standins.clients import Service

_SHORTEST = 32
# Characters of a SHA-256 in base64url without padding.
_CHALLENGE = 43
_PROMPTS = {"login", "consent"}
_NEEDED = ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce")


class Turned(Exception):
    """The request is refused on the provider's own page: nothing may be sent to an address that was not checked."""


class SentBack(Exception):
    """The request is refused to the service itself (OpenID Connect Core, section 3.1.2.6)."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(code)
        self.code, self.why = code, why


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that passed."""

    redirect_uri: str
    state: str
    nonce: str
    scopes: frozenset[str]
    acr: str
    claims: frozenset[str]
    challenge: str = ""


def read(character: Character, service: Service, pairs: list[tuple[str, str]]) -> Wanted:
    """Raises Turned or SentBack."""
    asked = _single(pairs)
    if extra := sorted(set(asked) - character.parameters):
        raise Turned(f"Y000400 : le paramètre « {extra[0]} » n’est pas prévu.")
    if missing := [name for name in _NEEDED if not asked.get(name)]:
        raise Turned(f"Y000400 : il manque le paramètre « {missing[0]} ».")
    if asked["client_id"] != service.client_id or asked["redirect_uri"] not in service.redirect_uris:
        raise Turned("Y000400 : ce service ou son adresse de retour n’est pas enregistré, à la lettre près.")
    for name in ("state", "nonce"):
        if len(asked[name]) < _SHORTEST:
            raise Turned(f"Y000400 : « {name} » doit compter au moins {_SHORTEST} caractères.")
    if not set(asked.get("prompt", "login").split()) <= _PROMPTS:
        raise Turned("Y000400 : « prompt » vaut login ou consent.")
    return _wanted(character, asked)


def back_address(service: Service, pairs: list[tuple[str, str]]) -> tuple[str, str]:
    """Where a refusal goes, and the state that goes with it. Called after `Turned` was ruled out."""
    asked = dict(pairs)
    return asked["redirect_uri"], asked["state"]


def _single(pairs: list[tuple[str, str]]) -> dict[str, str]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise Turned("Y000400 : un paramètre est répété.")
    return dict(pairs)


def _wanted(character: Character, asked: Mapping[str, str]) -> Wanted:
    if asked["response_type"] != "code":
        raise SentBack("unsupported_response_type", "only code is supported")
    scopes = frozenset(asked["scope"].split())
    if "openid" not in scopes or not scopes <= set(character.scopes):
        raise SentBack("invalid_scope", "openid is needed, and every scope must be known")
    return Wanted(
        redirect_uri=asked["redirect_uri"],
        state=asked["state"],
        nonce=asked["nonce"],
        scopes=scopes,
        acr=_level(character, asked.get("acr_values", "")),
        claims=_claims(asked.get("claims", "")),
        challenge=_challenge(character, asked),
    )


def _challenge(character: Character, asked: Mapping[str, str]) -> str:
    if not character.needs_pkce:
        return ""
    if len(asked.get("code_challenge", "")) != _CHALLENGE or asked.get("code_challenge_method") != "S256":
        raise SentBack("invalid_request", "a code_challenge of method S256 is needed")
    return asked["code_challenge"]


def _level(character: Character, asked: str) -> str:
    levels = asked.split()
    if not levels and not character.is_level_required:
        return character.levels[0]
    known = [level for level in levels if level in character.levels]
    if not known:
        raise SentBack("invalid_request", f"acr_values must be one of {' '.join(character.levels)}")
    return known[0]


def _claims(text: str) -> frozenset[str]:
    """Names of the ID token's claims that were asked one by one (OpenID Connect Core, section 5.5)."""
    if not text:
        return frozenset()
    try:
        asked: dict[str, Any] = json.loads(text)
        return frozenset(asked.get("id_token", {}))
    except (ValueError, AttributeError, TypeError) as error:
        raise SentBack("invalid_request", "claims is not a JSON object") from error
