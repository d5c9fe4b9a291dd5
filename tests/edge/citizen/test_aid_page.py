"""The page of an aid answers before one starts, and never leads to a dead end."""

from datetime import date

import pytest

from mob.catalogue import services
from mob.catalogue.models import Aid
from mob.catalogue.types import AidTexts, Level, PurchaseTiming, TerritoryCode
from mob.eligibility.books import package
from mob.eligibility.books.services import import_package
from mob.kernel.actor import Actor
from tests.factories import rule_packages
from tests.factories.aids import aid_content, external_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
SLUG = "/aides/prime-velo-a-assistance-electrique"
OPEN = {"valid_from": date(2020, 1, 1), "valid_to": date(2099, 12, 31)}


def read(client, address=SLUG) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_for_whom_how_much_which_papers_and_questions_and_where_to_be_helped(client, world: World):
    publish(world.funder("Métropole de Valmont"), aid_content(minimum_age=18, help_hours="le matin", **OPEN))
    html = read(client)
    for words in (
        "Vous avez 18\u00a0ans ou plus.",
        "Habiter l’une des communes",
        "500\u00a0€",
        "Devis du vélo",
        "Prix du vélo",
        "Métropole de Valmont",
        "31\u00a0décembre\u00a02099",
        'href="tel:0400000000"',
        "le matin",
    ):
        assert words in html, words
    assert html.count("btn--next") == 1
    assert f'href="{SLUG}/demander"' in html


@pytest.mark.parametrize(
    ("commune", "words"),
    [
        ("99V01", "Vous habitez à Valmont-sur-Isère\u00a0: cette aide vaut pour votre commune."),
        ("69123", "Vous habitez à Lyon\u00a0: cette aide ne vaut que pour"),
    ],
)
def test_it_answers_for_the_commune_of_the_address(client, world: World, commune, words):
    publish(world.funder(), aid_content(**OPEN))
    assert words in read(client, f"{SLUG}?commune={commune}")


@pytest.mark.parametrize(
    ("purchase", "words"),
    [
        (PurchaseTiming.AFTER_AGREEMENT, "N’achetez pas encore."),
        (PurchaseTiming.BEFORE_APPLYING, "Achetez d’abord."),
    ],
)
def test_it_warns_when_to_buy(client, world: World, purchase, words):
    publish(world.funder(), aid_content(purchase=purchase, **OPEN))
    assert words in read(client)


def test_an_aid_asked_for_elsewhere_leads_to_the_official_page_without_yellow(client, world: World):
    publish(world.funder(), external_content(**OPEN))
    html = read(client, "/aides/prime-velo-regionale")
    assert "Sur le site exemple.fr" in html
    assert 'href="https://www.exemple.fr/aide"' in html
    assert "btn--next" not in html
    assert "/demander" not in html


def test_an_ended_aid_says_so_and_cannot_be_asked_for(client, world: World):
    publish(world.funder(), external_content(valid_from=None, valid_to=date(2025, 2, 14)))
    html = read(client, "/aides/prime-velo-regionale")
    assert "Cette aide est terminée" in html
    assert "14\u00a0février\u00a02025" in html
    assert "btn--next" not in html


def test_an_aid_to_come_says_when_it_opens(client, world: World):
    publish(world.funder(), aid_content(valid_from=date(2098, 6, 1), valid_to=None))
    html = read(client)
    assert "Cette aide ouvre le 1er\u00a0juin\u00a02098" in html
    assert "/demander" not in html


def test_without_a_usable_key_deposits_are_suspended_and_the_counter_is_named(client, world: World):
    publish(world.funder(key=False), aid_content(**OPEN))
    html = read(client)
    assert "Les dépôts en ligne sont suspendus." in html
    assert "aux coordonnées de cette page" in html
    assert "/demander" not in html


def test_the_funders_counter_helps_when_the_aid_has_none(client, world: World):
    publish(world.funder(), aid_content(help_phone="", **OPEN))
    assert "1 place du Marché" in read(client)


