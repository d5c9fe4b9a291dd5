"""Use cases of the directory. Keys have their own module: `mob.directory.services.keys`."""

from mob.directory.services.communities import close_community, create_community, rename_community, reopen_community
from mob.directory.services.delegations import record_delegation, revoke_delegation
from mob.directory.services.funders import create_funder, edit_funder, ensure_funder
from mob.directory.services.invitations import accept_invitation, cancel_invitation, invite
from mob.directory.services.memberships import appoint_administrator, change_membership, end_membership

__all__ = [
    "accept_invitation",
    "appoint_administrator",
    "cancel_invitation",
    "change_membership",
    "close_community",
    "create_community",
    "create_funder",
    "edit_funder",
    "end_membership",
    "ensure_funder",
    "invite",
    "record_delegation",
    "rename_community",
    "reopen_community",
    "revoke_delegation",
]
