"""Who comes in at the desk, and what others find there."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.directory.models import Membership
from mob.kernel.actor import Role
from tests.edge.funder.conftest import Desk, path

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_is_sent_to_sign_in_and_comes_back(desk: Desk, client: Client) -> None:
    answer = client.get("/gestion/?vue=toutes")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion?next=/gestion/")


def test_an_agent_without_her_second_factor_is_sent_to_it(desk: Desk) -> None:
    weak = desk.browser_of(desk.agent, strong=False)
    assert weak.get("/gestion/").headers["Location"].startswith("/mon-compte/")


def test_a_person_finds_no_desk(desk: Desk) -> None:
    dossier = desk.received()
    browser = desk.browser_of(dossier.citizen)
    assert browser.get("/gestion/").status_code == 404
    assert browser.get(path(dossier)).status_code == 404


def test_an_agent_of_another_funder_finds_no_file(desk: Desk) -> None:
    dossier = desk.received()
    other = desk.browser_of(desk.world.staff(desk.world.funder()))
    proof = dossier.detail().proofs[0].document_id
    for address in ("", "accorder", "refuser", "correction", "rouvrir", f"pieces/{proof}"):
        assert other.get(path(dossier, address)).status_code == 404
    for address in ("prendre", "rendre", "message", "note", "accorder"):
        assert other.post(path(dossier, address), {"text": "x", "note": "x"}).status_code == 404


def test_an_agent_of_another_community_finds_no_file(desk: Desk) -> None:
    dossier = desk.received()
    elsewhere = desk.world.staff(desk.funder)
    membership = Membership.objects.get(user_id=elsewhere.id)
    membership.sees_all_communities = False
    membership.save(update_fields=["sees_all_communities"])
    membership.communities.add(desk.world.community(desk.funder))
    browser = desk.browser_of(elsewhere)
    assert browser.get(path(dossier)).status_code == 404
    assert dossier.reference not in browser.get("/gestion/?vue=toutes").text


def test_an_agent_does_not_see_her_own_application(desk: Desk) -> None:
    own = desk.world.citizen(None)
    from tests.factories import dossiers

    dossier = dossiers.sent(desk.world, desk.aid, own)
    Membership.objects.filter(user_id=desk.agent.id).update(user_id=own.id)
    browser = desk.browser_of(own)
    inbox = browser.get("/gestion/?vue=toutes")
    assert dossier.reference not in inbox.text
    assert browser.get(path(dossier)).status_code == 404


def test_a_content_editor_is_led_to_the_administration(desk: Desk) -> None:
    editor = desk.browser_of(desk.colleague(Role.CONTENT_EDITOR))
    assert editor.get("/gestion/").headers["Location"] == "/administration/"


def test_staff_of_two_funders_choose_and_see_one_alone(desk: Desk) -> None:
    here = desk.received()
    other = desk.world.funder("Ateliers inventés")
    from mob.identity.models import User

    desk.world.staff(other, user=User.objects.get(id=desk.agent.id))
    assert "Ateliers inventés" in desk.browser.get("/gestion/financeur").text
    desk.browser.post("/gestion/financeur", {"funder": str(other.id)})
    assert desk.browser.get(path(here)).status_code == 404
    desk.browser.post("/gestion/financeur", {"funder": str(desk.funder.id)})
    assert desk.browser.get(path(here)).status_code == 200


@pytest.mark.parametrize("chosen", ["", "x", "00000000-0000-7000-8000-000000000000"])
def test_a_funder_that_is_not_hers_cannot_be_chosen(desk: Desk, chosen: str) -> None:
    assert desk.browser.post("/gestion/financeur", {"funder": chosen}).status_code == 404


def test_rights_that_ended_meanwhile_lead_back_to_what_is_left(desk: Desk) -> None:
    from mob.identity.models import User

    other = desk.world.funder("Ateliers inventés")
    desk.world.staff(other, user=User.objects.get(id=desk.agent.id))
    desk.browser.post("/gestion/financeur", {"funder": str(other.id)})
    Membership.objects.filter(funder=other).update(ended_at=desk.world.now)
    assert desk.browser.get("/gestion/", follow=True).status_code == 200


def test_shortcuts_are_turned_off_in_this_browser(desk: Desk) -> None:
    assert "data-shortcuts" in desk.browser.get("/gestion/").text
    desk.browser.post("/gestion/raccourcis", {"shortcuts": "off"})
    assert "data-shortcuts" not in desk.browser.get("/gestion/").text
