"""Mails to who keeps aids up to date: at each mistake told of, and once a week what should be looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import translation

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import Keeper, WatchedRow
from mob.identity import selectors as identity
from mob.journal.types import FactView, Subscriber, TaskKind
from mob.kernel.clock import civil_date
from mob.notifications import services
from mob.notifications.composers import aids
from mob.notifications.posting import post
from mob.notifications.types import Recipient

KIND = "aids_to_look_at"


def subscribers() -> Iterator[Subscriber]:
    yield Subscriber("mail.aid_mistake", frozenset({"aid_mistake_reported"}), tell_of_mistake)


def kinds() -> Iterator[TaskKind]:
    yield TaskKind("notifications.aids_to_look_at", remind, every=timedelta(days=7))


def tell_of_mistake(fact: FactView) -> None:
    """Somebody wrote from the page of an aid: its keepers read it."""
    aid_id, report = UUID(fact.data["aid_id"]), catalogue.report_of(UUID(fact.data["report_id"]))
    if report is None:
        return
    for keeper in catalogue.keepers_of(aid_id):
        to = _recipient(keeper)
        with translation.override(to.language):
            content = aids.mistake(aid_id, *report)
        post(fact, f"mail.aid_mistake:{keeper.user_id}", to, content)


def remind(_payload: Mapping[str, Any], now: datetime) -> None:
    """What each keeper should look at. The same list is never sent twice: nothing new, no mail."""
    for keeper, rows in catalogue.watched_by_keeper(today=civil_date(now)).items():
        to = _recipient(keeper)
        with translation.override(to.language):
            content = aids.to_look_at(rows)
        identifier = services.message_id(KIND, keeper.user_id, _said(rows))
        services.owe_later(identifier, KIND, to, content, now=now, is_secret=False)


def _recipient(keeper: Keeper) -> Recipient:
    return Recipient(keeper.email, identity.language_of(keeper.user_id), keeper.user_id)


def _said(rows: list[WatchedRow]) -> str:
    told = sorted(f"{row.id}:{','.join(row.worries)}:{row.watched.valid_to}" for row in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
