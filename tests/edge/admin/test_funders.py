"""Pages of funders and their communities."""

from __future__ import annotations

import pytest

from mob.directory.models import Community, Funder
from mob.kernel.actor import Role
from tests.edge.admin.pages import errors_in, main_of

pytestmark = pytest.mark.django_db

CARD = {
    "name": "Région Inventée",
    "kind": "territorial",
    "siren": "",
    "is_invented": "on",
    "contact_phone": "04 00 00 00 01",
}


def test_a_funder_is_created_and_the_page_says_what_to_do_next(platform):
    response = platform.post("/administration/financeurs/nouveau", CARD, follow=True)
    assert response.redirect_chain == [("/administration/financeurs/region-inventee", 302)]
    page = main_of(response)
    assert "Région Inventée" in page
    assert "Invitez maintenant" in page
    assert Funder.objects.get(name="Région Inventée").contact_phone == "04 00 00 00 01"


def test_what_was_typed_stays_and_each_error_leads_to_its_field(platform):
    typed = CARD | {"name": "", "siren": "123", "contact_address": "1 rue Longue"}
    response = platform.post("/administration/financeurs/nouveau", typed)
    assert response.status_code == 422
    assert errors_in(response) == ["#id_name"]
    assert "1 rue Longue" in main_of(response)
    response = platform.post("/administration/financeurs/nouveau", typed | {"name": "Région"})
    assert errors_in(response) == ["#id_siren"]
    assert 'value="123"' in main_of(response)


def test_the_same_funder_twice_is_refused_in_words(platform, funder):
    Funder.objects.filter(id=funder.id).update(slug="metropole-de-valmont")
    response = platform.post("/administration/financeurs/nouveau", CARD | {"name": "METROPOLE DE VALMONT"})
    assert response.status_code == 422
    assert "existe déjà" in main_of(response)


def test_two_administrators_editing_one_card_do_not_overwrite_each_other(platform, funder):
    address = f"/administration/financeurs/{funder.slug}/fiche"
    first = CARD | {"name": funder.name, "version": "1", "contact_hours": "le matin"}
    assert platform.post(address, first).status_code == 302
    response = platform.post(address, first | {"contact_hours": "le soir"})
    assert response.status_code == 422
    assert "le soir" in main_of(response)
    assert Funder.objects.get().contact_hours == "le matin"


@pytest.mark.parametrize("version", ["", "0", "abc", "-1", "9" * 30])
def test_a_damaged_version_breaks_nothing(platform, funder, version):
    address = f"/administration/financeurs/{funder.slug}/fiche"
    response = platform.post(address, CARD | {"name": funder.name, "version": version})
    assert response.status_code == 422


def test_a_funder_s_administrator_edits_the_contacts_alone(staff, funder):
    client = staff(Role.ADMINISTRATOR)
    address = f"/administration/financeurs/{funder.slug}/fiche"
    assert 'name="siren"' not in main_of(client.get(address))
    forged = CARD | {"version": "1", "name": "Usurpée", "kind": "national", "is_invented": ""}
    assert client.post(address, forged).status_code == 302
    after = Funder.objects.get()
    assert (after.name, after.kind, after.is_invented) == ("Métropole de Valmont", "territorial", True)
    assert after.contact_phone == "04 00 00 00 01"


def test_the_list_is_searched_without_accents_and_by_kind(platform, world):
    Funder.objects.filter(id=world.funder("Région Ébène", key=False).id).update(slug="region-ebene")
    world.funder("Transports Durand", key=False)
    found = main_of(platform.get("/administration/financeurs?q=ebene"))
    assert "Région Ébène" in found
    assert "Durand" not in found
    assert "Transports Durand" not in main_of(platform.get("/administration/financeurs?genre=employer"))
    assert "Transports Durand" in main_of(platform.get("/administration/financeurs?genre=nimporte&page=abc"))


def test_an_empty_search_proposes_a_way_on(platform):
    page = main_of(platform.get("/administration/financeurs?q=introuvable"))
    assert 'href="/administration/financeurs"' in page


def test_communities_open_close_and_come_back(staff, funder):
    client = staff(Role.ADMINISTRATOR)
    home = f"/administration/financeurs/{funder.slug}"
    assert client.post(f"{home}/communautes/nouvelle", {"name": "Agents"}).status_code == 302
    community = Community.objects.get()
    for action, word in (("fermer", "close"), ("rouvrir", "open")):
        address = f"{home}/communautes/{community.id}/{action}"
        assert client.get(address).status_code == 200
        assert Community.objects.filter(closed_at__isnull=action == "fermer").exists(), f"reading did {word} it"
        assert client.post(address).status_code == 302
    assert client.post(f"{home}/communautes/{community.id}", {"name": "Les agents"}).status_code == 302
    assert Community.objects.get().name == "Les agents"
    response = client.post(f"{home}/communautes/nouvelle", {"name": "les AGENTS"})
    assert response.status_code == 422
    assert "les AGENTS" in main_of(response)
