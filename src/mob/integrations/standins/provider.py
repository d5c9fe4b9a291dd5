"""An OpenID provider with a character: discovery, authorize, token, userinfo, keys, end of session."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mob.integrations.standins import authorizing, screens
from mob.integrations.standins.authorizing import SentBack, Turned, Wanted
from mob.integrations.standins.cast import Cast, Script
from mob.integrations.standins.character import Character
from mob.integrations.standins.clients import Service
from mob.integrations.standins.grants import CODE_LIVES, TOKEN_LIVES, Ask, Drawer
from mob.integrations.standins.keys import Keys
from mob.integrations.standins.wire import (
    StandinRequest,
    StandinResponse,
    as_json,
    as_jwt,
    as_page,
    lead,
    refusal,
)

# Longer than anybody waits: the service gives up first.
_TOO_LONG = 60.0


class Provider:
    """`issuer` is its address. `now` gives the time, so that tests let codes and tokens end without waiting."""

    def __init__(self, base: str, character: Character, service: Service, now: Callable[[], datetime]) -> None:
        self.character, self.service, self.keys = character, service, Keys()
        self.issuer = f"{base.rstrip('/')}{character.path}"
        self._now = now
        self._codes: Drawer[Ask] = Drawer()
        self._tokens: Drawer[Ask] = Drawer()

    def answer(self, request: StandinRequest) -> StandinResponse | None:
        """None: that address is not one of this provider's."""
        routes: dict[str, tuple[tuple[str, ...], Callable[[StandinRequest], StandinResponse]]] = {
            "/.well-known/openid-configuration": (("GET",), self._discovery),
            "/authorize": (("GET", "POST"), self._authorize),
            "/token": (("POST",), self._token),
            "/userinfo": (("GET", "POST"), self._userinfo),
            "/jwks": (("GET",), lambda _request: as_json(self.keys.published())),
            "/session/end": (("GET",), self._end),
        }
        found = routes.get(request.where.removeprefix(self.character.path))
        if found is None:
            return None
        methods, handle = found
        return handle(request) if request.method in methods else refusal("invalid_request", "wrong method", 405)

    def holder(self, token: str) -> tuple[Cast, frozenset[str]] | None:
        """Whose token it is and for which scopes; None when it is over. What data providers ask."""
        ask = self._tokens.look(token, now=self._now())
        return (ask.who, ask.scopes) if ask else None

    def subject(self, who: Cast) -> str:
        """The same for this person and this service at every start, another for another service (pairwise)."""
        said = f"{self.character.name}:{self.service.client_id}:{who.identity}"
        return f"{hashlib.sha256(said.encode()).hexdigest()}v1"

    def _discovery(self, _request: StandinRequest) -> StandinResponse:
        here, character = self.issuer, self.character
        return as_json(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/userinfo",
                "jwks_uri": f"{here}/jwks",
                "end_session_endpoint": f"{here}/session/end",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["pairwise"],
                "acr_values_supported": list(character.levels),
                "scopes_supported": sorted(character.scopes),
                "id_token_signing_alg_values_supported": ["ES256"],
                "userinfo_signing_alg_values_supported": ["ES256"] if character.signs_userinfo else [],
                "token_endpoint_auth_methods_supported": list(character.secret_methods),
                "token_endpoint_auth_signing_alg_values_supported": ["ES256", "RS256"],
                "code_challenge_methods_supported": ["S256"] if character.needs_pkce else [],
                "claims_parameter_supported": True,
                "request_parameter_supported": False,
                "authorization_response_iss_parameter_supported": True,
            }
        )

    def _authorize(self, request: StandinRequest) -> StandinResponse:
        try:
            wanted = authorizing.read(self.character, self.service, request.query)
        except Turned as refused:
            return as_page(screens.turned(self.character, str(refused)), 400)
        except SentBack as refused:
            address, state = authorizing.back_address(self.service, request.query)
            return self._lead_back(address, state, {"error": refused.code, "error_description": refused.why})
        if request.method == "GET":
            return as_page(screens.choice(self.character, wanted.scopes))
        return self._chosen(wanted, dict(request.form))

    def _chosen(self, wanted: Wanted, form: Mapping[str, str]) -> StandinResponse:
        cast = {each.key: each for each in self.character.cast}
        who = cast.get(form.get("person", "")) or self.character.improvise(form)
        if "leave" in form or (who is not None and who.script is Script.REFUSES):
            refused = {"error": "access_denied", "error_description": "User auth aborted"}
            return self._lead_back(wanted.redirect_uri, wanted.state, refused)
        if who is None:
            return as_page(screens.choice(self.character, wanted.scopes, is_missing=True), 400)
        now = self._now()
        ask = Ask(
            client_id=self.service.client_id,
            redirect_uri=wanted.redirect_uri,
            scopes=wanted.scopes,
            nonce=wanted.nonce,
            acr=wanted.acr,
            claims=wanted.claims,
            who=who,
            chosen_at=now,
            challenge=wanted.challenge,
        )
        return self._lead_back(
            wanted.redirect_uri, wanted.state, {"code": self._codes.put(ask, until=now + CODE_LIVES)}
        )

    def _lead_back(self, address: str, state: str, said: Mapping[str, str]) -> StandinResponse:
        return lead(address, {**said, "state": state, "iss": self.issuer})

    def _token(self, request: StandinRequest) -> StandinResponse:
        form, now = self._form(request), self._now()
        audiences = frozenset({self.issuer, f"{self.issuer}/token"})
        is_known = form.get("client_id", self.service.client_id) == self.service.client_id
        if not is_known or not self.service.is_proved(form, audiences, now):
            return refusal("invalid_client", "client authentication failed", 401)
        if form.get("grant_type") != "authorization_code":
            return refusal("unsupported_grant_type", "only authorization_code is supported")
        ask = self._codes.take(form.get("code", ""), now=now)
        if (
            ask is None
            or form.get("redirect_uri") != ask.redirect_uri
            or not ask.is_proved_by(form.get("code_verifier", ""))
        ):
            return refusal("invalid_grant", "grant request is invalid")
        if ask.who.script is Script.DOWN:
            return refusal("temporarily_unavailable", "the service is down, as its script says", 503)
        answer = as_json(self._tokens_of(ask, now))
        late = _TOO_LONG if ask.who.script is Script.SLOW else 0.0
        return StandinResponse(answer.status, answer.headers, answer.body, late)

    def _form(self, request: StandinRequest) -> dict[str, str]:
        """The token request, with what HTTP Basic says of the service where this provider takes it (RFC 6749, 2.3.1)."""
        form = dict(request.form)
        if "client_secret_basic" in self.character.secret_methods and (basic := request.basic):
            form["client_id"], form["client_secret"] = basic
        return form

    def _tokens_of(self, ask: Ask, now: datetime) -> dict[str, Any]:
        access = self._tokens.put(ask, until=now + TOKEN_LIVES)
        if ask.who.script is Script.NEW_KEY:
            self.keys.rotate()
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": int(TOKEN_LIVES.total_seconds()),
            "scope": " ".join(sorted(ask.scopes)),
            "id_token": self._sign(ask, self._id_token(ask, access, now), Script.WRONG_SIGNATURE),
        }

    def _id_token(self, ask: Ask, access: str, now: datetime) -> dict[str, Any]:
        script = ask.who.script
        claims = {
            **self._envelope(ask, now),
            "nonce": "another-nonce-than-the-one-that-was-asked" if script is Script.WRONG_NONCE else ask.nonce,
            "acr": "eidas0" if script is Script.LOWER_LEVEL else ask.acr,
            "auth_time": int(ask.chosen_at.timestamp()),
            "at_hash": _half_hash(access),
        }
        given = {"amr": list(ask.who.claims().get("amr", self.character.amr))}
        wanted = ask.claims if self.character.asked_claims else ask.claims | ask.scopes
        return claims | {name: value for name, value in given.items() if name in wanted}

    def _envelope(self, ask: Ask, now: datetime) -> dict[str, Any]:
        """What a token says of itself; the scripts of a wrong audience and of a late answer act here."""
        made = now - TOKEN_LIVES * 60 if ask.who.script is Script.EXPIRED else now
        audience = "another-service" if ask.who.script is Script.WRONG_AUDIENCE else ask.client_id
        return {
            "sub": self.subject(ask.who),
            "iss": self.issuer,
            "aud": audience,
            "iat": int(made.timestamp()),
            "exp": int((made + TOKEN_LIVES).timestamp()),
        }

    def _sign(self, ask: Ask, claims: dict[str, Any], wrong: Script) -> str:
        return self.keys.sign_falsely(claims) if ask.who.script is wrong else self.keys.sign(claims)

    def _userinfo(self, request: StandinRequest) -> StandinResponse:
        now = self._now()
        ask = self._tokens.look(request.bearer, now=now)
        if ask is None:
            return refusal("invalid_token", "token not found or expired", 401)
        opened = {claim for scope in ask.scopes for claim in self.character.scopes[scope]}
        claims = {name: value for name, value in ask.who.claims().items() if name in opened}
        if not self.character.signs_userinfo:
            return as_json({"sub": self.subject(ask.who), **claims})
        said = self._envelope(ask, now) | claims
        if ask.who.script is Script.OTHER_SUBJECT:
            said["sub"] = f"{hashlib.sha256(b'somebody else').hexdigest()}v1"
        return as_jwt(self._sign(ask, said, Script.WRONG_USERINFO))

    def _end(self, request: StandinRequest) -> StandinResponse:
        said = dict(request.query)
        back = said.get("post_logout_redirect_uri", "")
        if set(said) != {"id_token_hint", "state", "post_logout_redirect_uri"} or not said["state"]:
            return as_page(
                screens.turned(self.character, "Y000400 : id_token_hint, state, post_logout_redirect_uri."), 400
            )
        if back not in self.service.logout_uris or not self._is_ours(said["id_token_hint"]):
            return as_page(screens.turned(self.character, "Y000400 : ce jeton ou cette adresse n’est pas à nous."), 400)
        return lead(back, {"state": said["state"]})

    def _is_ours(self, token: str) -> bool:
        """A token of ours for this service, over or not: people sign out hours later."""
        try:
            keys = KeySet.import_key_set(self.keys.published())  # type: ignore[arg-type]
            found = jws.deserialize_compact(token.encode(), keys, algorithms=["ES256"])
        except (JoseError, ValueError):
            return False
        return self.service.client_id.encode() in (found.payload or b"")


def _half_hash(token: str) -> str:
    """`at_hash` (OpenID Connect Core, section 3.1.3.6)."""
    digest = hashlib.sha256(token.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()
