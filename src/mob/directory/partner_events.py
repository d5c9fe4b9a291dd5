"""Facts of partners, in the stream `partner:<uuid>`. Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from mob.directory.partner_types import PartnerKind, PartnerRole


@dataclass(frozen=True, slots=True)
class PartnerCreated:
    kind: ClassVar[str] = "partner_created"
    partner_id: UUID
    partner_kind: PartnerKind


@dataclass(frozen=True, slots=True)
class PartnerEdited:
    """`fields` names what changed, never the values."""

    kind: ClassVar[str] = "partner_edited"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartnerClosed:
    """Its clients are closed and its people's rights ended with it."""

    kind: ClassVar[str] = "partner_closed"


@dataclass(frozen=True, slots=True)
class PartnerInvited:
    """A mail is owed: `directory.selectors.partner_invitation_mail(invitation_id)` holds what it says."""

    kind: ClassVar[str] = "partner_invited"
    invitation_id: UUID
    role: PartnerRole


@dataclass(frozen=True, slots=True)
class PartnerInvitationCancelled:
    kind: ClassVar[str] = "partner_invitation_cancelled"
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerJoined:
    kind: ClassVar[str] = "partner_joined"
    membership_id: UUID
    user_id: UUID
    role: PartnerRole


@dataclass(frozen=True, slots=True)
class PartnerLeft:
    kind: ClassVar[str] = "partner_left"
    membership_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerClientAttached:
    """A client of the provider belongs to the partner. `client_id`: the id of its row."""

    kind: ClassVar[str] = "partner_client_attached"
    client_id: UUID
    is_sandbox: bool


@dataclass(frozen=True, slots=True)
class PartnerClientAsked:
    """The platform's word is awaited: to open a client, or to change what people allow it."""

    kind: ClassVar[str] = "partner_client_asked"
    client_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerClientDecided:
    kind: ClassVar[str] = "partner_client_decided"
    client_id: UUID
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class SandboxPersonMade:
    """A person who does not exist, for the sandbox."""

    kind: ClassVar[str] = "partner_test_person_made"
    user_id: UUID
    script: str


@dataclass(frozen=True, slots=True)
class SandboxPersonEnded:
    kind: ClassVar[str] = "partner_test_person_ended"
    user_id: UUID
