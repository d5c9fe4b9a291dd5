"""The share of linked services in two accounts brought together.

Consents are to a person, and a service knows her by a number that never changes (`oidc/subjects.py`). A service that
never met the account that stays goes on under the number it knows: nothing changes for it. One that met both accounts
would find the same person twice: the link of the account that goes ends, and the service is told as of any end.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from mob.identity.models import Link, SubjectAlias
from mob.identity.oidc import links, subjects, tokens
from mob.identity.types import MergeKind, MergeLine
from mob.kernel.actor import Actor


class ServicesMove:
    """Serves `ports.MovesAccount`. What ended follows too, as history: she still reads who read what."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        known = _sectors(target)
        kinds = {True: MergeKind.SECOND_SERVICE, False: MergeKind.SERVICE}
        rows = _links(source).filter(ended_at=None).order_by("client__name", "id")
        return [MergeLine(kinds[row.client.sector in known], row.client.name) for row in rows]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        _end_sessions(source, now=now)
        known = _sectors(target)
        # Locked: a service that exchanges a token meanwhile waits, and finds whose it has become.
        rows = list(_links(source).select_for_update(of=("self",)).order_by("id"))
        for row in rows:
            if row.ended_at is None and row.client.sector in known:
                links.end_row(actor, row, now=now)
        _keep_numbers({row.client.sector for row in rows} - known, source, target, now=now)
        _links(source).update(user_id=target)
        tokens.follow(source, target)


def _links(user_id: UUID) -> QuerySet[Link]:
    return Link.objects.filter(user_id=user_id).select_related("client")


def _sectors(user_id: UUID) -> set[str]:
    """The sectors that were ever given a number of this account."""
    aliases = SubjectAlias.objects.filter(user_id=user_id).values_list("sector", flat=True)
    return {*_links(user_id).values_list("client__sector", flat=True), *aliases}


def _end_sessions(source: UUID, *, now: datetime) -> None:
    """Its browsers are signed out, and so is what they opened at services. Standing links go on."""
    for key in UserSession.objects.filter(user_id=source).values_list("session_key", flat=True):
        tokens.end_session(Actor.citizen(source), key, now=now)


def _keep_numbers(sectors: set[str], source: UUID, target: UUID, *, now: datetime) -> None:
    for sector in sorted(sectors):
        number = subjects.number(source, sector)
        SubjectAlias.objects.create(user_id=target, sector=sector, number=number, since=now)
