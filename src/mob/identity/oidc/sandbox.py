"""Accounts of people who do not exist, for a partner's sandbox. No mail leaves for them, and they meet nobody real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mob.identity.models import IdentityClaim, Profile, User
from mob.identity.oidc import links
from mob.identity.personal_data import AccountData
from mob.identity.rules import TEST_DOMAIN
from mob.identity.types import ClaimName, ClaimSource, Occupation
from mob.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SandboxAccount:
    """What a made-up person says of herself. `is_certified`: as if FranceConnect vouched for her identity."""

    claims: Mapping[ClaimName, str]
    is_certified: bool = False
    commune: str = ""
    postcode: str = ""
    occupation: Occupation | None = None
    phone: str = ""


def make_sandbox_account(owner: UUID, told: SandboxAccount, *, local_part: str, now: datetime) -> UUID:
    """In the caller's transaction. `owner`: the partner it belongs to. Its address is one that nobody can have."""
    user = User.objects.create_user(f"{local_part}@{TEST_DOMAIN}", test_of=owner)
    source = ClaimSource.FRANCECONNECT if told.is_certified else ClaimSource.DECLARED
    at = now if told.is_certified else None
    rows = [
        IdentityClaim(user=user, name=name.value, value=value, source=source.value, certified_at=at)
        for name, value in told.claims.items()
    ]
    IdentityClaim.objects.bulk_create(rows)
    Profile.objects.create(
        user=user,
        commune=told.commune,
        postcode=told.postcode,
        occupation=told.occupation.value if told.occupation else "",
        phone=told.phone,
        updated_at=now,
    )
    return user.id


def end_sandbox_account(user_id: UUID, *, now: datetime) -> None:
    """Its links end, what it said goes, and it signs in no more. In the caller's transaction."""
    actor = Actor.citizen(user_id)
    links.end_everything(actor, user_id, now=now)
    AccountData().erase(actor, user_id=user_id, choices={}, now=now)


def address_of(user_id: UUID) -> str:
    """The address a test person signs in with."""
    return User.objects.values_list("email", flat=True).get(id=user_id)


def owner_of(user_id: UUID) -> UUID | None:
    """The partner a test account belongs to; None for the account of somebody."""
    found: UUID | None = User.objects.values_list("test_of", flat=True).filter(id=user_id).first()
    return found
