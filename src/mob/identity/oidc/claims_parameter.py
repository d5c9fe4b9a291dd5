"""The `claims` parameter (OpenID Connect Core §5.5): claims asked for one by one, beside those of the scopes. Pure.

A person decides by scope here. A claim asked for by its name asks for the scope that gives it, where that scope is open
to the client; any other is left out, as the specification allows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mob.identity.oidc_types import Scope

_LONGEST, _MOST = 4_000, 50
_BY_SCOPE: Mapping[Scope, str] = {
    Scope.PROFILE: "name given_name family_name birth_family_name birthdate locale identity_certified identity_source "
    "identity_level identity_certified_at",
    Scope.EMAIL: "email email_verified",
    Scope.PHONE: "phone_number phone_number_verified",
    Scope.ADDRESS: "address",
}
SCOPE_OF = {name: scope for scope, names in _BY_SCOPE.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class AskedClaims:
    """`names`: known claims, of userinfo or of the ID token; `id_token`: those of the latter.

    `acr`: levels wanted, the best first, and whether the request fails without. `subject`: who must be there, if said.
    """

    names: frozenset[str] = frozenset()
    id_token: frozenset[str] = frozenset()
    acr: tuple[str, ...] = ()
    is_acr_essential: bool = False
    subject: str = ""

    @property
    def scopes(self) -> frozenset[str]:
        """What gives them."""
        return scopes_of(self.names)


def scopes_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(SCOPE_OF[name].value for name in names if name in SCOPE_OF)


def read(text: str) -> AskedClaims:
    """What the parameter asks. Raises ValueError for what is no such object; members it does not know are ignored."""
    if not text:
        return AskedClaims()
    found = _object(json.loads(text) if len(text) <= _LONGEST else None)
    told, token = _object(found.get("userinfo")), _object(found.get("id_token"))
    acr = _object(token.get("acr"))
    wanted = tuple(_texts(acr))
    subject = [*_texts(_object(token.get("sub"))), *_texts(_object(told.get("sub")))]
    return AskedClaims(
        names=frozenset(name for name in (*told, *token) if name in SCOPE_OF),
        id_token=frozenset(name for name in token if name in SCOPE_OF),
        acr=wanted,
        is_acr_essential=bool(wanted) and acr.get("essential") is True,
        subject=subject[0] if subject else "",
    )


def _object(value: Any) -> dict[str, Any]:
    """A JSON object; null is an empty one. Raises ValueError."""
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > _MOST:
        raise ValueError("an object is expected")
    return value


def _texts(asked: Mapping[str, Any]) -> list[str]:
    """The values a claim must have. Raises ValueError for others than texts."""
    values = asked.get("values", [asked["value"]] if "value" in asked else [])
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values) or len(values) > _MOST:
        raise ValueError("values are texts")
    return values
