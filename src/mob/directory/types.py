"""Funders, their staff and their keys as other contexts read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from mob.kernel.actor import Role


class FunderKind(StrEnum):
    TERRITORIAL = "territorial"
    EMPLOYER = "employer"
    NATIONAL = "national"


class KeyState(StrEnum):
    """`pending → active → decrypt_only → retired`; a key is only ever used to encrypt while active."""

    PENDING = "pending"
    ACTIVE = "active"
    DECRYPT_ONLY = "decrypt_only"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class FunderView:
    """A funder as pages show it. Contact lines are where a person is helped off-line."""

    id: UUID
    slug: str
    name: str
    kind: FunderKind
    siren: str
    is_invented: bool
    contact_address: str
    contact_phone: str
    contact_hours: str
    contact_email: str


@dataclass(frozen=True, slots=True)
class CommunityView:
    id: UUID
    funder_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class StaffView:
    """A staff member of a funder. `community_ids` is None for all communities."""

    user_id: UUID
    funder_id: UUID | None
    email: str
    first_name: str
    last_name: str
    capacity: str
    service: str
    roles: frozenset[Role]
    community_ids: frozenset[UUID] | None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class RecipientKey:
    """A public key a proof is encrypted to. `kid` is its RFC 7638 thumbprint."""

    kid: str
    public_jwk: dict[str, str]
    is_recovery: bool


@dataclass(frozen=True, slots=True)
class FunderKeyView:
    """A funder's key pair as its staff see it."""

    id: UUID
    funder_id: UUID
    kid: str
    recovery_kid: str
    state: KeyState
    created_at: datetime
    activated_at: datetime | None
