"""The register of open sessions, in the table that django-allauth brings: where an account is open, and closing it there.

Rows bear the key under which the session is kept, never the value of its cookie, which allauth's own functions would
write: they are not used (`apps.RegisterConfig`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.core.internal.sessionkit import get_session_user
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from mob.identity.session_store import SessionStore, open_row, row_key

_LONGEST_AGENT, _ASSISTED = 200, "assisted"


def key_of(request: HttpRequest) -> str:
    """The key under which the session of a request is kept."""
    return row_key(request.session.session_key or "")


def note(request: HttpRequest, user_id: UUID, address: str, *, is_assisted: bool = False, now: datetime) -> None:
    """The account is open in this browser, seen from that address now. `is_assisted`: by a professional helper."""
    if not request.session.session_key:
        request.session.save()
    agent = request.headers.get("User-Agent", "")[:_LONGEST_AGENT]
    seen = {"user_id": user_id, "ip": address, "user_agent": agent, "last_seen_at": now}
    seen["data"] = {_ASSISTED: True} if is_assisted else {}
    UserSession.objects.update_or_create(
        session_key=key_of(request), defaults=seen, create_defaults={**seen, "created_at": now}
    )


def is_assisted(row: UserSession) -> bool:
    """Whether a professional helper opened it."""
    return bool(row.data.get(_ASSISTED))


def open_sessions(user_id: UUID) -> list[UserSession]:
    """Where the account is open. What has ended leaves the register on the way."""
    rows = list(UserSession.objects.filter(user_id=user_id).order_by("id"))
    ended = [row.pk for row in rows if not _is_open(row)]
    if ended:
        UserSession.objects.filter(pk__in=ended).delete()
    return [row for row in rows if row.pk not in ended]


def _is_open(row: UserSession) -> bool:
    """Whether the session still holds, and is still that person's: a new password ends the others."""
    kept = open_row(row.session_key)
    user = get_session_user(SessionStore.to_read(kept)) if kept else None
    return user is not None and user.pk == row.user_id


def end(rows: Iterable[UserSession]) -> None:
    """Close the account there."""
    for row in rows:
        forget(row.session_key)
        Session.objects.filter(session_key=row.session_key).delete()


def forget(key: str) -> None:
    """Take a session out of the register."""
    UserSession.objects.filter(session_key=key).delete()


def rename(before: str, after: str) -> None:
    """The same browser goes on under another key."""
    UserSession.objects.filter(session_key=before).update(session_key=after)
