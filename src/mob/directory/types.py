"""Funders, their staff and their keys as other contexts read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.kernel.actor import Role
from mob.kernel.money import Cents


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
class FunderDetails:
    """All that is written on a funder's card: what `create_funder` and `edit_funder` take.

    `siret`: the establishment whose agents ProConnect vouches for; `covers_all_establishments`: any of the same SIREN.
    `requires_proconnect`: its agents come in by no other door.
    """

    name: str
    kind: FunderKind
    siren: str = ""
    is_invented: bool = False
    contact_address: str = ""
    contact_phone: str = ""
    contact_hours: str = ""
    contact_email: str = ""
    siret: str = ""
    covers_all_establishments: bool = False
    requires_proconnect: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """How a session came in. `siret`: where ProConnect says she works; empty, she came in by another door."""

    siret: str = ""


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
    version: int = 1
    siret: str = ""
    covers_all_establishments: bool = False
    requires_proconnect: bool = False


@dataclass(frozen=True, slots=True)
class FunderRow:
    """A funder as administrators see it in a list. `staff`: people with a live right, each counted once."""

    funder: FunderView
    staff: int
    has_key: bool


@dataclass(frozen=True, slots=True)
class DirectoryTotals:
    """What the first page of the administration counts. `without_key`: funders that cannot receive proofs."""

    funders: int
    without_key: int
    open_invitations: int
    expired_invitations: int


@dataclass(frozen=True, slots=True)
class CommunityView:
    id: UUID
    funder_id: UUID
    name: str
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


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
class Appointment:
    """A role and the card that goes with it, as `change_membership` takes them. `community_ids` None: all of them.

    The name, capacity and service are what a decision bears (CRPA, art. L212-1).
    """

    role: Role
    first_name: str = ""
    last_name: str = ""
    capacity: str = ""
    service: str = ""
    community_ids: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class DelegationContent:
    """What an act of delegation gives. `aid_ids` None: every aid; `ceiling` None: any amount, in cents for a whole award."""

    holder_id: UUID
    number: str
    signed_on: date
    aid_ids: frozenset[UUID] | None = None
    ceiling: Cents | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class DelegationView:
    """A delegation of signature. `ends_on` is its last day, included."""

    id: UUID
    funder_id: UUID
    holder_id: UUID
    holder_name: str
    number: str
    signed_on: date
    aid_ids: frozenset[UUID] | None
    ceiling: Cents | None
    ends_on: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class MembershipView:
    """One role of one person at one funder (None: the platform). `communities` is None for all of them."""

    id: UUID
    user_id: UUID
    funder_id: UUID | None
    email: str
    role: Role
    first_name: str
    last_name: str
    capacity: str
    service: str
    communities: tuple[CommunityView, ...] | None
    created_at: datetime
    ended_at: datetime | None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


@dataclass(frozen=True, slots=True)
class InvitationView:
    """A mailed invitation. `funder_name` is empty for the platform; `communities` is None for all of them."""

    id: UUID
    funder_id: UUID | None
    funder_name: str
    email: str
    role: Role
    first_name: str
    last_name: str
    communities: tuple[CommunityView, ...] | None
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    cancelled_at: datetime | None

    def is_open_at(self, moment: datetime) -> bool:
        return self.accepted_at is None and self.cancelled_at is None and moment < self.expires_at


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """What the invitation's mail needs. `token` goes in the link `/gestion/invitation/<token>` and nowhere else."""

    invitation: InvitationView
    token: str


@dataclass(frozen=True, slots=True)
class KeyChallenge:
    """The canary: `container` is a JWE (General JSON) that only the private half opens; its clear bytes, in
    base64url without padding, are the answer.
    """

    key_id: UUID
    container: dict[str, object]


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
    decrypt_only_at: datetime | None = None
    retired_at: datetime | None = None


class AffiliationState(StrEnum):
    """`pending → confirmed → ended`, or `pending → ended`. Never back: a person who returns asks again."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class AffiliationProof(StrEnum):
    """What confirmed it: the mailed link opened from the work mailbox, or the employer's staff."""

    WORK_ADDRESS = "work_address"
    STAFF = "staff"


class AffiliationEnd(StrEnum):
    """Why it ended. The first two end a request that was never confirmed."""

    CANCELLED = "cancelled"
    REFUSED = "refused"
    PERSON = "person"
    STAFF = "staff"
    IMPORT = "import"
    EXPIRED = "expired"
    ACCOUNT_DELETED = "account_deleted"


@dataclass(frozen=True, slots=True)
class AffiliationRulesView:
    """How an employer recognises its people: the exact domains of its work addresses, and its staff's own word."""

    funder_id: UUID
    domains: tuple[str, ...] = ()
    accepts_by_hand: bool = False
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether anybody can be affiliated at all."""
        return bool(self.domains) or self.accepts_by_hand


@dataclass(frozen=True, slots=True)
class AffiliationRequest:
    """What a person says to her employer, and no more. `work_address` empty: she asks to be accepted by hand."""

    first_name: str
    last_name: str
    work_address: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class AffiliationView:
    """One affiliation, as the person and her employer's staff see it. `number` is her number at work, if she gave it.

    `is_address_proved`: she opened a link sent to `work_address`. `writes_to_work_since`: mails also go there.
    """

    id: UUID
    user_id: UUID
    funder_id: UUID
    funder_name: str
    funder_slug: str
    state: AffiliationState
    first_name: str
    last_name: str
    work_address: str
    number: str
    is_address_proved: bool
    proof: AffiliationProof | None
    asked_at: datetime
    link_expires_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    end: AffiliationEnd | None
    writes_to_work_since: datetime | None

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_by_hand(self) -> bool:
        """A request that only the employer's staff can answer."""
        return not self.work_address


@dataclass(frozen=True, slots=True)
class AffiliationMail:
    """What the mailed link needs. `token` goes in the link and nowhere else; `link` tells two sendings apart."""

    affiliation: AffiliationView
    token: str
    link: str


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An application under way that keeps an affiliation from ending."""

    reference: str
    title: str


@dataclass(frozen=True, slots=True)
class LeaverLine:
    """A line of a file of leavers. `code` is empty when the affiliation can end, else says why not, with `params`."""

    number: int
    text: str
    affiliation_id: UUID | None = None
    name: str = ""
    code: str = ""
    params: tuple[tuple[str, str], ...] = ()
