"""Facts of the directory, in the stream `funder:<uuid>` (the platform's own: the nil UUID). Ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from mob.directory.types import AffiliationEnd, AffiliationProof, FunderKind
from mob.kernel.actor import Role
from mob.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class FunderCreated:
    kind: ClassVar[str] = "funder_created"
    funder_id: UUID
    funder_kind: FunderKind
    is_invented: bool


@dataclass(frozen=True, slots=True)
class FunderEdited:
    """`fields` names what changed, never the values."""

    kind: ClassVar[str] = "funder_edited"
    funder_id: UUID
    fields: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class CommunityCreated:
    kind: ClassVar[str] = "community_created"
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CommunityRenamed:
    kind: ClassVar[str] = "community_renamed"
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CommunityClosed:
    kind: ClassVar[str] = "community_closed"
    community_id: UUID


@dataclass(frozen=True, slots=True)
class CommunityReopened:
    kind: ClassVar[str] = "community_reopened"
    community_id: UUID


@dataclass(frozen=True, slots=True)
class StaffInvited:
    """A mail is owed: `directory.selectors.invitation_mail(invitation_id)` holds what it says."""

    kind: ClassVar[str] = "staff_invited"
    invitation_id: UUID
    funder_id: UUID | None
    role: Role


@dataclass(frozen=True, slots=True)
class InvitationCancelled:
    kind: ClassVar[str] = "invitation_cancelled"
    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    kind: ClassVar[str] = "invitation_accepted"
    invitation_id: UUID
    membership_id: UUID
    user_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class MembershipChanged:
    """`community_ids` is None when the member sees every community."""

    kind: ClassVar[str] = "membership_changed"
    membership_id: UUID
    user_id: UUID
    role: Role
    community_ids: frozenset[UUID] | None


@dataclass(frozen=True, slots=True)
class MembershipEnded:
    kind: ClassVar[str] = "membership_ended"
    membership_id: UUID
    user_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class EmployerChanged:
    """ProConnect says that this agent works elsewhere now: her rights here ended at that sign-in."""

    kind: ClassVar[str] = "employer_changed"
    user_id: UUID


@dataclass(frozen=True, slots=True)
class DelegationRecorded:
    """`aid_ids` is None for every aid; its number stays in its own row."""

    kind: ClassVar[str] = "delegation_recorded"
    delegation_id: UUID
    holder_id: UUID
    aid_ids: frozenset[UUID] | None
    ceiling_cents: Cents | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class DelegationRevoked:
    kind: ClassVar[str] = "delegation_revoked"
    delegation_id: UUID
    holder_id: UUID


@dataclass(frozen=True, slots=True)
class AdministratorAppointed:
    kind: ClassVar[str] = "administrator_appointed"
    membership_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class FunderKeyRegistered:
    kind: ClassVar[str] = "funder_key_registered"
    key_id: UUID
    kid: str
    recovery_kid: str


@dataclass(frozen=True, slots=True)
class FunderKeyActivated:
    kind: ClassVar[str] = "funder_key_activated"
    key_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class FunderKeyCanaryFailed:
    """Somebody answered the challenge wrongly: worth a look, since only a holder of the private part can answer."""

    kind: ClassVar[str] = "funder_key_canary_failed"
    key_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class FunderKeySetDecryptOnly:
    kind: ClassVar[str] = "funder_key_set_decrypt_only"
    key_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class FunderKeyRetired:
    kind: ClassVar[str] = "funder_key_retired"
    key_id: UUID
    kid: str


@dataclass(frozen=True, slots=True)
class AffiliationRulesChanged:
    """How people of an employer are recognised. In the funder's stream; the domains themselves stay in the row."""

    kind: ClassVar[str] = "affiliation_rules_changed"
    funder_id: UUID
    domains: int
    accepts_by_hand: bool


@dataclass(frozen=True, slots=True)
class AffiliationAsked:
    """In the stream `affiliation:<uuid>`, as all that follow. `by_hand`: the staff are told; else a link is owed."""

    kind: ClassVar[str] = "affiliation_asked"
    funder_id: UUID
    user_id: UUID
    by_hand: bool


@dataclass(frozen=True, slots=True)
class AffiliationHandedOver:
    """The person brought two accounts of hers together: it is now in this one."""

    kind: ClassVar[str] = "affiliation_handed_over"
    funder_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class AffiliationLinkRenewed:
    """A new link is owed; the one before is good for nothing."""

    kind: ClassVar[str] = "affiliation_link_renewed"
    funder_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class AffiliationConfirmed:
    kind: ClassVar[str] = "affiliation_confirmed"
    funder_id: UUID
    user_id: UUID
    proof: AffiliationProof


@dataclass(frozen=True, slots=True)
class AffiliationEnded:
    kind: ClassVar[str] = "affiliation_ended"
    funder_id: UUID
    user_id: UUID
    reason: AffiliationEnd


@dataclass(frozen=True, slots=True)
class WorkMailsAgreed:
    """The person agreed that mails about her files at this employer also go to her work address."""

    kind: ClassVar[str] = "work_mails_agreed"
    funder_id: UUID
    user_id: UUID


@dataclass(frozen=True, slots=True)
class WorkMailsStopped:
    kind: ClassVar[str] = "work_mails_stopped"
    funder_id: UUID
    user_id: UUID
