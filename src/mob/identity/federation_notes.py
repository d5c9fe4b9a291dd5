"""What a browser's session remembers of a sign-in from above, sealed: a copy of the database tells no name.

The key comes from the signing secret, and from its predecessors while they are kept as fallbacks.
"""

from __future__ import annotations

import base64
import json
from datetime import date, datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from mob.identity.federation_types import Arrival, PivotIdentity, ProviderKind


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str | None:
    """None when the secret changed, or the note did."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return None


def seal_arrival(arrival: Arrival) -> str:
    pivot = arrival.pivot
    said = {
        "provider_key": arrival.provider_key,
        "kind": arrival.kind.value,
        "issuer": arrival.issuer,
        "subject": arrival.subject,
        "acr": arrival.acr,
        "email": arrival.email,
        "at": arrival.at.isoformat(),
        "pivot": None if pivot is None else _plain(pivot),
    }
    return seal(json.dumps(said))


def unseal_arrival(sealed: str, *, now: datetime) -> Arrival | None:
    """None when it cannot be read, or is too old to prove anything."""
    text = unseal(sealed)
    if text is None:
        return None
    said = json.loads(text)
    pivot = said["pivot"] and _pivot(said["pivot"])
    kind, at = ProviderKind(said["kind"]), datetime.fromisoformat(said["at"])
    arrival = Arrival(
        said["provider_key"], kind, said["issuer"], said["subject"], said["acr"], said["email"], pivot, at
    )
    return arrival if arrival.is_fresh(now) else None


def _plain(pivot: PivotIdentity) -> dict[str, object]:
    return {
        "birth_name": pivot.birth_name,
        "usual_name": pivot.usual_name,
        "first_names": list(pivot.first_names),
        "gender": pivot.gender,
        "birth_date": pivot.birth_date.isoformat() if pivot.birth_date else "",
        "birth_place": pivot.birth_place,
        "birth_country": pivot.birth_country,
    }


def _pivot(said: dict[str, str]) -> PivotIdentity:
    born = said.pop("birth_date")
    names = tuple(said.pop("first_names"))
    return PivotIdentity(**said, first_names=names, birth_date=date.fromisoformat(born) if born else None)


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (salted_hmac("mob.identity.federation", "key", secret, algorithm="sha256").digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
