"""Pages of staff: invitations and rights."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.directory import selectors, services
from mob.directory.models import Invitation, Membership
from mob.kernel import clock
from mob.kernel.actor import Actor, Role
from tests.edge.admin.pages import errors_in, main_of
from tests.factories.sessions import strong_client

pytestmark = pytest.mark.django_db

LEA = {"email": "lea@valmont.exemple", "role": "case_manager", "first_name": "Léa", "last_name": "Petit"}


def invite_at(funder) -> str:
    return f"/administration/financeurs/{funder.slug}/inviter"


def invited(funder, **changes) -> str:
    given = {"email": "lea@valmont.exemple", "role": Role.CASE_MANAGER} | changes
    token = services.invite(Actor.system(), funder_id=funder.id, now=clock.now(), **given)
    return f"/gestion/invitation/{token}"


def test_an_invitation_is_sent_and_listed_until_it_is_cancelled(staff, funder):
    client = staff(Role.ADMINISTRATOR)
    response = client.post(invite_at(funder), LEA, follow=True)
    assert "lea@valmont.exemple" in main_of(response)
    cancel = f"/administration/invitations/{Invitation.objects.get().id}/annuler"
    assert client.get(cancel).status_code == 200
    assert "lea@valmont.exemple" not in main_of(client.post(cancel, follow=True))
    response = client.post(cancel)
    assert response.status_code in (302, 409)


def test_a_supervisor_is_offered_case_managers_alone_and_forging_gives_nothing(staff, funder):
    client = staff(Role.SUPERVISOR)
    page = main_of(client.get(invite_at(funder)))
    assert 'value="case_manager"' in page
    assert 'value="administrator"' not in page
    response = client.post(invite_at(funder), LEA | {"role": "administrator"})
    assert response.status_code == 422
    assert not Invitation.objects.exists()


def test_communities_must_be_said_when_there_are_some(staff, funder, world):
    community = world.community(funder)
    client = staff(Role.ADMINISTRATOR)
    assert errors_in(client.post(invite_at(funder), LEA)) == ["#id_reach_0"]
    response = client.post(invite_at(funder), LEA | {"reach": "certaines"})
    assert errors_in(response) == ["#id_community_ids_0"]
    limited = LEA | {"reach": "certaines", "community_ids": [str(community.id)]}
    assert client.post(invite_at(funder), limited).status_code == 302
    assert not Invitation.objects.get().sees_all_communities


def test_mass_assignment_changes_nothing_but_the_fields_of_the_form(staff, funder, world):
    """Row 43 of the catalogue of abuse."""
    other = world.funder()
    forged = LEA | {
        "funder": str(other.id),
        "funder_id": str(other.id),
        "sees_all_communities": "off",
        "accepted_at": "2026-01-01",
        "expires_at": "2099-01-01",
        "user": str(world.person().id),
    }
    assert staff(Role.ADMINISTRATOR).post(invite_at(funder), forged).status_code == 302
    row = Invitation.objects.get()
    assert row.funder_id == funder.id
    assert row.accepted_at is None
    assert (row.expires_at - row.created_at).days == 7


def test_a_right_is_changed_and_ended(staff, funder, world):
    agent = world.staff(funder)
    member = Membership.objects.get(user_id=agent.id)
    client = staff(Role.ADMINISTRATOR)
    card = {"role": "supervisor", "first_name": "Ana", "last_name": "Roy", "capacity": "Cheffe", "service": "Mobilités"}
    assert client.post(f"/administration/droits/{member.id}", card).status_code == 302
    assert selectors.actor_for(agent.id).roles == {Role.SUPERVISOR}
    page = main_of(client.get(f"/administration/droits/{member.id}/fin"))
    assert "Ana Roy" in page
    assert selectors.actor_for(agent.id) is not None
    assert client.post(f"/administration/droits/{member.id}/fin").status_code == 302
    assert selectors.actor_for(agent.id) is None


def test_nobody_promotes_herself_through_the_page(funder, world):
    user = world.person()
    world.staff(funder, Role.SUPERVISOR, user=user)
    member = Membership.objects.get(user=user)
    response = strong_client(user).post(f"/administration/droits/{member.id}", {"role": "administrator"})
    assert response.status_code in (403, 422)
    assert selectors.actor_for(user.id).roles == {Role.SUPERVISOR}


def test_the_last_administrator_of_the_platform_stays_and_is_told_why(platform):
    member = Membership.objects.get(funder=None)
    response = platform.post(f"/administration/droits/{member.id}/fin")
    assert response.status_code == 409
    assert "dernière personne" in main_of(response)
    assert Membership.objects.get(id=member.id).ended_at is None


def test_another_administrator_of_the_platform_is_invited_and_accepts(platform, world):
    assert platform.post("/administration/plateforme/inviter", LEA | {"role": "administrator"}).status_code == 302
    mail = selectors.invitation_mail(Invitation.objects.get().id)
    user = world.person("lea@valmont.exemple")
    response = strong_client(user).post(f"/gestion/invitation/{mail.token}")
    assert response.headers["Location"] == "/administration/"
    assert selectors.platform_actor(user.id) is not None


def test_reading_the_link_consumes_nothing_and_the_button_does(funder, world):
    address = invited(funder)
    user = world.person("lea@valmont.exemple")
    client = Client()
    client.force_login(user)
    for _scan in range(3):
        assert client.get(address).status_code == 200
        assert client.head(address).status_code == 200
    assert selectors.actor_for(user.id) is None
    response = client.post(address)
    assert response.headers["Location"] == "/gestion/"
    assert selectors.actor_for(user.id).funder_id == funder.id
    assert client.session["funder"] == str(funder.id)


def test_a_person_without_an_account_is_led_through_sign_in_and_back(funder, client):
    address = invited(funder)
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    page = main_of(response)
    assert "/connexion?next=%2Fgestion%2Finvitation%2F" in page
    assert "lea@valmont.exemple" in page
    assert client.post(address).status_code == 409


def test_another_address_is_told_which_one_was_invited(funder, world):
    client = Client()
    client.force_login(world.person("autre@valmont.exemple"))
    page = client.get(invited(funder))
    assert page.status_code == 409
    assert "lea@valmont.exemple" in main_of(page)
    assert "/deconnexion" in main_of(page)


def test_a_used_or_expired_or_damaged_link_says_so(funder, world, client):
    address = invited(funder)
    Invitation.objects.update(expires_at=world.now)
    assert "sept jours" in main_of(client.get(address))
    Invitation.objects.update(cancelled_at=world.now)
    assert "déjà servi" in main_of(client.get(address))
    for damaged in (address[:-2], "/gestion/invitation/x", "/gestion/invitation/" + "0" * 32 + "~abc"):
        response = client.get(damaged)
        assert response.status_code == 404
        assert "lien d’invitation" in main_of(response)


def test_a_closed_community_of_a_member_is_not_lost_when_her_card_is_saved(staff, funder, world):
    community = world.community(funder)
    agent = world.person()
    token = services.invite(
        Actor.system(),
        funder_id=funder.id,
        email=agent.email,
        role=Role.CASE_MANAGER,
        community_ids=frozenset({community.id}),
        now=clock.now(),
    )
    services.accept_invitation(Actor.citizen(agent.id), token=token, now=clock.now())
    services.close_community(Actor.system(), community_id=community.id, now=clock.now())
    member = Membership.objects.get(user=agent)
    client = staff(Role.ADMINISTRATOR)
    assert f'value="{community.id}"' in main_of(client.get(f"/administration/droits/{member.id}"))
    card = {"role": "case_manager", "reach": "certaines", "community_ids": [str(community.id)]}
    assert client.post(f"/administration/droits/{member.id}", card).status_code == 302
    assert selectors.actor_for(agent.id).community_ids == {community.id}
