"""Reading the directory: funders and communities, hats, staff and invitations, keys."""

from mob.directory.selectors.delegations import delegation, delegations_held, delegations_of, signatory
from mob.directory.selectors.funders import (
    communities_managed,
    communities_of,
    funder,
    funder_by_name,
    funder_by_slug,
    funder_rows,
    funder_view,
    totals,
    visible_funder,
    visible_to,
)
from mob.directory.selectors.hats import actor_for, funders_of, is_staff, platform_actor
from mob.directory.selectors.keys import documents_by_key, encryption_keys, has_usable_key, key, keys_of
from mob.directory.selectors.staff import (
    invitation,
    invitation_by_token,
    invitation_mail,
    invitations_of,
    membership,
    memberships_of,
    staff_member,
    staff_of,
)

__all__ = [
    "actor_for",
    "communities_managed",
    "communities_of",
    "delegation",
    "delegations_held",
    "delegations_of",
    "documents_by_key",
    "encryption_keys",
    "funder",
    "funder_by_name",
    "funder_by_slug",
    "funder_rows",
    "funder_view",
    "funders_of",
    "has_usable_key",
    "invitation",
    "invitation_by_token",
    "invitation_mail",
    "invitations_of",
    "is_staff",
    "key",
    "keys_of",
    "membership",
    "memberships_of",
    "platform_actor",
    "signatory",
    "staff_member",
    "staff_of",
    "totals",
    "visible_funder",
    "visible_to",
]
