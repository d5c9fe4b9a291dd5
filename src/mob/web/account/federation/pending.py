"""Somebody whom a provider knows and we do not yet: remembered in her browser's session, sealed, for twenty minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from mob.identity import federation_notes as notes
from mob.identity.federation_types import Arrival, ExternalSignIn
from mob.web.account.federation import hints

# Apart from each other: who comes for somebody never passes for her on the pages that open or link an account.
_KEY, _ASSISTED = "federation_pending", "federation_assisted"


@dataclass(frozen=True, slots=True)
class Pending:
    """A proved identity without an account, and where the person was going."""

    arrival: Arrival
    next_path: str


def keep(request: HttpRequest, arrival: Arrival, sign_in: ExternalSignIn, *, next_path: str) -> None:
    """Under a new session key when nobody is signed in: whoever planted the old one learns nothing of her."""
    if not request.user.is_authenticated:
        request.session.cycle_key()
    hints.keep(request, sign_in)
    request.session[_KEY] = [notes.seal_arrival(arrival), next_path]


def keep_assisted(request: HttpRequest, arrival: Arrival, sign_in: ExternalSignIn, *, next_path: str) -> None:
    """The same of a person for whom a professional helper came. The session was emptied before."""
    hints.keep(request, sign_in)
    request.session[_ASSISTED] = [notes.seal_arrival(arrival), next_path]


def of(request: HttpRequest, *, now: datetime) -> Pending | None:
    """None when there is none, or none that still proves anything."""
    return _read(request, _KEY, now)


def assisted(request: HttpRequest, *, now: datetime) -> Pending | None:
    """The same of a person for whom a professional helper came."""
    return _read(request, _ASSISTED, now)


def _read(request: HttpRequest, key: str, now: datetime) -> Pending | None:
    sealed, next_path = request.session.get(key, ("", ""))
    arrival = notes.unseal_arrival(sealed, now=now) if sealed else None
    return Pending(arrival, next_path) if arrival else None


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
