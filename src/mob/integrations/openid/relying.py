"""The relying party itself: sends a browser to a provider, and believes its answer only once everything holds."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from mob.identity.federation_types import Attempt, Audience, ExternalSignIn, ProviderConfig, Refusal
from mob.integrations.openid import said, verifying
from mob.integrations.openid.metadata import TIMEOUT, Published
from mob.integrations.openid.proving import proof
from mob.integrations.openid.transport import Transport
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)
_FORM = "application/x-www-form-urlencoded"
_AMR = {"id_token": {"amr": {"essential": True}}}
# What a provider answers when the person herself said no or went back.
_HERS = frozenset({"access_denied", "login_required", "consent_required", "interaction_required"})


class OpenIdProviders:
    """Serves `identity.ports.SignInProviders` for every provider of the settings."""

    def __init__(self, configs: Sequence[ProviderConfig], transport: Transport) -> None:
        self._configs = {each.key: each for each in configs}
        self._published = {each.key: Published(each, transport) for each in configs}
        self._transport = transport

    def offered(self, audience: Audience) -> Sequence[ProviderConfig]:
        return [each for each in self._configs.values() if each.audience is audience]

    def begin(self, attempt: Attempt, *, prompt: str = "") -> str:
        config = self._configs[attempt.provider_key]
        endpoint = self._published[config.key].metadata().authorization_endpoint
        asked = {
            "response_type": "code",
            "client_id": config.client_id,
            "redirect_uri": attempt.redirect_uri,
            "scope": " ".join(dict.fromkeys((*config.scopes, *attempt.scopes))),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "acr_values": " ".join(_levels(config, attempt)),
            "prompt": prompt,
            "claims": json.dumps(_AMR, separators=(",", ":")) if config.asks_amr else "",
        }
        if config.uses_pkce:
            asked |= {"code_challenge": _challenge(attempt.verifier), "code_challenge_method": "S256"}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"

    def finish(self, attempt: Attempt, answer: Mapping[str, str], *, now: datetime) -> ExternalSignIn:
        try:
            return self._finished(self._configs[attempt.provider_key], attempt, answer, now=now)
        except PortRefused as refusal:
            logger.warning("sign-in through %s refused: %s", attempt.provider_key, refusal.reason)
            raise
        except PortUnavailable as error:
            logger.warning("sign-in through %s unavailable: %s", attempt.provider_key, error)
            raise

    def end(self, provider_key: str, id_token: str, state: str, back_to: str) -> str | None:
        if provider_key not in self._configs:
            return None
        try:
            endpoint = self._published[provider_key].metadata().end_session_endpoint
        except (PortUnavailable, PortRefused):
            return None
        asked = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": back_to}
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}" if endpoint else None

    def _finished(
        self, config: ProviderConfig, attempt: Attempt, answer: Mapping[str, str], *, now: datetime
    ) -> ExternalSignIn:
        code = self._code(config, attempt, answer)
        tokens = self._exchange(config, attempt, code, now=now)
        id_token, access_token = tokens["id_token"], tokens["access_token"]
        claims = self._signed(config, id_token)
        levels = _levels(config, attempt)
        verifying.check_id_token(claims, config, nonce=attempt.nonce, acr=levels, now=now)
        userinfo = self._userinfo(config, access_token, str(claims["sub"]), now=now)
        found = said.sign_in(config, claims, userinfo, id_token=id_token, access_token=access_token)
        if config.assisted and not found.idp_id:
            # A professional would pass for the person herself.
            raise PortRefused(Refusal.IDP_UNTOLD)
        return found

    def _code(self, config: ProviderConfig, attempt: Attempt, answer: Mapping[str, str]) -> str:
        """The code of an answer to this very attempt, from this very provider (RFC 9207 where it says who answers)."""
        if not attempt.state or answer.get("state") != attempt.state:
            raise PortRefused(Refusal.STATE_UNKNOWN)
        issuer, names_itself = answer.get("iss"), self._published[config.key].metadata().says_who_answers
        if issuer != config.issuer and (names_itself or issuer is not None):
            raise PortRefused(Refusal.MIXED_UP)
        if answer.get("error"):
            raise PortRefused(Refusal.CANCELLED if answer["error"] in _HERS else Refusal.PROVIDER_ERROR)
        if not answer.get("code"):
            raise PortRefused(Refusal.PROVIDER_ERROR)
        return answer["code"]

    def _exchange(self, config: ProviderConfig, attempt: Attempt, code: str, *, now: datetime) -> Mapping[str, str]:
        endpoint = self._published[config.key].metadata().token_endpoint
        headers, fields = proof(config, endpoint, now=now)
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirect_uri, **fields}
        form |= {"code_verifier": attempt.verifier} if config.uses_pkce else {}
        asked = {"Content-Type": _FORM, "Accept": "application/json", **headers}
        answer = self._transport.send("POST", endpoint, asked, urlencode(form).encode(), TIMEOUT)
        if answer.status >= 500 or answer.status == 429:
            raise PortUnavailable(f"{config.key} answered {answer.status} for tokens")
        if answer.status != 200:
            raise PortRefused(Refusal.CODE_REFUSED)
        tokens = _json(answer.body, Refusal.TOKEN_MALFORMED)
        if not all(isinstance(tokens.get(name), str) and tokens[name] for name in ("id_token", "access_token")):
            raise PortRefused(Refusal.TOKEN_MALFORMED)
        return tokens

    def _userinfo(self, config: ProviderConfig, token: str, subject: str, *, now: datetime) -> Mapping[str, Any]:
        endpoint = self._published[config.key].metadata().userinfo_endpoint
        if not endpoint:
            return {}
        asked = {"Authorization": f"Bearer {token}", "Accept": "application/jwt, application/json"}
        answer = self._transport.send("GET", endpoint, asked, None, TIMEOUT)
        if answer.status != 200:
            raise PortUnavailable(f"{config.key} answered {answer.status} for userinfo")
        claims = self._userinfo_claims(config, answer.headers.get("content-type", ""), answer.body)
        verifying.check_userinfo(claims, config, subject=subject, now=now)
        return claims

    def _userinfo_claims(self, config: ProviderConfig, content_type: str, body: bytes) -> Mapping[str, Any]:
        if not config.userinfo_is_jwt:
            return _json(body, Refusal.USERINFO_MALFORMED)
        if not content_type.lower().startswith("application/jwt"):
            raise PortRefused(Refusal.USERINFO_UNSIGNED)
        try:
            return self._signed(config, body.decode("ascii", "replace").strip())
        except PortRefused as refusal:
            if refusal.reason == Refusal.SIGNATURE:
                raise PortRefused(Refusal.USERINFO_SIGNATURE) from refusal
            raise

    def _signed(self, config: ProviderConfig, token: str) -> Mapping[str, Any]:
        """Claims of a signed token. A key nobody knows has the keys fetched once more, then once only."""
        published = self._published[config.key]
        try:
            return verifying.signed_claims(token, config, published.keys())
        except verifying.UnknownKey:
            pass
        try:
            return verifying.signed_claims(token, config, published.keys(anew=True))
        except verifying.UnknownKey as error:
            raise PortRefused(Refusal.KEY_UNKNOWN) from error


def _levels(config: ProviderConfig, attempt: Attempt) -> tuple[str, ...]:
    return (attempt.acr,) if attempt.acr else config.acr_values


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _json(body: bytes, reason: Refusal) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise PortRefused(reason) from error
    if not isinstance(found, dict):
        raise PortRefused(reason)
    return found
