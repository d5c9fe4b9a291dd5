"""Invitations, memberships and the hats they give."""

from datetime import timedelta

import pytest

from mob.directory import selectors, services
from mob.directory.models import Community, Invitation, Membership
from mob.directory.types import Appointment
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, InvalidMany, NotFound, Refused

SYSTEM = Actor.system()


@pytest.fixture
def funder(world):
    return world.funder(key=False)


@pytest.fixture
def admin(world, funder):
    return world.staff(funder, Role.ADMINISTRATOR)


def invite(actor, funder, world, **changes):
    given = {"email": "lea@valmont.exemple", "role": Role.CASE_MANAGER, "first_name": "Léa", "last_name": "Petit"}
    return services.invite(actor, funder_id=funder.id, now=world.now, **{**given, **changes})


def membership_of(actor):
    return Membership.objects.get(user_id=actor.id, ended_at=None).id


def kinds(funder_id):
    return [fact.kind for fact in stream_facts(SYSTEM, f"funder:{funder_id}")]


def test_an_invited_person_becomes_staff_with_the_card_of_the_invitation(world, funder, admin):
    token = invite(admin, funder, world, capacity="Instructrice", service="Mobilités")
    user = world.person("Lea@Valmont.exemple")
    services.accept_invitation(Actor.citizen(user.id), token=token, now=world.later(days=6))
    hat = selectors.actor_for(user.id)
    assert (hat.funder_id, hat.roles, hat.community_ids) == (funder.id, {Role.CASE_MANAGER}, None)
    card = selectors.staff_member(user.id, funder_id=funder.id)
    assert (card.full_name, card.capacity, card.service) == ("Léa Petit", "Instructrice", "Mobilités")
    assert kinds(funder.id) == ["staff_invited", "invitation_accepted"]


def test_the_facts_hold_no_name_and_no_address(world, funder, admin):
    invite(admin, funder, world)
    text = str([fact.data for fact in stream_facts(SYSTEM, f"funder:{funder.id}")])
    assert "lea" not in text.lower()
    assert "petit" not in text.lower()


def test_the_mail_finds_the_same_token_again_and_the_database_holds_none(world, funder, admin):
    token = invite(admin, funder, world)
    row = Invitation.objects.get()
    mail = selectors.invitation_mail(row.id)
    assert mail.token == token
    assert mail.invitation.email == "lea@valmont.exemple"
    assert token not in str(Invitation.objects.values().get())


def test_an_invitation_serves_once(world, funder, admin):
    token = invite(admin, funder, world)
    person = Actor.citizen(world.person("lea@valmont.exemple").id)
    services.accept_invitation(person, token=token, now=world.now)
    with pytest.raises(Refused, match="invitation_used"):
        services.accept_invitation(person, token=token, now=world.now)
    assert Membership.objects.filter(user_id=person.id).count() == 1


def test_an_invitation_ends_after_seven_days(world, funder, admin):
    token = invite(admin, funder, world)
    person = Actor.citizen(world.person("lea@valmont.exemple").id)
    with pytest.raises(Refused, match="invitation_expired"):
        services.accept_invitation(person, token=token, now=world.now + timedelta(days=7))


def test_another_address_cannot_use_the_link(world, funder, admin):
    token = invite(admin, funder, world)
    with pytest.raises(Forbidden, match="invitation_other_address"):
        services.accept_invitation(world.citizen(), token=token, now=world.now)
    with pytest.raises(Forbidden, match="sign_in_first"):
        services.accept_invitation(Actor.anonymous(), token=token, now=world.now)


@pytest.mark.parametrize("change", [str.upper, lambda t: t[:-1], lambda t: "0" * 32 + t[32:], lambda t: t[:0]])
def test_a_token_that_was_not_made_here_opens_nothing(world, funder, admin, change):
    token = change(invite(admin, funder, world))
    assert selectors.invitation_by_token(token) is None
    with pytest.raises(NotFound, match="invitation_unknown"):
        services.accept_invitation(world.citizen(), token=token, now=world.now)


def test_a_cancelled_invitation_opens_nothing(world, funder, admin):
    token = invite(admin, funder, world)
    services.cancel_invitation(admin, invitation_id=Invitation.objects.get().id, now=world.now)
    person = Actor.citizen(world.person("lea@valmont.exemple").id)
    with pytest.raises(Refused, match="invitation_used"):
        services.accept_invitation(person, token=token, now=world.now)
    assert selectors.invitations_of(admin, funder.id, now=world.now) == []


def test_inviting_again_cancels_the_first_link(world, funder, admin):
    first = invite(admin, funder, world)
    second = invite(admin, funder, world, email="LEA@valmont.exemple")
    person = Actor.citizen(world.person("lea@valmont.exemple").id)
    with pytest.raises(Refused):
        services.accept_invitation(person, token=first, now=world.now)
    services.accept_invitation(person, token=second, now=world.now)


