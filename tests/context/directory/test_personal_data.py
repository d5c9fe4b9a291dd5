"""What becomes of staff data when an account is exported or deleted, and of invitations nobody took up."""

import json
from datetime import timedelta

import pytest

from mob.directory import selectors, services, tasks
from mob.directory.models import Invitation, Membership
from mob.directory.personal_data import DirectoryData
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Refused

SYSTEM = Actor.system()


def invite(world, funder, email="lea@valmont.exemple"):
    return services.invite(
        SYSTEM, funder_id=funder.id, email=email, role=Role.CASE_MANAGER, first_name="Léa", now=world.now
    )


def test_a_person_gets_the_rights_she_holds_in_her_export(world):
    agent = world.staff(world.funder("Métropole de Valmont", key=False))
    rights, delegations = DirectoryData().export(agent.id)
    (right,) = json.loads(rights.content)
    assert json.loads(delegations.content)[0]["funder"] == "Métropole de Valmont"
    assert (right["funder"], right["role"], right["ended"]) == ("Métropole de Valmont", "case_manager", None)
    assert DirectoryData().export(world.person().id) == []


def test_deleting_an_account_ends_its_rights_and_forgets_the_card(world):
    agent = world.staff(world.funder(key=False))
    DirectoryData().erase(Actor.citizen(agent.id), user_id=agent.id, choices={}, now=world.now)
    row = Membership.objects.get(user_id=agent.id)
    assert (row.ended_at, row.first_name, row.last_name, row.capacity) == (world.now, "", "", "")
    assert selectors.actor_for(agent.id) is None


def test_the_last_administrator_cannot_vanish_with_her_account(world):
    admin = world.staff(world.funder(key=False), Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="last_administrator"):
        DirectoryData().erase(Actor.citizen(admin.id), user_id=admin.id, choices={}, now=world.now)


def test_an_invitation_that_served_says_nothing_of_the_person_any_more(world):
    funder, user = world.funder(key=False), world.person("lea@valmont.exemple")
    token = invite(world, funder)
    services.accept_invitation(Actor.citizen(user.id), token=token, now=world.now)
    row = Invitation.objects.get()
    assert (row.email, row.first_name) == ("", "")
    assert Membership.objects.get(user=user).first_name == "Léa"


def test_a_cancelled_invitation_is_emptied_and_its_mail_has_no_address(world):
    invite(world, world.funder(key=False))
    row = Invitation.objects.get()
    services.cancel_invitation(SYSTEM, invitation_id=row.id, now=world.now)
    mail = selectors.invitation_mail(row.id)
    assert mail is not None
    assert not mail.invitation.is_open_at(world.now)
    assert mail.invitation.email == ""


def test_an_invitation_nobody_took_up_is_forgotten_after_a_month(world):
    funder = world.funder(key=False)
    invite(world, funder)
    kind = next(each for each in tasks.define() if each.name == "forget_invitations")
    kind.handle({}, world.now + timedelta(days=36))
    assert Invitation.objects.get().email == "lea@valmont.exemple"
    kind.handle({}, world.now + timedelta(days=37))
    assert Invitation.objects.get().email == ""
    assert selectors.invitations_of(SYSTEM, funder.id, now=world.now) == []
