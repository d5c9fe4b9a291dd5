"""Pure rules of an authorization request: what it must say, and what is wrong with it.

Two kinds of fault. `Untrusted`: nothing shows that the address to answer to belongs to the client, so that a page says
so and nobody is sent anywhere. `Denied`: the client is told, by a code of RFC 6749 or OpenID Connect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from mob.identity.oidc import claims_parameter, redirects
from mob.identity.oidc.claims_parameter import AskedClaims
from mob.identity.oidc.reasons import Reason
from mob.identity.oidc_types import OFFERED, AuthorizationRequest, ClientView, Prompt, Scope

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_UNSUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}
_LONGEST, _MOST_LEVELS = 500, 10
KNOWN = frozenset(
    "client_id redirect_uri response_type response_mode scope state nonce code_challenge code_challenge_method prompt "
    "max_age id_token_hint acr_values claims request request_uri registration".split()
)


class Untrusted(Exception):
    """The request names no client, or an address that is not the client's. `code` finds the words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Denied(Exception):
    """A fault the client is told. `error` is a code of the specifications, `why` a sentence for its developers.

    `reason`: as its partner's console counts it.
    """

    def __init__(self, error: str, why: str = "", reason: Reason = Reason.PARAMETER_WRONG) -> None:
        super().__init__(error)
        self.error, self.why, self.reason = error, why, reason


def single(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters said once. Raises Untrusted for one said twice: nobody knows which was meant."""
    said: dict[str, str] = {}
    for name, value in pairs:
        if name in said and name in KNOWN:
            raise Untrusted("oidc_parameter_twice")
        said[name] = value
    return said


def answer_address(asked: Mapping[str, str], client: ClientView | None) -> str:
    """Where the answer goes. Raises Untrusted unless it is one of the client's addresses, to the letter."""
    if client is None or client.is_service_account:
        raise Untrusted("oidc_client_unknown")
    uri = asked.get("redirect_uri", "")
    is_public_native = client.is_public and client.is_native
    if not redirects.is_registered(uri, client.redirect_uris, is_public_native=is_public_native):
        raise Untrusted("oidc_redirect_unknown")
    return uri


def parse(asked: Mapping[str, str], client: ClientView) -> AuthorizationRequest:
    """The request, whole and allowed. Raises Denied. `answer_address` was asked before."""
    for name, error in _UNSUPPORTED.items():
        if asked.get(name):
            raise Denied(error, reason=Reason.UNSUPPORTED)
    if asked.get("response_type") != "code":
        error = "unsupported_response_type" if asked.get("response_type") else "invalid_request"
        raise Denied(error, "code is needed", Reason.RESPONSE_TYPE)
    if asked.get("response_mode", "query") != "query":
        raise Denied("invalid_request", "response_mode must be query")
    if any(len(asked.get(name, "")) > _LONGEST for name in ("state", "nonce")) or "\0" in "".join(asked.values()):
        raise Denied("invalid_request", "state or nonce is too long")
    claims = _claims(asked.get("claims", ""))
    return AuthorizationRequest(
        client=client,
        redirect_uri=asked["redirect_uri"],
        scopes=_scopes(asked.get("scope", ""), client, more=claims.scopes),
        state=asked.get("state", ""),
        nonce=asked.get("nonce", "")[:255],
        code_challenge=_challenge(asked),
        prompts=_prompts(asked.get("prompt", "")),
        max_age=_max_age(asked.get("max_age", "")),
        id_token_hint=asked.get("id_token_hint", ""),
        acr=claims.acr or tuple(asked.get("acr_values", "").split()[:_MOST_LEVELS]),
        is_acr_essential=claims.is_acr_essential,
        id_token_claims=claims.id_token,
        subject=claims.subject,
    )


def _claims(text: str) -> AskedClaims:
    try:
        return claims_parameter.read(text)
    except (ValueError, RecursionError) as error:
        raise Denied("invalid_request", "claims is an object of OpenID Connect Core 5.5") from error


def _scopes(text: str, client: ClientView, *, more: frozenset[str]) -> tuple[str, ...]:
    """In the order of the house, each once. Raises Denied for one that the client may not ask for.

    `more`: what its claims ask for one by one; those closed to it are left out.
    """
    wanted = set(text.split())
    if Scope.OPENID not in wanted:
        raise Denied("invalid_scope", "the scope openid is needed", Reason.SCOPE_OPENID)
    if foreign := sorted(wanted - client.scopes):
        raise Denied("invalid_scope", f"not open to this client: {' '.join(foreign)[:100]}", Reason.SCOPE_CLOSED)
    return tuple(scope for scope in OFFERED if scope in wanted | (more & client.scopes))


def _challenge(asked: Mapping[str, str]) -> str:
    challenge = asked.get("code_challenge", "")
    if not challenge:
        raise Denied("invalid_request", "code_challenge is needed (RFC 7636)", Reason.CHALLENGE_MISSING)
    if asked.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise Denied("invalid_request", "code_challenge_method must be S256", Reason.CHALLENGE_MISSING)
    return challenge


def _prompts(text: str) -> frozenset[Prompt]:
    wanted = frozenset(Prompt(word) for word in text.split() if word in frozenset(Prompt))
    if Prompt.NONE in wanted and len(text.split()) > 1:
        raise Denied("invalid_request", "prompt=none goes with no other")
    return wanted


def _max_age(text: str) -> timedelta | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Denied("invalid_request", "max_age is a number of seconds")
    return timedelta(seconds=int(text))