def test_someone_who_has_the_role_is_not_invited_to_it_again(world, funder, admin):
    world.staff(funder, Role.CASE_MANAGER, user=world.person("lea@valmont.exemple"))
    with pytest.raises(Refused, match="already_staff"):
        invite(admin, funder, world)


def test_every_error_of_an_invitation_comes_at_once(world, funder, admin):
    with pytest.raises(InvalidMany) as caught:
        invite(admin, funder, world, email="lea", first_name="x" * 81, community_ids=frozenset())
    pointers = {error.pointer: error.code for error in caught.value.errors}
    assert pointers == {
        "email": "email_format",
        "first_name": "text_too_long",
        "community_ids": "communities_missing",
    }


def test_the_community_of_another_funder_cannot_be_given(world, funder, admin):
    foreign = world.community(world.funder(key=False))
    with pytest.raises(InvalidMany):
        invite(admin, funder, world, community_ids=frozenset({foreign.id}))


def test_a_supervisor_invites_case_managers_alone(world, funder):
    supervisor = world.staff(funder, Role.SUPERVISOR)
    invite(supervisor, funder, world)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CONTENT_EDITOR):
        with pytest.raises(Forbidden, match="role_not_yours"):
            invite(supervisor, funder, world, role=role)


def test_staff_of_another_funder_see_and_invite_nobody(world, funder, admin):
    invite(admin, funder, world)
    stranger = world.staff(world.funder(key=False), Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        invite(stranger, funder, world)
    with pytest.raises(NotFound):
        services.end_membership(stranger, membership_id=membership_of(admin), now=world.now)
    with pytest.raises(NotFound):
        services.cancel_invitation(stranger, invitation_id=Invitation.objects.get().id, now=world.now)
    assert selectors.memberships_of(stranger, funder.id) == []
    assert selectors.invitations_of(stranger, funder.id, now=world.now) == []
    assert selectors.membership(stranger, membership_of(admin)) is None


def test_staff_of_a_funder_invite_nobody_to_the_platform(world, admin):
    with pytest.raises(NotFound):
        services.invite(admin, funder_id=None, email="a@b.exemple", role=Role.ADMINISTRATOR, now=world.now)
    assert selectors.memberships_of(admin, None) == []


def limited(world, funder, community, role=Role.CASE_MANAGER, user=None):
    user = user or world.person()
    token = services.invite(
        SYSTEM, funder_id=funder.id, email=user.email, role=role, community_ids=frozenset({community.id}), now=world.now
    )
    services.accept_invitation(Actor.citizen(user.id), token=token, now=world.now)
    return selectors.actor_for(user.id, funder_id=funder.id)


def test_closing_or_losing_a_community_never_opens_the_others(world, funder):
    community = world.community(funder)
    hat = limited(world, funder, community)
    services.close_community(SYSTEM, community_id=community.id, now=world.now)
    assert selectors.actor_for(hat.id).community_ids == {community.id}
    Community.objects.all().delete()
    assert selectors.actor_for(hat.id).community_ids == frozenset()


def test_a_role_that_processes_nothing_does_not_widen_a_case_manager_s_view(world, funder):
    community = world.community(funder)
    hat = limited(world, funder, community)
    Membership.objects.create(
        user_id=hat.id, funder=funder, role="content_editor", sees_all_communities=True, created_at=world.now
    )
    both = selectors.actor_for(hat.id)
    assert both.roles == {Role.CASE_MANAGER, Role.CONTENT_EDITOR}
    assert both.community_ids == {community.id}


def test_a_limited_supervisor_opens_only_her_communities(world, funder):
    mine, other = world.community(funder), world.community(funder)
    supervisor = limited(world, funder, mine, Role.SUPERVISOR)
    invite(supervisor, funder, world, community_ids=frozenset({mine.id}))
    for wider in (frozenset({other.id}), None):
        with pytest.raises(Forbidden, match="communities_not_yours"):
            invite(supervisor, funder, world, community_ids=wider)


def test_the_hat_of_one_funder_never_adds_to_another_s(world, funder):
    user, other = world.person(), world.funder(key=False)
    world.staff(funder, Role.CASE_MANAGER, user=user)
    world.staff(other, Role.ADMINISTRATOR, user=user)
    services.appoint_administrator(SYSTEM, user_id=user.id, first_name="", last_name="", now=world.now)
    assert selectors.actor_for(user.id, funder_id=funder.id).roles == {Role.CASE_MANAGER}
    assert selectors.actor_for(user.id, funder_id=other.id).roles == {Role.ADMINISTRATOR}
    platform = selectors.platform_actor(user.id)
    assert (platform.funder_id, platform.roles) == (None, {Role.ADMINISTRATOR})


def test_the_hat_of_a_funder_one_does_not_work_for_is_none(world, funder):
    user = world.person()
    world.staff(funder, user=user)
    assert selectors.actor_for(user.id, funder_id=world.funder(key=False).id) is None
    assert selectors.actor_for(world.person().id) is None
    assert selectors.platform_actor(user.id) is None


def test_a_member_is_changed_and_the_fact_says_what_she_sees(world, funder, admin):
    community = world.community(funder)
    agent = world.staff(funder)
    card = Appointment(Role.SUPERVISOR, "Ana", "Roy", "Cheffe", "Mobilités", frozenset({community.id}))
    services.change_membership(admin, membership_id=membership_of(agent), card=card, now=world.now)
    hat = selectors.actor_for(agent.id)
    assert (hat.roles, hat.community_ids) == ({Role.SUPERVISOR}, {community.id})
    fact = stream_facts(SYSTEM, f"funder:{funder.id}")[-1]
    assert fact.data["community_ids"] == [str(community.id)]


def test_nobody_changes_her_own_rights(world, funder, admin):
    supervisor = world.staff(funder, Role.SUPERVISOR)
    for actor, role in ((supervisor, Role.ADMINISTRATOR), (admin, Role.SUPERVISOR), (supervisor, Role.SUPERVISOR)):
        with pytest.raises(Forbidden, match="own_rights"):
            services.change_membership(actor, membership_id=membership_of(actor), card=Appointment(role), now=world.now)


def test_a_supervisor_neither_raises_nor_removes_those_above_case_managers(world, funder, admin):
    supervisor, agent = world.staff(funder, Role.SUPERVISOR), world.staff(funder)
    with pytest.raises(Forbidden):
        services.change_membership(
            supervisor, membership_id=membership_of(agent), card=Appointment(Role.SUPERVISOR), now=world.now
        )
    with pytest.raises(Forbidden):
        services.end_membership(supervisor, membership_id=membership_of(admin), now=world.now)
    services.end_membership(supervisor, membership_id=membership_of(agent), now=world.now)


def test_an_ended_right_is_gone_at_once_and_ends_once(world, funder, admin):
    agent = world.staff(funder)
    membership = membership_of(agent)
    services.end_membership(admin, membership_id=membership, now=world.now)
    assert selectors.actor_for(agent.id) is None
    assert not selectors.is_staff(agent.id)
    with pytest.raises(Refused, match="membership_ended"):
        services.end_membership(admin, membership_id=membership, now=world.now)
    assert selectors.staff_member(agent.id, funder_id=funder.id).full_name == "Julien Roche"


def test_anyone_may_leave_but_the_last_administrator(world, funder, admin):
    agent = world.staff(funder)
    services.end_membership(agent, membership_id=membership_of(agent), now=world.now)
    with pytest.raises(Refused, match="last_administrator"):
        services.end_membership(admin, membership_id=membership_of(admin), now=world.now)
    world.staff(funder, Role.ADMINISTRATOR)
    services.end_membership(admin, membership_id=membership_of(admin), now=world.now)


def test_the_platform_keeps_one_administrator(world):
    def appoint():
        user = world.person()
        services.appoint_administrator(SYSTEM, user_id=user.id, first_name="A", last_name="B", now=world.now)
        return selectors.platform_actor(user.id)

    first, second = appoint(), appoint()
    services.end_membership(first, membership_id=membership_of(second), now=world.now)
    with pytest.raises(Refused, match="last_administrator"):
        services.end_membership(first, membership_id=membership_of(first), now=world.now)
    with pytest.raises(Refused, match="last_administrator"):
        services.end_membership(SYSTEM, membership_id=membership_of(first), now=world.now)


def test_the_platform_s_administrator_can_end_a_funder_s_last_one(world, funder, admin):
    services.end_membership(SYSTEM, membership_id=membership_of(admin), now=world.now)
    assert selectors.actor_for(admin.id) is None


def test_only_administrators_of_the_platform_appoint_another(world, admin):
    with pytest.raises(Forbidden):
        services.appoint_administrator(admin, user_id=admin.id, first_name="", last_name="", now=world.now)


def test_notices_reach_each_person_once(world, funder):
    user = world.person()
    world.staff(funder, Role.CASE_MANAGER, user=user)
    world.staff(funder, Role.SUPERVISOR, user=user)
    world.staff(funder)
    assert len(selectors.staff_of(funder.id)) == 2


def test_a_case_manager_reads_her_colleagues_and_an_anonymous_visitor_nobody(world, funder, admin):
    assert len(selectors.memberships_of(world.staff(funder), funder.id)) == 2
    for actor in (Actor.anonymous(), Actor.citizen(admin.id), Actor(ActorKind.STAFF, id=admin.id)):
        assert selectors.memberships_of(actor, funder.id) == []
