"""The adapters that the wiring plugged into this context's ports."""

from __future__ import annotations

from mob.documents.ports import Antivirus, ObjectStore, SigningKey
from mob.kernel.errors import Unavailable
from mob.kernel.ports import PortUnavailable, serve


def antivirus() -> Antivirus:
    return serve(Antivirus)  # type: ignore[type-abstract]


def object_store() -> ObjectStore:
    return serve(ObjectStore)  # type: ignore[type-abstract]


def signing_jwk() -> dict[str, str]:
    """The platform's private ES256 JWK. Raises Unavailable("signing_down")."""
    try:
        return serve(SigningKey).private_jwk()  # type: ignore[type-abstract]
    except PortUnavailable as error:
        raise Unavailable("signing_down") from error
