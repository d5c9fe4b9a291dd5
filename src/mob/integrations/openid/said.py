"""What a provider says of a person, read into our words. What has not the expected shape is left out, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from mob.identity.federation_types import ExternalSignIn, Organisation, PivotIdentity, ProviderConfig

Claims = Mapping[str, Any]
_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_SIRET = re.compile(r"[0-9]{14}")
_LONGEST = 200


def sign_in(
    config: ProviderConfig, identity: Claims, userinfo: Claims, *, id_token: str, access_token: str
) -> ExternalSignIn:
    """The sign-in, from the claims of the ID token and of userinfo, both verified before."""
    return ExternalSignIn(
        provider_key=config.key,
        kind=config.kind,
        issuer=config.issuer,
        subject=str(identity["sub"]),
        acr=_text(identity, "acr"),
        amr=tuple(each for each in _list(identity.get("amr") or userinfo.get("amr")) if isinstance(each, str)),
        auth_time=_moment(identity.get("auth_time")),
        email=_text(userinfo, "email"),
        pivot=pivot(userinfo) if config.kind.certifies_identity else None,
        organisation=organisation(userinfo),
        id_token=id_token,
        access_token=access_token,
        given_name=_text(userinfo, "given_name"),
        family_name=_text(userinfo, "usual_name") or _text(userinfo, "family_name"),
        email_verified=userinfo.get("email_verified") is True,
        idp_id=(idp := _text(userinfo, "idp_id")),
        is_assisted=idp in config.assisted,
    )


def pivot(userinfo: Claims) -> PivotIdentity | None:
    """The identity of the civil register. None without a birth name and a first name: nothing is then certified."""
    listed = tuple(each.strip() for each in _list(userinfo.get("given_name_array")) if isinstance(each, str))
    first_names = tuple(each for each in listed if each) or tuple(_text(userinfo, "given_name").split())
    birth_name = _text(userinfo, "family_name")
    if not birth_name or not first_names:
        return None
    gender = _text(userinfo, "gender")
    return PivotIdentity(
        birth_name=birth_name,
        usual_name=_text(userinfo, "preferred_username"),
        first_names=first_names,
        gender=gender if gender in ("female", "male") else "",
        birth_date=_day(_text(userinfo, "birthdate")),
        birth_place=_code(userinfo, "birthplace"),
        birth_country=_code(userinfo, "birthcountry"),
    )


def organisation(userinfo: Claims) -> Organisation | None:
    siret = _text(userinfo, "siret")
    if not _SIRET.fullmatch(siret):
        return None
    return Organisation(siret, _text(userinfo, "organization_name"), _text(userinfo, "organizational_unit"))


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) and len(value) <= _LONGEST else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _code(claims: Claims, name: str) -> str:
    text = _text(claims, name)
    return text if _INSEE.fullmatch(text) else ""


def _day(text: str) -> date | None:
    """None for a date that the register knows in part (`1962-00-00`)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, OSError, ValueError):
        return None
