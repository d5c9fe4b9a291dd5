"""Where sessions are kept: under a hash of what the browser holds, so that nothing in the database opens a session.

Whoever reads a copy of the database, a back-up say, finds row keys. A cookie made of one is hashed once more, and opens
nothing. The cookie itself has 165 random bits: no salt and no slow hash would add anything.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Self, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

_LENGTH = 40  # characters of the columns: 160 bits
# When a session is over whatever prolongs it, in seconds since 1970 by the machine's clock; absent from ordinary ones.
ENDS_AT = "ends_at"


def row_key(cookie: str) -> str:
    """The key of the row of a session, from the value of its cookie."""
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()[:_LENGTH]


class SessionStore(DatabaseStore):
    """Django's own in the database. `session_key` is the value of the cookie; it is never written.

    The asynchronous half of Django's store is not ours: pages are served without it.
    """

    def _get_session_from_db(self) -> Session | None:
        found = open_row(row_key(self.session_key or ""))
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=row_key(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = super().create_model_instance(data)
        made.session_key = row_key(made.session_key)
        return cast("Session", made)

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """When the row ends. Each page prolongs a session, but not beyond its appointed end."""
        found = super().get_expiry_date(**kwargs)
        ends_at = self.get(ENDS_AT)
        return min(found, datetime.fromtimestamp(ends_at, UTC)) if ends_at else found

    def delete(self, session_key: str | None = None) -> None:
        if cookie := session_key or self.session_key:
            Session.objects.filter(session_key=row_key(cookie)).delete()

    @classmethod
    def to_read(cls, row: Session) -> Self:
        """What a row holds, without its cookie: it can be read, and cannot be kept or shown to a browser."""
        store = cls()
        store.update(store.decode(row.session_data))
        return store

    async def _aget_session_from_db(self) -> Any:
        raise NotImplementedError

    async def aexists(self, session_key: str) -> bool:
        raise NotImplementedError

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        raise NotImplementedError

    async def adelete(self, session_key: str | None = None) -> None:
        raise NotImplementedError


def open_row(key: str) -> Session | None:
    """The row of a session that has not ended."""
    try:
        return Session.objects.get(session_key=key, expire_date__gt=timezone.now())
    except Session.DoesNotExist:
        return None