def test_the_years_of_an_aid_are_told(client, world: World):
    aid_id = publish(world.funder(), external_content(valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31)))
    later = external_content(
        valid_from=date(2025, 1, 1), valid_to=None, fr=AidTexts("Prime", "Promesse", "", "- Une", "600 €")
    )
    services.edit_aid(Actor.system(), aid_id=aid_id, content=later, expected_version=2, now=NOW)
    services.publish(Actor.system(), aid_id=aid_id, now=NOW)
    html = read(client, "/aides/prime-velo-regionale")
    assert "Année par année" in html
    assert "Du 1er\u00a0janvier\u00a02024 au 31\u00a0décembre\u00a02024" in html


def test_a_draft_under_way_is_resumed_first(client, world: World):
    from mob.applications import services as applications

    publish(world.funder(), aid_content(**OPEN))
    person = world.person()
    reference = applications.start(
        world.citizen(person), slug="prime-velo-a-assistance-electrique", language="fr", now=NOW
    )
    client.force_login(person)
    html = read(client)
    assert "Reprendre mon brouillon" in html
    assert f'href="/demandes/{reference}"' in html
    assert html.count("btn--next") == 1


def test_what_an_author_writes_is_never_markup(client, world: World):
    evil = '<script>alert(1)</script>\n\n- <img src=x onerror="alert(2)">\n- deux'
    texts = AidTexts("<b>Prime</b>", "promesse", evil, evil, "montant", evil)
    publish(world.funder(), aid_content(fr=texts, **OPEN), slug="prime")
    html = read(client, "/aides/prime")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "<b>Prime" not in html
    assert "<li>deux</li>" in html


def test_a_draft_or_a_withdrawn_aid_does_not_exist_for_people(client, world: World):
    aid_id = publish(world.funder(), aid_content(**OPEN))
    services.unpublish(Actor.system(), aid_id=aid_id, now=NOW)
    assert client.get(SLUG).status_code == 404
    assert client.get("/aides/jamais-vue").status_code == 404


def test_the_old_address_of_an_aid_leads_to_its_page_by_id_or_imported_key(client, world: World):
    aid_id = publish(world.funder(), aid_content(**OPEN))
    Aid.objects.filter(id=aid_id).update(import_key="64c0ffee64c0ffee64c0ffee")
    for query in (f"incentiveId={aid_id}", f"id={aid_id}", "incentiveId=64c0ffee64c0ffee64c0ffee"):
        response = client.get(f"/aide-page?{query}")
        assert (response.status_code, response.headers["Location"]) == (302, SLUG)


@pytest.mark.parametrize(
    "query",
    ["", "incentiveId=inconnu", "incentiveId=0198c0de-0000-7000-8000-000000000000", "id=%00", "id=" + "9" * 900],
)
def test_an_old_address_of_an_unknown_aid_leads_to_the_search(client, db, query):
    response = client.get(f"/aide-page?{query}")
    assert (response.status_code, response.headers["Location"]) == (302, "/recherche")


def test_an_aid_of_several_places_names_the_first_ones(client, world: World):
    codes = ("01004", "2A004", "38185", "69123", "75056", "59350")
    places = tuple(TerritoryCode("commune", code) for code in codes)
    publish(world.funder(), aid_content(territories=places, level=Level.COMMUNE, **OPEN))
    assert "et 2 autres" in read(client)


def test_reading_an_aid_costs_few_queries(client, world: World, django_assert_max_num_queries):
    publish(world.funder(), aid_content(**OPEN))
    read(client)
    with django_assert_max_num_queries(12):
        read(client)


def test_an_aid_of_a_book_names_its_rules_and_their_licence_and_asks_nothing_here(client, tmp_path):
    report = import_package(Actor.system(), package.read(rule_packages.write(tmp_path)), now=NOW)
    address = {aid.target: f"/aides/{aid.slug}" for aid in report.aids}
    html = read(client, address["aides . colmar"])
    for words in ("base nationale des aides au vélo", "Apache-2.0, version 3.6.1", "39 39", "exemple.fr/colmar"):
        assert words in html, words
    assert "Personne n’a dit quand elle a été vérifiée" in html
    assert "Répondez à" not in html
    assert "vérifiée le 30" in read(client, address["aides . lyon"])
