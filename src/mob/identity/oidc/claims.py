"""What the provider says of a person: the claims of each scope, and the ID token.

The civil identity itself goes only to a client with a recorded legal basis. The others learn whether it is certified,
by whom and since when, which is what they need.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from mob.geography import selectors as geography
from mob.identity.federation_rules import lowest
from mob.identity.oidc import signing
from mob.identity.oidc.levels import Acr
from mob.identity.oidc.subjects import subject
from mob.identity.oidc_types import ID_TOKEN_LIFE, ClientView, Scope
from mob.identity.selectors import profile_of
from mob.identity.types import Claim, ClaimName, ClaimSource, ProfileView
from mob.kernel.actor import Actor

_NONE: Mapping[str, Any] = {}
_NAMES = {
    "given_name": ClaimName.FIRST_NAME,
    "birth_family_name": ClaimName.BIRTH_NAME,
    "birthdate": ClaimName.BIRTH_DATE,
}
_CMS_NAMES = {
    "firstName": ClaimName.FIRST_NAME,
    "lastName": ClaimName.BIRTH_NAME,
    "usualName": ClaimName.USUAL_NAME,
    "birthDate": ClaimName.BIRTH_DATE,
}
# In the order of what vouches most: the certificate of an identity is that of the names and the birth date together.
_LEVELS = {
    ClaimSource.FRANCECONNECT: "eidas1"
}  # what its first level guarantees: an identity checked in the civil register
_CIVIL = (ClaimName.FIRST_NAME, ClaimName.BIRTH_NAME, ClaimName.BIRTH_DATE)
CLAIMS = (
    "sub name given_name family_name birth_family_name birthdate locale identity_certified identity_source identity_level "
    "identity_certified_at email email_verified phone_number phone_number_verified address cms auth_time acr amr"
).split()


def of_person(user_id: UUID, client: ClientView, scopes: frozenset[str]) -> dict[str, Any]:
    """Everything these scopes give to this client: what userinfo answers."""
    view = profile_of(Actor.system(), user_id)
    claims: dict[str, Any] = {"sub": subject(user_id, sector=client.sector)}
    for scope, give in _GIVERS.items():
        if scope in scopes:
            claims |= give(view, client)
    cms = {name: give(view, client) for scope, (name, give) in _CMS.items() if scope in scopes}
    return claims | ({"cms": cms} if cms else {})


def _profile(view: ProfileView, client: ClientView) -> dict[str, Any]:
    claims: dict[str, Any] = {"locale": view.language, **_certified(view)}
    if client.may_know_identity:
        said = {name: view.value(claim) for name, claim in _NAMES.items()}
        said |= {"family_name": view.family_name, "name": view.full_name or None}
        claims |= {name: value for name, value in said.items() if value}
    return claims


def _certified(view: ProfileView) -> dict[str, Any]:
    """Whether one and the same source vouches for the whole identity, and since when."""
    held = [view.claims.get(name) for name in _CIVIL]
    certified = [claim for claim in held if claim is not None and claim.is_certified]
    sources = {claim.source for claim in certified}
    if len(certified) < len(_CIVIL) or len(sources) != 1:
        return {"identity_certified": False}
    dates = [claim.certified_at for claim in certified if claim.certified_at]
    source = sources.pop()
    return {
        "identity_certified": True,
        "identity_source": source.value,
        "identity_level": lowest([claim.level for claim in certified]) or _LEVELS.get(source, "checked"),
        "identity_certified_at": int(min(dates).timestamp()),
    }


def _email(view: ProfileView, client: ClientView) -> dict[str, Any]:
    return (
        {"email": view.email, "email_verified": True} if view.email else {}
    )  # an account is made by proving its mailbox


def _phone(view: ProfileView, client: ClientView) -> dict[str, Any]:
    return {"phone_number": view.phone, "phone_number_verified": False} if view.phone else {}


def _address(view: ProfileView, client: ClientView) -> dict[str, Any]:
    place = geography.commune(view.commune) if view.commune else None
    if place is None:
        return {}
    said = {"locality": place.name, "postal_code": view.postcode or "", "country": "FR"}
    return {"address": {name: value for name, value in said.items() if value}}


_GIVERS = {Scope.PROFILE: _profile, Scope.EMAIL: _email, Scope.PHONE: _phone, Scope.ADDRESS: _address}


def _cms_identity(view: ProfileView, client: ClientView) -> dict[str, Any]:
    if not client.may_know_identity:
        return _certified(view)
    held = {name: view.claims.get(claim) for name, claim in _CMS_NAMES.items()}
    return {name: _sourced(claim.value, claim) for name, claim in held.items() if claim is not None}


def _cms_contact(view: ProfileView, client: ClientView) -> dict[str, Any]:
    place = _address(view, client).get("address")
    said = {"email": view.email, "primaryPhone": view.phone, "primaryPostalAddress": place}
    return {name: _sourced(value, None) for name, value in said.items() if value}


def _sourced(value: Any, claim: Claim | None) -> dict[str, Any]:
    """moB's shape of a value: with who vouches for it and since when."""
    source = claim.source if claim else ClaimSource.DECLARED
    at = claim.certified_at.isoformat() if claim and claim.certified_at else None
    return {"value": value, "source": source.value, "certificationDate": at}


_CMS = {
    Scope.CMS_IDENTITY: ("identity", _cms_identity),
    Scope.CMS_CONTACT: ("personalInformation", _cms_contact),
}


def id_token(
    user_id: UUID,
    client: ClientView,
    *,
    auth_time: datetime,
    is_strong: bool,
    nonce: str,
    access_token: str,
    now: datetime,
    acr: str = "",
    more: Mapping[str, Any] = _NONE,
) -> str:
    """Who signed in, when and how. Data is read from userinfo, unless it was asked for here by its name (`more`).

    `acr`: the level as it was asked for and reached; empty after a refresh, where the surest of ours is said.
    """
    claims = dict(more) | {
        "iss": signing.issuer(),
        "sub": subject(user_id, sector=client.sector),
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + ID_TOKEN_LIFE).timestamp()),
        "auth_time": int(auth_time.timestamp()),
        "acr": acr or (Acr.TWO if is_strong else Acr.ONE).value,
        "amr": ["mfa"] if is_strong else [],
        "at_hash": _half_hash(access_token),
    }
    claims |= {"nonce": nonce} if nonce else {}
    return signing.sign({name: value for name, value in claims.items() if value != []}, alg=client.signing.value)


def _half_hash(token: str) -> str:
    """The left half of the token's SHA-256 (OpenID Connect Core §3.1.3.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()


def signed_userinfo(claims: Mapping[str, Any], client: ClientView) -> str:
    return signing.sign({**claims, "iss": signing.issuer(), "aud": client.client_id}, alg=client.signing.value)
