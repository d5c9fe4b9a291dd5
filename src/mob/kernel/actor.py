"""Who acts. One frozen value made once per request, message or job, passed explicitly."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    STAFF = "staff"
    OPERATOR = "operator"
    CLIENT = "client"
    HRIS = "hris"
    SYSTEM = "system"


class Role(StrEnum):
    CASE_MANAGER = "case_manager"
    SUPERVISOR = "supervisor"
    CONTENT_EDITOR = "content_editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a program or the clock, wearing one hat.

    `funder_id` is set for staff of a funder and None for a platform administrator.
    `community_ids` is None when the staff member sees every community of the funder.
    `partner_id` is set for somebody who looks after the clients of an operator, and for nobody else.
    """

    kind: ActorKind
    id: UUID | None = None
    funder_id: UUID | None = None
    community_ids: frozenset[UUID] | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
    partner_id: UUID | None = None

    @classmethod
    def anonymous(cls) -> Actor:
        return cls(ActorKind.ANONYMOUS)

    @classmethod
    def system(cls) -> Actor:
        return cls(ActorKind.SYSTEM)

    @classmethod
    def citizen(cls, user_id: UUID) -> Actor:
        return cls(ActorKind.CITIZEN, id=user_id)

    @property
    def label(self) -> str:
        """What the journal stores: kind and opaque id, never a name."""
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value

    def has(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))
