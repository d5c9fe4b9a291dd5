"""Two accounts of one person, and the yes that brings them together, without a browser."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mob.identity import services
from mob.identity.federation_types import Arrival, ProviderKind
from mob.identity.models import ExternalIdentity
from mob.identity.types import ClaimName, ClaimSource
from mob.kernel.actor import Actor

CERTIFIED = {ClaimName.BIRTH_NAME: "DUBOIS", ClaimName.FIRST_NAME: "Angela", ClaimName.BIRTH_DATE: "1962-08-24"}


def opened_from_above(user_id: UUID, *, now: datetime) -> None:
    """A provider of its own opens this account."""
    ExternalIdentity.objects.create(
        user_id=user_id,
        issuer=f"https://fi.exemple/{user_id}",
        subject=str(user_id),
        provider_key="autre",
        linked_at=now,
        last_at=now,
    )


def certify(user_id: UUID, *, now: datetime, **changes: str) -> None:
    """As FranceConnect does."""
    claims = CERTIFIED | {ClaimName(name): value for name, value in changes.items()}
    services.certify(Actor.system(), user_id=user_id, source=ClaimSource.FRANCECONNECT, claims=claims, now=now)


def bring(source: UUID, into: UUID, *, now: datetime) -> None:
    """The person, in the account that stays and fresh from the provider that opens the other, says yes."""
    arrival = Arrival(
        provider_key="autre",
        kind=ProviderKind.OTHER,
        issuer=f"https://fi.exemple/{source}",
        acr="",
        subject=str(source),
        email="",
        pivot=None,
        at=now,
    )
    services.merge_accounts(Actor.citizen(into), arrival=arrival, factor_id=None, now=now)
