"""Keys of the stand-ins: made in memory at start, ES256 as FranceConnect recommends, replaced on a script."""

from __future__ import annotations

import threading
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey


def _make() -> ECKey:
    key = ECKey.generate_key("P-256", parameters={"use": "sig", "alg": "ES256"})
    key.ensure_kid()
    return key


class Keys:
    """The signing key, those before it (still published), and one that nobody publishes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._published = [_make()]
        self._foreign = _make()

    def published(self) -> dict[str, Any]:
        with self._lock:
            return {"keys": [key.as_dict(private=False) for key in self._published]}

    def rotate(self) -> None:
        """From now on a new key signs. The last three stay published."""
        with self._lock:
            self._published = [_make(), *self._published[:2]]

    def sign(self, claims: dict[str, Any]) -> str:
        key = self._published[0]
        return jwt.encode({"alg": "ES256", "kid": str(key.kid), "typ": "JWT"}, claims, key)

    def sign_falsely(self, claims: dict[str, Any]) -> str:
        """Names the published key, and is signed with another."""
        return jwt.encode({"alg": "ES256", "kid": str(self._published[0].kid), "typ": "JWT"}, claims, self._foreign)
