"""What a provider remembers between the screen and the data: codes used once within 30 s, tokens dead after 60 s."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from mob.integrations.standins.cast import Cast

CODE_LIVES = timedelta(seconds=30)
TOKEN_LIVES = timedelta(seconds=60)
_MOST = 2_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """What the service asked for, and who was chosen on the screen."""

    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    nonce: str
    acr: str
    claims: frozenset[str]
    who: Cast
    chosen_at: datetime
    challenge: str = ""

    def is_proved_by(self, verifier: str) -> bool:
        """Whether who exchanges the code is who asked for it (RFC 7636, section 4.6)."""
        digest = hashlib.sha256(verifier.encode()).digest()
        return not self.challenge or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge


class Drawer(Generic[T]):
    """Things kept under a random name until a moment. Full, it forgets the oldest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[datetime, T]] = {}

    def put(self, thing: T, *, until: datetime) -> str:
        name = secrets.token_urlsafe(32)
        with self._lock:
            while len(self._kept) >= _MOST:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = (until, thing)
        return name

    def take(self, name: str, *, now: datetime) -> T | None:
        """Once. None when it was taken already, is over, or never was."""
        with self._lock:
            return self._live(self._kept.pop(name, None), now)

    def look(self, name: str, *, now: datetime) -> T | None:
        with self._lock:
            return self._live(self._kept.get(name), now)

    @staticmethod
    def _live(found: tuple[datetime, T] | None, now: datetime) -> T | None:
        return found[1] if found is not None and now < found[0] else None
