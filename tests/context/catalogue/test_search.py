"""The search answers from the catalogue as it is now, for the commune asked, in one small query."""

import pytest

from mob.catalogue import search, selectors, services
from mob.catalogue.search import Dropped, SearchQuery
from mob.catalogue.types import AidTexts, Level, Mode, TerritoryCode
from tests.factories.aids import aid_content, external_content
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
DAY = NOW.date()


def publish(actor, funder, content):
    aid_id = services.create_aid(actor, funder_id=funder.id, content=content, now=NOW)
    services.publish(actor, aid_id=aid_id, now=NOW)
    return aid_id


def titles(**query):
    return [hit.document.card("fr").title for hit in search.find(SearchQuery(**query), day=DAY).hits]


def test_what_is_published_is_found_at_once_and_what_is_taken_back_is_not(author, town):
    aid_id = publish(author, town, aid_content())
    assert titles(text="VAE", commune="99V01") == ["Prime vélo à assistance électrique"]
    services.unpublish(author, aid_id=aid_id, now=NOW)
    assert titles(text="VAE") == []


def test_a_new_version_replaces_the_old_words(author, town):
    aid_id = publish(author, town, aid_content())
    version = selectors.editing(author, aid_id).version
    services.edit_aid(author, aid_id=aid_id, content=aid_content("Aide au tandem"), expected_version=version, now=NOW)
    assert titles(text="tandem") == []
    services.publish(author, aid_id=aid_id, now=NOW)
    assert titles(text="tandem") == ["Aide au tandem"]


def test_a_transaction_that_fails_leaves_no_trace_in_the_index(author, town):
    from django.db import transaction

    publish(author, town, aid_content())
    with transaction.atomic():
        publish(author, town, aid_content("Fantôme"))
        assert titles(text="fantôme") == ["Fantôme"]
        transaction.set_rollback(True)
    assert titles(text="fantôme") == []
    publish(author, town, aid_content("Bien réelle"))
    assert titles(text="fantôme") == []
    assert titles(text="réelle") == ["Bien réelle"]


def test_an_aid_reaches_the_communes_its_territory_contains(author, town):
    publish(author, town, aid_content("De la métropole"))
    publish(author, town, aid_content("De la région", level=Level.REGION, territories=(TerritoryCode("region", "84"),)))
    publish(author, town, aid_content("D’Ajaccio", territories=(TerritoryCode("commune", "2A004"),)))
    assert set(titles(commune="99V01")) == {"De la métropole", "De la région"}
    assert set(titles(commune="69383")) == {"De la région"}
    assert titles(commune="2A004") == ["D’Ajaccio"]
    assert titles(commune="00000") == []


def test_the_names_of_places_and_funders_are_words_too(author, town):
    publish(author, town, external_content("Prime", territories=(TerritoryCode("region", "84"),)))
    assert titles(text="auvergne") == titles(text="valmont") == ["Prime"]


def test_a_search_reads_one_row_once_the_index_is_warm(author, town, django_assert_num_queries):
    publish(author, town, aid_content())
    titles()
    with django_assert_num_queries(1):
        titles(text="vélo", commune="99V01", modes=frozenset({Mode.BICYCLE}))


def test_a_publication_reads_again_only_what_is_new(author, town, django_assert_num_queries):
    for number in range(3):
        publish(author, town, aid_content(f"Prime {number}"))
    titles()
    publish(author, town, aid_content("Nouvelle"))
    with django_assert_num_queries(5):  # state, aids, then the one new version with its texts and territories
        assert len(titles()) == 4


def test_aids_published_without_the_services_are_found_too(world: World):
    world.aid()
    assert titles() == ["Prime vélo à assistance électrique"]


def test_when_nothing_is_found_the_nearest_stops_are_told_least_first(author, town):
    publish(author, town, aid_content())
    query = SearchQuery(text="vélo", commune="99V01", modes=frozenset({Mode.CARPOOLING}))
    stops = search.nearest(query)
    assert [stop.dropped for stop in stops] == [Dropped.MODE]
    assert (stops[0].count, stops[0].query.text) == (1, "vélo")
    both = SearchQuery(text="fusée", commune="99V01", modes=frozenset({Mode.CARPOOLING}))
    assert [stop.dropped for stop in search.nearest(both)] == [Dropped.FILTERS]
    assert [stop.dropped for stop in search.nearest(SearchQuery(commune="2A004"))] == [Dropped.COMMUNE]


def test_english_words_are_shown_and_searched(author, town):
    publish(author, town, aid_content(en=AidTexts(title="Electric bicycle grant", promise="Part of it is refunded.")))
    page = search.find(SearchQuery(text="refunded"), day=DAY)
    assert page.hits[0].document.card("en").title == "Electric bicycle grant"


def test_a_funder_is_found_under_its_new_name_once_the_journal_has_told(platform, town, author):
    from mob.catalogue.subscribers import subscribers
    from mob.directory import services as funders
    from mob.directory.types import FunderDetails, FunderKind
    from mob.journal.models import Delivery
    from mob.journal.services import view

    publish(author, town, external_content("Prime"))
    assert titles(text="valmont") == ["Prime"]
    card = FunderDetails("Pays du Tilleul", FunderKind.TERRITORIAL, "", True)
    funders.edit_funder(platform, funder_id=town.id, details=card, expected_version=1, now=NOW)
    (who,) = subscribers()
    delivery = Delivery.objects.get(subscriber=who.name)
    who.handle(view(delivery.fact))
    who.handle(view(delivery.fact))
    assert titles(text="tilleul") == ["Prime"]
