"""Use cases of the directory. Keys have their own module: `mob.directory.services.keys`."""

from mob.directory.services.affiliating import (
    accept_affiliation,
    ask_affiliation,
    confirm_affiliation,
    read_link,
    renew_link,
    set_work_mails,
)
from mob.directory.services.affiliation_ending import (
    end_affiliation,
    hold_affiliation,
    leave_employer,
    refuse_affiliation,
)
from mob.directory.services.affiliation_rules import set_affiliation_rules
from mob.directory.services.communities import close_community, create_community, rename_community, reopen_community
from mob.directory.services.delegations import record_delegation, revoke_delegation
from mob.directory.services.funders import create_funder, edit_funder, ensure_funder
from mob.directory.services.invitations import accept_invitation, cancel_invitation, invite
from mob.directory.services.leavers import end_leavers, try_leavers
from mob.directory.services.memberships import appoint_administrator, change_membership, end_membership
from mob.directory.services.organisations import heed_organisation

__all__ = [
    "accept_affiliation",
    "accept_invitation",
    "appoint_administrator",
    "ask_affiliation",
    "cancel_invitation",
    "change_membership",
    "close_community",
    "confirm_affiliation",
    "create_community",
    "create_funder",
    "edit_funder",
    "end_affiliation",
    "end_leavers",
    "end_membership",
    "ensure_funder",
    "heed_organisation",
    "hold_affiliation",
    "invite",
    "leave_employer",
    "read_link",
    "record_delegation",
    "refuse_affiliation",
    "rename_community",
    "renew_link",
    "reopen_community",
    "revoke_delegation",
    "set_affiliation_rules",
    "set_work_mails",
    "try_leavers",
]
