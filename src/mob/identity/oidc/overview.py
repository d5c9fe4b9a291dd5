"""A client as its partner's console shows it: what it is, how it is used, what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from mob.identity.models import Client, Link
from mob.identity.oidc import clients, failures, usage
from mob.identity.oidc.failures import FailureLine
from mob.identity.oidc.usage import Usage
from mob.identity.oidc_types import ClientView
from mob.identity.permissions import keeps_client
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound

# Failures are kept longer; these are what one can still do something about.
SHOWN_DAYS = 14


@dataclass(frozen=True, slots=True)
class ClientSheet:
    """`people`: whose account is linked now. `webhook_changed_at`: when another secret was made."""

    client: ClientView
    is_waiting: bool
    closed_at: datetime | None
    webhook_uri: str
    webhook_changed_at: datetime | None
    people: int
    usage: list[Usage]
    failures: list[FailureLine]

    @property
    def last_at(self) -> datetime | None:
        return max((each.last_at for each in self.usage if each.last_at), default=None)


def sheets(actor: Actor, client_ids: Sequence[UUID], *, now: datetime) -> dict[UUID, ClientSheet]:
    """By client, those the actor looks after, closed ones too."""
    rows = [row for row in Client.objects.filter(id__in=client_ids) if keeps_client(actor, row.owner)]
    ids = [row.id for row in rows]
    linked = Link.objects.filter(client_id__in=ids, ended_at=None).values("client_id").annotate(people=Count("id"))
    people = {each["client_id"]: each["people"] for each in linked}
    used, refused = usage.usage_of(rows, now=now), failures.failures_of(ids, days=SHOWN_DAYS, now=now)
    return {
        row.id: ClientSheet(
            client=clients.view(row),
            is_waiting=row.is_waiting,
            closed_at=row.closed_at,
            webhook_uri=row.webhook_uri,
            webhook_changed_at=row.webhook_changed_at,
            people=people.get(row.id, 0),
            usage=used[row.id],
            failures=refused.get(row.id, []),
        )
        for row in rows
    }


def sheet(actor: Actor, client_id: UUID, *, now: datetime) -> ClientSheet:
    """One of them. Raises NotFound."""
    found = sheets(actor, [client_id], now=now).get(client_id)
    if found is None:
        raise NotFound("oidc_client_unknown")
    return found
