"""People search by place, words and filters; the address says it all and never breaks."""

import re

import pytest
from django.test import Client

from mob.catalogue.models import Aid
from mob.catalogue.types import Audience, Level, Mode, TerritoryCode
from tests.factories.aids import aid_content, external_content
from tests.factories.catalogue import publish
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(world: World):
    town = world.funder("Métropole de Valmont")
    publish(town, aid_content())
    publish(
        town,
        external_content(
            "Pass jeunes",
            modes=(Mode.PUBLIC_TRANSPORT,),
            audiences=(Audience.YOUNG,),
            level=Level.REGION,
            territories=(TerritoryCode("region", "84"),),
        ),
    )
    publish(town, external_content("Bonus d’hier", valid_from=None, valid_to=world.now.date().replace(year=2025)))
    return town


def titles(html: str) -> list[str]:
    return re.findall(r'<h3 class="departure-title"><a href="[^"]*"[^>]*>([^<]*)</a>', html)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.headers.get("Location")
    return response.content.decode()


def test_a_commune_lists_its_aids_open_first_and_the_ended_last(client, catalogue):
    html = read(client, "/recherche?commune=99V01")
    assert titles(html)[-1] == "Bonus d’hier"
    assert "<h1>3 aides à Valmont-sur-Isère" in html
    assert "dont 1 terminée" in html
    assert "Terminée le" in html


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("lieu=Valmont-sur-Is%C3%A8re", "/recherche?commune=99V01"),
        ("commune=Valmont-sur-Is%C3%A8re&mode=velo", "/recherche?commune=99V01&mode=velo"),
        ("lieu=valmont+sur+isere&q=v%C3%A9lo", "/recherche?commune=99V01&q=v%C3%A9lo"),
    ],
)
def test_a_place_in_words_leads_to_the_shareable_address(client, catalogue, typed, where):
    response = client.get(f"/recherche?{typed}")
    assert (response.status_code, response.headers["Location"]) == (302, where)


def test_a_postcode_of_several_communes_asks_which_one_and_keeps_the_rest(client, catalogue):
    html = read(client, "/recherche?lieu=38950&mode=velo")
    assert html.count('type="radio" id="commune-') > 1
    assert '<input type="hidden" name="mode" value="velo">' in html


def test_an_unknown_place_says_what_to_do_and_keeps_what_was_typed(client, catalogue):
    html = read(client, "/recherche?lieu=Zzzzqqq")
    assert 'value="Zzzzqqq"' in html
    assert "Nous ne connaissons pas cette commune" in html
    assert titles(html)


def test_filters_are_kept_and_counted(client, catalogue):
    html = read(client, "/recherche?commune=99V01&mode=transports-en-commun")
    assert titles(html) == ["Pass jeunes"]
    assert re.search(r'id="mode-transports-en-commun"[^>]* checked>', html)
    assert re.search(r'for="mode-velo">Vélo <span class="count">2<', html)
    assert "Tout effacer" in html


def test_words_forgive_accents_and_typos(client, catalogue):
    assert titles(read(client, "/recherche?q=velos+elctriques")) == ["Prime vélo à assistance électrique"]


def test_the_links_of_results_keep_the_commune(client, catalogue):
    assert "/aides/prime-velo-a-assistance-electrique?commune=99V01" in read(client, "/recherche?commune=99V01")


@pytest.mark.parametrize(
    "query",
    [
        "mode=fusee",
        "niveau=galaxie&public=personne",
        "page=abc",
        "page=-1",
        "page=99999999999999999999",
        "page=%00",
        "commune=%00%00",
        "commune=00000",
        "lieu=%F0%9F%9A%B2",
        "q=%00",
        "q=" + "a" * 5000,
        "q=%22%27%3C%3E&mode=velo&mode=velo",
        "mode=" + "&mode=".join(str(n) for n in range(60)),
    ],
)
def test_a_strange_address_is_still_a_page(client, catalogue, query):
    assert client.get(f"/recherche?{query}", follow=True).status_code == 200


def test_unknown_words_of_the_address_are_told_kindly(client, catalogue):
    html = read(client, "/recherche?commune=99V01&mode=fusee")
    assert "que nous ne connaissons pas" in html
    assert len(titles(html)) == 3


def test_what_is_typed_is_never_markup(client, catalogue):
    html = read(client, "/recherche?q=%3Cscript%3Ealert(1)%3C/script%3E&mode=%3Cb%3E")
    assert "<script>alert" not in html
    assert "<b>" not in html


def test_an_empty_list_proposes_the_nearest_stop(client, catalogue):
    html = read(client, "/recherche?commune=99V01&mode=covoiturage")
    assert "La ligne s’arrête ici" in html
    assert re.search(r'<a class="btn btn--next" href="/recherche\?commune=99V01">Retirer', html)
    assert html.count("btn--next") == 1


def test_nothing_published_is_said_without_a_dead_end(client, db):
    assert Aid.objects.count() == 0
    html = read(client, "/recherche")
    assert "La ligne s’arrête ici" in html


def test_the_old_sites_words_are_understood(client, catalogue):
    assert titles(read(client, "/recherche?search=jeunes")) == ["Pass jeunes"]


def test_english_pages_mark_the_words_that_stay_french(client, catalogue):
    client.cookies["mob_language"] = "en"
    html = read(client, "/recherche?commune=99V01")
    assert "3 aids in Valmont-sur-Isère" in html
    assert 'lang="fr">Pass jeunes' in html


def test_the_page_costs_one_query_once_warm(client, catalogue, django_assert_num_queries):
    read(client, "/recherche?commune=99V01")
    with django_assert_num_queries(1):
        read(client, "/recherche?commune=99V01&q=v%C3%A9lo")


def test_only_reading_is_allowed(client, catalogue):
    assert client.post("/recherche").status_code == 405


@pytest.mark.parametrize(
    ("name", "phrase"),
    [("Le Havre", "au Havre"), ("Les Abymes", "aux Abymes"), ("La Rochelle", "à La Rochelle"), ("Lyon", "à Lyon")],
)
def test_a_town_is_written_with_its_article(name, phrase):
    from mob.web.citizen.search import where_phrase

    assert where_phrase(name, "fr") == phrase
