"""An identity provider without a network: it speaks the protocol, and lies where a test asks it to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from mob.identity.federation_types import Audience, ProviderConfig, ProviderKind
from mob.identity.ports import SignInProviders
from mob.integrations.openid.relying import OpenIdProviders
from mob.integrations.openid.transport import Answer
from mob.kernel import clock, ports
from mob.kernel.ports import PortUnavailable

ISSUER = "https://fc.exemple/api/v2"
SECRET = "a-secret-of-the-tests-of-a-good-length-0123456789abcdef"
CONFIG = ProviderConfig(
    key="franceconnect",
    kind=ProviderKind.FRANCECONNECT,
    label="FranceConnect",
    issuer=ISSUER,
    client_id="mob",
    client_secret=SECRET,
    audience=Audience.PEOPLE,
    scopes=("openid", "identite_pivot", "email"),
    acr_values=("eidas1",),
    userinfo_is_jwt=True,
)
ANGELA = {
    "sub": "pairwise-angela",
    "family_name": "DUBOIS",
    "given_name": "Angela Claire Louise",
    "given_name_array": ["Angela", "Claire", "Louise"],
    "gender": "female",
    "birthdate": "1962-08-24",
    "birthplace": "75107",
    "birthcountry": "99100",
    "preferred_username": "MARTIN",
    "email": "angela@exemple.fr",
}
Claims = dict[str, Any]
_NONE = b'{"alg":"none"}'
_HS256 = b'{"alg":"HS256"}'


@cache
def key(name: str) -> RSAKey:
    """A key of the tests, made once: making one takes a tenth of a second."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@cache
def curve_key(name: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig", "alg": "ES256"})


@dataclass
class Provider:
    """Serves `Transport`. What it says can be changed before the browser comes back."""

    config: ProviderConfig = CONFIG
    person: Claims = field(default_factory=lambda: dict(ANGELA))
    published: list[Any] = field(default_factory=lambda: [key("one")])
    signs_with: Any = None
    claims: Callable[[Claims], Claims] = lambda said: said
    userinfo: Callable[[Claims], Claims] = lambda said: said
    header: Callable[[Claims], Claims] = lambda said: said
    id_token: Callable[[str], str] = lambda token: token
    userinfo_answer: Callable[[Answer], Answer] = lambda answer: answer
    metadata: Claims = field(default_factory=dict)
    token_status: int = 200
    is_down: bool = False
    calls: list[tuple[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    asked: dict[str, str] = field(default_factory=dict)
    after_code: Callable[[], None] = lambda: None

    def authorize(self, uri: str) -> dict[str, str]:
        """What a browser brings back that followed this address, and whose person agreed."""
        self.asked = dict(parse_qsl(urlsplit(uri).query))
        self.after_code()
        return {"code": "a-code", "state": self.asked["state"]}

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
        self.calls.append((method, url))
        if self.is_down:
            raise PortUnavailable("no answer")
        path = url.removeprefix(self.config.issuer)
        return {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._jwks,
            "/token": lambda: self._token(headers, body or b""),
            "/userinfo": self._userinfo,
        }[path]()

    def _discovery(self) -> Answer:
        issuer = self.config.issuer
        said = {"issuer": issuer, "jwks_uri": f"{issuer}/jwks", "end_session_endpoint": f"{issuer}/session/end"}
        said |= {f"{name}_endpoint": f"{issuer}/{name.partition('_')[0]}" for name in ("token", "userinfo")}
        said |= {"authorization_endpoint": f"{issuer}/authorize", **self.metadata}
        return _json(said)

    def _jwks(self) -> Answer:
        return _json({"keys": [each.as_dict(private=False) for each in self.published]})

    def _token(self, headers: Mapping[str, str], body: bytes) -> Answer:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.forms.append(form)
        if self.token_status != 200:
            return Answer(self.token_status, {}, b"{}")
        if "code_challenge" in self.asked:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            assert self.asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        token = self.id_token(self.signed(self.claims(self._id_claims())))
        return _json({"access_token": "an-access-token", "token_type": "Bearer", "id_token": token})

    def _id_claims(self) -> Claims:
        now = int(clock.now().timestamp())
        said = {"iss": self.config.issuer, "aud": self.config.client_id, "sub": self.person["sub"]}
        said |= {"iat": now, "exp": now + 60, "nonce": self.asked["nonce"], "acr": "eidas1", "auth_time": now}
        return said

    def _userinfo(self) -> Answer:
        now = int(clock.now().timestamp())
        said = {"iss": self.config.issuer, "aud": self.config.client_id, "iat": now, "exp": now + 60, **self.person}
        told = self.userinfo(said)
        if self.config.userinfo_is_jwt:
            answer = Answer(200, {"content-type": "application/jwt; charset=utf-8"}, self.signed(told).encode())
        else:
            answer = _json(told)
        return self.userinfo_answer(answer)

    def signed(self, claims: Claims) -> str:
        used = self.signs_with or self.published[0]
        alg = {"RSA": "RS256", "EC": "ES256", "oct": "HS256"}[used.key_type]
        header = self.header({"alg": alg, "kid": used.kid} if used.kid else {"alg": alg})
        return jwt.encode(header, claims, used, algorithms=[alg])


def relying(*providers: Provider) -> OpenIdProviders:
    """The relying party of the product, that speaks to these alone."""
    return OpenIdProviders([each.config for each in providers], _Switch(providers))


class _Switch:
    def __init__(self, providers: tuple[Provider, ...]) -> None:
        self._providers = providers

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout: float) -> Answer:
        for each in self._providers:
            if url.startswith(each.config.issuer):
                return each.send(method, url, headers, body, timeout)
        raise AssertionError(f"nobody was to be asked at {url}")


@contextmanager
def plugged(*providers: Provider) -> Iterator[Provider]:
    """These providers served in place of those of the settings."""
    before = ports._factories[SignInProviders]
    ports.plug(SignInProviders, lambda: relying(*providers))  # type: ignore[type-abstract]
    yield providers[0]
    ports.plug(SignInProviders, before)  # type: ignore[type-abstract]


def other(key_: str, **changes: Any) -> ProviderConfig:
    return replace(CONFIG, key=key_, issuer=f"https://{key_}.exemple/api/v2", **changes)


def unsigned(token: str) -> str:
    """The same claims under `alg: none`."""
    return f"{_plain(_NONE)}.{token.split('.')[1]}."


def with_public_key(token: str) -> str:
    """The same claims, signed with the provider's public key as if it were a shared secret."""
    signed = f"{_plain(_HS256)}.{token.split('.')[1]}"
    return f"{signed}.{_plain(hmac.digest(key('one').as_pem(private=False), signed.encode(), 'sha256'))}"


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _json(said: Any) -> Answer:
    return Answer(200, {"content-type": "application/json"}, json.dumps(said).encode())


def later(now: datetime, **by: float) -> datetime:
    return now + timedelta(**by)
