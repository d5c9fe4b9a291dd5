"""What proofs need from outside: an antivirus, a store of sealed objects, the platform's signing key.

Adapters raise only `PortUnavailable` or `PortRefused` (`kernel.ports`), and every call has a timeout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScanResult:
    """`infection` is the signature's name, or None for a clean file."""

    infection: str | None
    engine: str
    database: str

    @property
    def is_clean(self) -> bool:
        return self.infection is None


class Antivirus(Protocol):
    """Reads a whole file in memory and says whether it is known to be harmful."""

    def scan(self, content: bytes) -> ScanResult:
        """Raises PortUnavailable when there is no trustworthy answer: never taken for a clean file."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    size: int
    modified_at: datetime


class ObjectStore(Protocol):
    """Keeps sealed objects under names that we generate. Nothing readable ever comes here."""

    def put(self, key: str, content: bytes) -> None:
        """Returns once the object survives a power cut. An existing key raises PortRefused("object_exists")."""

    def get(self, key: str) -> bytes:
        """Raises PortRefused("object_missing")."""

    def delete(self, key: str) -> None:
        """An absent object is already deleted."""

    def exists(self, key: str) -> bool: ...

    def listed(self) -> Iterator[StoredObject]:
        """Every object, in no particular order."""


class SigningKey(Protocol):
    """The platform's ES256 key, made once for an installation."""

    def private_jwk(self) -> dict[str, str]:
        """An EC P-256 private JWK with its `kid` (RFC 7638 thumbprint)."""
