"""Telling services that a link or a session ended (OpenID Connect Back-Channel Logout 1.0), by a delivery each."""

from __future__ import annotations

from uuid import UUID

from mob.identity.events import ServiceSignedOut, ServiceUnlinked
from mob.identity.models import Client
from mob.identity.oidc import signing
from mob.identity.oidc.failures import Reason, record_failure
from mob.identity.oidc.subjects import subject
from mob.identity.oidc_types import ID_TOKEN_LIFE
from mob.identity.ports import LogoutCaller
from mob.journal.types import FactView, Subscriber
from mob.kernel import clock, ports
from mob.kernel.ports import PortRefused, PortUnavailable

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def subscriber() -> Subscriber:
    """Subscribes to what ends. A service that says no is not asked again; one that is away is."""
    kinds = frozenset({ServiceUnlinked.kind, ServiceSignedOut.kind})
    return Subscriber("oidc.logout", kinds, _tell)


def _tell(fact: FactView) -> None:
    row = Client.objects.filter(id=UUID(fact.data["client"]), closed_at=None).first()
    if row is None or not row.backchannel_logout_uri:
        return
    token = logout_token(fact.owner_id, row, jti=str(fact.id))
    try:
        ports.serve(LogoutCaller).call(row.backchannel_logout_uri, token)  # type: ignore[type-abstract]
    except PortRefused:
        record_failure(row.id, "backchannel_logout", Reason.ADDRESS_REFUSED, clock.now())
    except PortUnavailable:
        record_failure(row.id, "backchannel_logout", Reason.SERVICE_AWAY, clock.now())
        raise


def logout_token(user_id: UUID, client: Client, *, jti: str) -> str:
    """What the service is sent. `jti` is the fact's: a second sending is recognised."""
    now = clock.now()
    claims = {
        "iss": signing.issuer(),
        "sub": subject(user_id, sector=client.sector),
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + ID_TOKEN_LIFE).timestamp()),
        "jti": jti,
        "events": {EVENT: {}},
    }
    return signing.sign(claims, alg=client.algorithm, typ="logout+jwt")
