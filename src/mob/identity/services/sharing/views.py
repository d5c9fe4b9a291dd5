"""What a person sees of her sharing: shares, and the linked services that may be given one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mob.identity.accessibility.sharing import ShareKind, ShareView
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models import AccessibilityShare, Link
from mob.identity.oidc_types import Scope
from mob.identity.permissions import check_may_read, person
from mob.identity.selectors import accessibility_of
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Unavailable


@dataclass(frozen=True, slots=True)
class Reader:
    """A linked service that she allowed to ask."""

    link_id: UUID
    client_id: UUID
    service: str
    operator: str


def readers_of(actor: Actor) -> list[Reader]:
    """The services a share may be given to: linked, and allowed to ask. By name."""
    rows = Link.objects.filter(user_id=person(actor), ended_at=None).select_related("client").order_by("client__name")
    return [_reader(row) for row in rows if may_ask(row)]


def reader_of(actor: Actor, link_id: UUID) -> Reader:
    """One of the actor's own. Raises NotFound."""
    found = next((each for each in readers_of(actor) if each.link_id == link_id), None)
    if found is None:
        raise NotFound("share_service_unknown")
    return found


def may_be_offered(actor: Actor, link_id: UUID, *, now: datetime) -> bool:
    """Whether there is something to share, and nothing is shared with this service yet. What cannot be opened is not."""
    try:
        profile = accessibility_of(actor)
    except Unavailable:
        return False
    if profile is None or profile.is_empty:
        return False
    live = AccessibilityShare.objects.filter(link_id=link_id, ended_at=None, ends_at__gt=now)
    return not live.exists()


def may_ask(row: Link) -> bool:
    return Scope.CMS_ACCESSIBILITY.value in row.scope.split() and row.client.closed_at is None


def _reader(row: Link) -> Reader:
    return Reader(row.id, row.client_id, row.client.name, row.client.operator)


def shares_of(actor: Actor, user_id: UUID) -> list[ShareView]:
    """Every share, the last begun first."""
    check_may_read(actor, user_id)
    rows = AccessibilityShare.objects.filter(link__user_id=user_id).select_related("link__client")
    return views(rows.order_by("-begins_at", "-id"))


def views(rows: Iterable[AccessibilityShare]) -> list[ShareView]:
    return [
        ShareView(
            id=row.id,
            link_id=row.link_id,
            service=row.link.client.name,
            operator=row.link.client.operator,
            level=Sharing(row.level),
            kind=ShareKind(row.kind),
            reference=row.reference,
            arrives_at=row.arrives_at,
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            ended_at=row.ended_at,
        )
        for row in rows
    ]
