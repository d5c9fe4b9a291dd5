"""Mails and letters as a part of a person's data: what was written to her, erased with her account."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from mob.identity import selectors as identity
from mob.identity.ports import AccountMail
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor
from mob.notifications.models import Letter, OutgoingMail

_FAREWELLS = (AccountMail.ACCOUNT_DELETED.value, AccountMail.ACCOUNTS_MERGED.value)


class MailData:
    """Serves `identity.ports.PersonalData`. Found by whose mail it is, and by the account's present address."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        rows = [
            {"at": row.created_at.isoformat(), "to": row.to, "subject": row.subject, "text": row.text}
            for row in _of(user_id).order_by("created_at")
            if not row.is_secret
        ]
        posted = [
            {
                "at": letter.created_at.isoformat(),
                "to": letter.recipient.split("\n"),
                "subject": letter.subject,
                "letter": json.loads(letter.sheet) if letter.sheet else None,
                "posted_at": letter.posted_at.isoformat() if letter.posted_at else None,
            }
            for letter in Letter.objects.filter(person_id=user_id).order_by("created_at")
        ]
        return [*_file("compte/courriels.json", rows), *_file("compte/courriers.json", posted)]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return []

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """All but the farewell, which is still to leave and erases itself once it has. Letters go, posted or not."""
        Letter.objects.filter(person_id=user_id).delete()
        _of(user_id).exclude(kind__in=_FAREWELLS, sent_at=None).delete()


def _file(path: str, rows: list[dict[str, Any]]) -> list[ExportFile]:
    """Nothing to say makes no file."""
    return [ExportFile(path, json.dumps(rows, ensure_ascii=False, indent=2).encode())] if rows else []


def _of(user_id: UUID) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(Q(person_id=user_id) | Q(to__iexact=identity.email_of(user_id) or "-"))
