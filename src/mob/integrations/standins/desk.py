"""The one entry of the stand-ins, and where they are served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from mob.integrations.standins import particulier, screens
from mob.integrations.standins.cast import Cast
from mob.integrations.standins.clients import Service, of_mob
from mob.integrations.standins.franceconnect import FRANCECONNECT, FRANCECONNECT_PLUS
from mob.integrations.standins.plain import PLAIN
from mob.integrations.standins.proconnect import PROCONNECT
from mob.integrations.standins.provider import Provider
from mob.integrations.standins.wire import StandinRequest, StandinResponse, as_page, refusal
from mob.kernel import clock

_AFTER_THE_SITE = 2


def address(public_url: str) -> str:
    """Where a demonstration at `public_url` finds its stand-ins: the same host, two ports further."""
    parts = urlsplit(public_url)
    port = parts.port or {"https": 443}.get(parts.scheme, 80)
    return f"http://{parts.hostname}:{port + _AFTER_THE_SITE}"


class Standins:
    """All of them at one address. `outages`: first words of paths that answer 503, for tests."""

    def __init__(
        self,
        public_url: str,
        *,
        base: str = "",
        now: Callable[[], datetime] = clock.now,
        service: Service | None = None,
    ) -> None:
        self.base = base or address(public_url)
        self.outages: set[str] = set()
        known = service or of_mob(public_url)
        self.franceconnect = Provider(self.base, FRANCECONNECT, known, now)
        self.franceconnect_plus = Provider(self.base, FRANCECONNECT_PLUS, known, now)
        self.proconnect = Provider(self.base, PROCONNECT, known, now)
        self.plain = Provider(self.base, PLAIN, known, now)
        self._particulier = particulier.Particulier(self._holder)

    def answer(self, request: StandinRequest) -> StandinResponse:
        """What the stand-in at that path says. Never raises."""
        if request.where.split("/")[1] in self.outages:
            return refusal("temporarily_unavailable", "this stand-in is down", 503)
        if request.where == "/":
            return as_page(screens.home())
        if request.where.startswith(f"{particulier.PATH}/"):
            return self._particulier.answer(request)
        for provider in (self.franceconnect, self.franceconnect_plus, self.proconnect, self.plain):
            if request.where.startswith(f"{provider.character.path}/"):
                found = provider.answer(request)
                return found if found is not None else as_page(screens.unknown(), 404)
        return as_page(screens.unknown(), 404)

    def _holder(self, token: str) -> tuple[Cast, frozenset[str]] | None:
        return self.franceconnect.holder(token) or self.franceconnect_plus.holder(token)
