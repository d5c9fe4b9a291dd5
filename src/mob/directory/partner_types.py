"""Partners, their people and their clients as other contexts read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class PartnerKind(StrEnum):
    """What a partner runs: a service of mobility, an assembler of several (MaaS), a public body, a software house."""

    OPERATOR = "operator"
    MAAS = "maas"
    PUBLIC = "public"
    SOFTWARE = "software"


class PartnerRole(StrEnum):
    """Both look after clients; an administrator also invites and lets go."""

    ADMINISTRATOR = "administrator"
    DEVELOPER = "developer"


class ClientState(StrEnum):
    """`sandbox`, or `waiting → live`, `waiting → refused`; any of them ends `closed`."""

    SANDBOX = "sandbox"
    WAITING = "waiting"
    LIVE = "live"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PartnerView:
    """A partner as pages show it."""

    id: UUID
    slug: str
    name: str
    kind: PartnerKind
    contact: str
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the platform's list. `people` and `clients`: live ones; `waiting`: requests nobody answered."""

    partner: PartnerView
    people: int
    clients: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PartnerMemberView:
    """One person's right at a partner."""

    id: UUID
    user_id: UUID
    partner_id: UUID
    email: str
    role: PartnerRole
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PartnerInvitationView:
    """A mailed invitation to a partner's console."""

    id: UUID
    partner_id: UUID
    partner_name: str
    email: str
    role: PartnerRole
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    cancelled_at: datetime | None

    def is_open_at(self, moment: datetime) -> bool:
        return self.accepted_at is None and self.cancelled_at is None and moment < self.expires_at


@dataclass(frozen=True, slots=True)
class PartnerClientView:
    """What a partner asked for a client. `client_id`: the id of the client's row, not its name.

    `wanted`: the changes of a live client that wait for the platform, by field.
    """

    id: UUID
    partner_id: UUID
    partner_name: str
    client_id: UUID
    is_sandbox: bool
    justification: Mapping[str, str]
    wanted: Mapping[str, object]
    asked_at: datetime | None
    decided_at: datetime | None
    refusal: str
    created_at: datetime

    @property
    def is_waiting(self) -> bool:
        return self.asked_at is not None and self.decided_at is None


class SandboxScript(StrEnum):
    """What a made-up person is good for."""

    CERTIFIED = "certified"
    DECLARED = "declared"
    MINOR = "minor"
    ACCENTS = "accents"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class SandboxPersonView:
    """A person who does not exist, with what opens her sandbox."""

    id: UUID
    partner_id: UUID
    user_id: UUID
    email: str
    code: str
    script: SandboxScript
    created_at: datetime
