"""One call to API Particulier v3: address, token, what each status means.

With FranceConnect the sign-in's own token is sent, and ours is not: its scopes say what may be read. France Travail's
status knows no FranceConnect: our token, and the person's number there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from mob.eligibility.certified.types import RegisterAnswer, RegisterSource
from mob.integrations.api_particulier import reading
from mob.integrations.openid.transport import Transport
from mob.integrations.standins.clients import API_TOKEN
from mob.kernel.ports import PortRefused, PortUnavailable

SECONDS = 8.0
_PATHS = {
    RegisterSource.FAMILY_QUOTIENT: "dss/quotient_familial/france_connect",
    RegisterSource.STUDENT: "mesri/statut_etudiant/france_connect",
    RegisterSource.SCHOLARSHIP: "cnous/etudiant_boursier/france_connect",
    RegisterSource.JOB_SEEKER: "france_travail/statut/identifiant",
    RegisterSource.VEHICLE: "ants/extrait_immatriculation_vehicule/france_connect",
}
_NUMBERS = {RegisterSource.JOB_SEEKER: "identifiant", RegisterSource.VEHICLE: "immatriculation"}
_REFUSALS = {401: "token_dead", 403: "not_allowed", 404: "not_found", 400: "number_wrong", 422: "number_wrong"}


class NoRegister:
    """Serves `eligibility.ports.SocialRegister` where there is none: nothing is ever asked."""

    def is_there(self) -> bool:
        return False

    def read(self, source: RegisterSource, *, recipient: str, token: str = "", number: str = "") -> RegisterAnswer:
        raise PortUnavailable("no register is set")


class ApiParticulier:
    """Serves `eligibility.ports.SocialRegister`. `base`: address with its version; `token`: of this installation."""

    def __init__(self, base: str, token: str, transport: Transport, *, seconds: float = SECONDS) -> None:
        self._base, self._token = base.rstrip("/"), token
        self._transport, self._seconds = transport, seconds

    def __repr__(self) -> str:
        return f"ApiParticulier({urlsplit(self._base).hostname})"

    def is_there(self) -> bool:
        return True

    def read(self, source: RegisterSource, *, recipient: str, token: str = "", number: str = "") -> RegisterAnswer:
        query = {"recipient": recipient}
        if source in _NUMBERS:
            query[_NUMBERS[source]] = number
        bearer = self._token if source is RegisterSource.JOB_SEEKER else token
        headers = {"Authorization": f"Bearer {bearer}", "Accept": "application/json", "User-Agent": "mob"}
        address = f"{self._base}/{_PATHS[source]}?{urlencode(query)}"
        status, _, body = self._transport.send("GET", address, headers, None, self._seconds)
        return _answer(source, status, body)


def _answer(source: RegisterSource, status: int, body: bytes) -> RegisterAnswer:
    """Raises PortRefused for what waiting will not change, PortUnavailable for the rest (429, 5xx, redirects)."""
    if status in _REFUSALS:
        raise PortRefused(_REFUSALS[status])
    if status != 200:
        raise PortUnavailable(f"API Particulier answered {status}")
    try:
        return reading.READERS[source](_data(body))
    except (ValueError, KeyError, TypeError):
        # Not chained: the message would hold what was said of her.
        raise PortRefused("not_read") from None


def _data(body: bytes) -> Mapping[str, Any]:
    found = json.loads(body)["data"]
    if not isinstance(found, dict):
        raise TypeError("data")
    return found


def from_url(url: str, transport: Transport, *, standin: str) -> ApiParticulier | NoRegister:
    """`off`, `fake:` (the stand-ins served at `standin`) or `https://TOKEN@host/v3`."""
    if url == "off":
        return NoRegister()
    if url == "fake:":
        return ApiParticulier(f"{standin}/api-particulier/v3", API_TOKEN, transport)
    parts = urlsplit(url)
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return ApiParticulier(f"https://{host}{parts.path}", unquote(parts.username or ""), transport)
