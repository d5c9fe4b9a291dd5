"""Authors see which aids to look at again, say with one click that one holds, and deal with mistakes told of."""

from __future__ import annotations

from datetime import date

import pytest

from mob.catalogue.models import Aid, AidLink, MistakeReport
from mob.kernel.actor import Role
from tests.factories.aids import aid_content, external_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
LIST = "/administration/aides/revoir"


@pytest.fixture
def aid_id(funder):
    return publish(funder, aid_content(verified_on=date(2025, 1, 1), valid_to=None))


def test_the_list_says_why_and_one_click_takes_an_aid_off_it(staff, aid_id):
    author = staff(Role.CONTENT_EDITOR)
    html = author.get(LIST).content.decode()
    assert "Non vérifiée depuis six mois" in html
    assert "aide à revoir" in author.get("/administration/aides").content.decode()
    assert "aide est à revoir" in author.get("/administration/").content.decode()
    response = author.post(f"/administration/aides/{aid_id}/toujours-valable", {"vers": "liste"})
    assert response.headers["Location"] == LIST
    assert "Toutes les aides sont à jour" in author.get(LIST).content.decode()


def test_the_list_leads_to_the_official_page(staff, funder):
    publish(funder, external_content(external_url="https://www.exemple.fr/velo", verified_on=None))
    assert 'href="https://www.exemple.fr/velo"' in staff(Role.CONTENT_EDITOR).get(LIST).content.decode()


def test_the_page_of_an_aid_tells_who_keeps_it_what_its_page_answers_and_what_was_written(staff, funder):
    author = staff(Role.CONTENT_EDITOR)
    aid_id = publish(funder, external_content())
    AidLink.objects.create(aid_id=aid_id, address="https://a.fr", state="gone", checked_at=NOW, failing_since=NOW)
    report = MistakeReport.objects.create(aid_id=aid_id, text="<b>Faux</b>", email="s@exemple.fr", created_at=NOW)
    page = f"/administration/aides/{aid_id}"
    html = author.get(page).content.decode()
    for words in ("la page n’existe plus", "&lt;b&gt;Faux", "mailto:s@exemple.fr", "Toutes les personnes qui écrivent"):
        assert words in html, words
    author.post(f"{page}/signalements/{report.id}/traiter")
    assert "traitée le" in author.get(page).content.decode()


def test_a_keeper_is_chosen_among_those_who_write(staff, aid_id, world, funder):
    author = staff(Role.CONTENT_EDITOR)
    second = world.staff(funder, Role.CONTENT_EDITOR)
    agent = world.staff(funder, Role.CASE_MANAGER)
    address = f"/administration/aides/{aid_id}/responsable"
    html = author.get(address).content.decode()
    assert str(second.id) in html
    assert str(agent.id) not in html
    assert author.post(address, {"owner": str(agent.id)}).status_code == 422
    assert author.post(address, {"owner": str(second.id)}).status_code == 302
    assert Aid.objects.get().owner_id == second.id


def test_a_draft_cannot_be_verified_and_says_so(staff, funder, world):
    author = staff(Role.CONTENT_EDITOR)
    author.post("/administration/aides/nouvelle", {"title": "Prime", "level": "epci", "funder": str(funder.id)})
    aid = Aid.objects.get()
    author.post(f"/administration/aides/{aid.id}/toujours-valable")
    assert Aid.objects.get().verified_on is None
