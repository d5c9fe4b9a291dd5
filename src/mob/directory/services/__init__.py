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
from mob.directory.services.partner_clients import (
    accept_client,
    ask_again,
    close_client,
    create_for_partner,
    edit_client,
    refuse_client,
    register_client,
    with_wanted,
)
from mob.directory.services.partner_people import (
    accept_partner_invitation,
    cancel_partner_invitation,
    end_partner_membership,
    invite_partner,
)
from mob.directory.services.partners import PartnerDetails, close_partner, create_partner, edit_partner
from mob.directory.services.sandbox_people import end_sandbox_person, make_sandbox_person, recognise

__all__ = [
    "PartnerDetails",
    "accept_affiliation",
    "accept_client",
    "accept_invitation",
    "accept_partner_invitation",
    "appoint_administrator",
    "ask_affiliation",
    "ask_again",
    "cancel_invitation",
    "cancel_partner_invitation",
    "change_membership",
    "close_client",
    "close_community",
    "close_partner",
    "confirm_affiliation",
    "create_community",
    "create_for_partner",
    "create_funder",
    "create_partner",
    "edit_client",
    "edit_funder",
    "edit_partner",
    "end_affiliation",
    "end_leavers",
    "end_membership",
    "end_partner_membership",
    "end_sandbox_person",
    "ensure_funder",
    "heed_organisation",
    "hold_affiliation",
    "invite",
    "invite_partner",
    "leave_employer",
    "make_sandbox_person",
    "read_link",
    "recognise",
    "record_delegation",
    "refuse_affiliation",
    "refuse_client",
    "register_client",
    "rename_community",
    "renew_link",
    "reopen_community",
    "revoke_delegation",
    "set_affiliation_rules",
    "set_work_mails",
    "try_leavers",
    "with_wanted",
]
