"""Tables of the directory: funders and partners, with their people."""

from mob.directory.models.funders import (
    Affiliation,
    AffiliationQuerySet,
    AffiliationRules,
    AttestedOrganisation,
    Community,
    Delegation,
    Funder,
    FunderKey,
    Invitation,
    InvitationQuerySet,
    Membership,
    StaffQuerySet,
)
from mob.directory.models.partners import (
    Partner,
    PartnerClient,
    PartnerInvitation,
    PartnerMembership,
    PartnerTestPerson,
)

__all__ = [
    "Affiliation",
    "AffiliationQuerySet",
    "AffiliationRules",
    "AttestedOrganisation",
    "Community",
    "Delegation",
    "Funder",
    "FunderKey",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "Partner",
    "PartnerClient",
    "PartnerInvitation",
    "PartnerMembership",
    "PartnerTestPerson",
    "StaffQuerySet",
]
