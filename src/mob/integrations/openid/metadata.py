"""What a provider publishes of itself: its addresses and its keys, kept for a while in the process.

A key that nobody knows makes the keys be fetched once more: a provider may renew them in the middle of a sign-in.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from mob.identity.federation_types import ProviderConfig, Refusal
from mob.integrations.openid.transport import Transport
from mob.kernel.ports import PortRefused, PortUnavailable

KEPT_SECONDS = 3600.0
TIMEOUT = 5.0
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_WORDS = ("issuer", *_NEEDED, "userinfo_endpoint", "end_session_endpoint")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A discovery document (OpenID Connect Discovery 1.0), what is used of it."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    end_session_endpoint: str
    says_who_answers: bool


class Published:
    """The documents of one provider. Several threads may ask: at worst one is fetched twice."""

    def __init__(self, config: ProviderConfig, transport: Transport) -> None:
        self._config, self._transport = config, transport
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, tuple[Mapping[str, Any], ...]] | None = None

    def metadata(self) -> Metadata:
        """Raises PortUnavailable, PortRefused for a document that is not this provider's."""
        if self._metadata is None or time.monotonic() - self._metadata[0] > KEPT_SECONDS:
            address = f"{self._config.issuer.rstrip('/')}/.well-known/openid-configuration"
            self._metadata = time.monotonic(), _metadata(self._config, self._fetch(address))
        return self._metadata[1]

    def keys(self, *, anew: bool = False) -> tuple[Mapping[str, Any], ...]:
        """The JSON Web Keys that may have signed. Raises PortUnavailable."""
        if anew or self._keys is None or time.monotonic() - self._keys[0] > KEPT_SECONDS:
            found = self._fetch(self.metadata().jwks_uri).get("keys")
            if not isinstance(found, list):
                raise PortRefused(Refusal.DISCOVERY)
            self._keys = time.monotonic(), tuple(each for each in found if isinstance(each, dict))
        return self._keys[1]

    def _fetch(self, address: str) -> Mapping[str, Any]:
        answer = self._transport.send("GET", address, {"Accept": "application/json"}, None, TIMEOUT)
        if answer.status != 200:
            raise PortUnavailable(f"{self._config.key} answered {answer.status} for its own description")
        try:
            said = json.loads(answer.body)
        except ValueError as error:
            raise PortUnavailable(f"{self._config.key} described itself in no JSON") from error
        if not isinstance(said, dict):
            raise PortRefused(Refusal.DISCOVERY)
        return said


def _metadata(config: ProviderConfig, said: Mapping[str, Any]) -> Metadata:
    """The document, when it is this provider's own: its name to the letter, its addresses as safe as its name's."""
    words = {name: said.get(name, "") for name in _WORDS}
    scheme = urlsplit(config.issuer).scheme
    if words["issuer"] != config.issuer or not all(isinstance(each, str) for each in words.values()):
        raise PortRefused(Refusal.DISCOVERY)
    if not all(words[name] for name in _NEEDED):
        raise PortRefused(Refusal.DISCOVERY)
    if any(urlsplit(each).scheme not in ("https", scheme) for name, each in words.items() if each and name != "issuer"):
        raise PortRefused(Refusal.DISCOVERY)
    return Metadata(**words, says_who_answers=said.get("authorization_response_iss_parameter_supported") is True)
