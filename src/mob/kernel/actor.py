"""Who acts. One frozen value made once per request, message or job, passed explicitly."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    CITIZEN = "citizen"
    HELPER = "helper"
    ASSISTED = "assisted"
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

    A helper keeps her own `id`; `on_behalf_of` is the person she acts for, `mandate_id` in whose name, `scopes` what it
    lets her do and `aid_ids` on which aids (None: all). She is another kind, so that what is not opened stays closed.

    A professional who came in through Aidants Connect is unknown here: no `id`; `on_behalf_of` is the person whose
    account it is, `visit_id` this one session.

    `on_behalf_of` is the person for whom a client calls, within its `scopes`; `id` stays whoever acts.
    """

    kind: ActorKind
    id: UUID | None = None
    funder_id: UUID | None = None
    community_ids: frozenset[UUID] | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
    partner_id: UUID | None = None
    on_behalf_of: UUID | None = None
    mandate_id: UUID | None = None
    aid_ids: frozenset[UUID] | None = None
    visit_id: UUID | None = None

    @classmethod
    def anonymous(cls) -> Actor:
        return cls(ActorKind.ANONYMOUS)

    @classmethod
    def system(cls) -> Actor:
        return cls(ActorKind.SYSTEM)

    @classmethod
    def citizen(cls, user_id: UUID) -> Actor:
        return cls(ActorKind.CITIZEN, id=user_id)

    @classmethod
    def assisted(cls, user_id: UUID, visit_id: UUID) -> Actor:
        """A professional helper in a session that Aidants Connect opened on this person's account."""
        return cls(ActorKind.ASSISTED, on_behalf_of=user_id, visit_id=visit_id)

    @classmethod
    def client(cls, client_id: UUID, *, on_behalf_of: UUID, scopes: frozenset[str]) -> Actor:
        """A service that calls for a person who linked it."""
        return cls(ActorKind.CLIENT, id=client_id, on_behalf_of=on_behalf_of, scopes=scopes)

    @property
    def subject_id(self) -> UUID | None:
        """The person whose affairs these are: oneself, or the one acted for."""
        return self.on_behalf_of or self.id

    @property
    def is_person(self) -> bool:
        """Somebody at her own affairs, or at those of a person who let her."""
        return (self.kind is ActorKind.CITIZEN or self.is_in_place) and self.subject_id is not None

    @property
    def is_in_place(self) -> bool:
        """Somebody at the affairs of a person who let her: what she reads, the person has not read."""
        return self.kind in (ActorKind.HELPER, ActorKind.ASSISTED)

    @property
    def label(self) -> str:
        """What the journal stores: kind and opaque ids, never a name. Of a helper: herself, the helped, the mandate.

        Of a professional: the one helped, the session.
        """
        if self.kind is ActorKind.HELPER:
            return f"{self.kind.value}:{self.id}:{self.on_behalf_of}:{self.mandate_id}"
        if self.kind is ActorKind.ASSISTED:
            return f"{self.kind.value}:{self.on_behalf_of}:{self.visit_id}"
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value

    def has(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))
