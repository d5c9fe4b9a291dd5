"""The one service the stand-ins know, moB itself, and how it proves that it is.

What stands here is no secret: whoever reads the code knows it, and nothing but invented people is behind it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

CLIENT_ID = "mob-demo"
CLIENT_SECRET = "secret-of-the-stand-in-which-protects-nothing-at-all-0123456789"  # noqa: S105
API_TOKEN = "invented-for-the-demonstration"  # noqa: S105
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class Service:
    """A registered service. `public_keys`, a JWKS: it signs its requests (private_key_jwt) instead of the secret."""

    client_id: str
    client_secret: str
    redirect_uris: frozenset[str]
    logout_uris: frozenset[str]
    public_keys: Mapping[str, Any] | None = None
    used: set[str] = field(default_factory=set)

    def is_proved(self, form: Mapping[str, str], audiences: frozenset[str], now: datetime) -> bool:
        """Whether the token request comes from it: its secret in the form, or an assertion it signed (RFC 7523)."""
        if self.public_keys is None:
            return secrets.compare_digest(form.get("client_secret", "").encode(), self.client_secret.encode())
        return form.get("client_assertion_type") == _ASSERTION and self._signed(form, audiences, now)

    def _signed(self, form: Mapping[str, str], audiences: frozenset[str], now: datetime) -> bool:
        try:
            keys = KeySet.import_key_set(self.public_keys)  # type: ignore[arg-type]
            claims = jwt.decode(form.get("client_assertion", ""), keys, algorithms=["ES256", "RS256"]).claims
            said = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
            is_mine = claims["iss"] == claims["sub"] == self.client_id and bool(audiences & set(said))
            number, is_live = str(claims["jti"]), float(claims["exp"]) > now.timestamp()
        except (JoseError, KeyError, TypeError, ValueError):
            return False
        if not is_mine or not is_live or number in self.used:
            return False
        self.used.add(number)
        return True


def of_mob(public_url: str) -> Service:
    """moB at that address, with the addresses people come back to."""
    here = public_url.rstrip("/")
    providers = ("franceconnect", "franceconnect-plus", "proconnect", "aidants-connect", "ma-ville")
    back = {f"{here}/connexion/{name}/retour" for name in providers}
    return Service(CLIENT_ID, CLIENT_SECRET, frozenset(back), frozenset({f"{here}/connexion/au-revoir"}))
