"""The adapters that the wiring plugged into this context's ports."""

from __future__ import annotations

from mob.documents.ports import Antivirus, ObjectStore, SigningKey
from mob.kernel.ports import serve


def antivirus() -> Antivirus:
    return serve(Antivirus)  # type: ignore[type-abstract]


def object_store() -> ObjectStore:
    return serve(ObjectStore)  # type: ignore[type-abstract]


def signing_key() -> SigningKey:
    return serve(SigningKey)  # type: ignore[type-abstract]
