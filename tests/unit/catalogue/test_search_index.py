"""Which aids are found, in which order, with which counts. No database: documents are made here."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.catalogue.search.index import Index
from mob.catalogue.search.types import Card, Opening, SearchDocument, SearchQuery
from mob.catalogue.types import Audience, Level, Mode, Processing, PurchaseTiming, TerritoryCode
from mob.kernel.ids import uuid7
from mob.kernel.money import Cents

DAY = date(2026, 3, 11)
LYON = frozenset({("commune", "69123"), ("epci", "200046977"), ("region", "84"), ("country", "FR")})
_number = count(1)


def document(title: str, **changes: Any) -> SearchDocument:
    usual: dict[str, Any] = {
        "version_id": uuid7(),
        "aid_id": uuid7(),
        "slug": f"aide-{next(_number)}",
        "funder_id": uuid7(),
        "funder_name": "Métropole inventée",
        "level": Level.EPCI,
        "modes": (Mode.BICYCLE,),
        "audiences": (Audience.EVERYONE,),
        "territories": (TerritoryCode("epci", "200046977"),),
        "valid_from": None,
        "valid_to": None,
        "max_amount": Cents(10_000),
        "purchase": PurchaseTiming.NONE,
        "processing": Processing.EXTERNAL,
        "cards": {"fr": Card(title, "", "")},
        "texts": ((title, 8.0), (changes.pop("body", ""), 1.0)),
    }
    return SearchDocument(**(usual | changes))


def found(index: Index, text: str = "", **changes: Any) -> list[str]:
    places = changes.pop("places", None)
    page = index.search(SearchQuery(text=text, page_size=1000, **changes), places=places, day=DAY)
    return [hit.document.card("fr").title for hit in page.hits]


CATALOGUE = Index(
    [
        document("Prime vélo à assistance électrique"),
        document("Aide au covoiturage", modes=(Mode.CARPOOLING,), max_amount=Cents(9_000)),
        document("Pass étudiant", modes=(Mode.PUBLIC_TRANSPORT,), body="métro et tram", max_amount=Cents(8_000)),
        document("Location de bicyclette longue durée", max_amount=Cents(7_000)),
        document("Forfait mobilités durables", level=Level.EMPLOYER, max_amount=Cents(6_000)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("VAE", "Prime vélo à assistance électrique"),
        ("vélo électrique", "Prime vélo à assistance électrique"),
        ("velos electriques", "Prime vélo à assistance électrique"),
        ("covoiturge", "Aide au covoiturage"),
        ("cvooiturage", "Aide au covoiturage"),
        ("covoit", "Aide au covoiturage"),
        ("métros", "Pass étudiant"),
        ("metro", "Pass étudiant"),
        ("étudiante", "Pass étudiant"),
        ("VLD", "Location de bicyclette longue durée"),
        ("vélos longue durée", "Location de bicyclette longue durée"),
        ("FMD", "Forfait mobilités durables"),
        ("forfait mobilité durable", "Forfait mobilités durables"),
        ("l’électrique", "Prime vélo à assistance électrique"),
    ],
)
def test_what_people_type_finds_what_they_mean(typed, title):
    assert found(CATALOGUE, typed)[0] == title


def test_every_word_must_be_met():
    assert found(CATALOGUE, "prime covoiturage étudiant") == []
    assert found(CATALOGUE, "vélo") == ["Prime vélo à assistance électrique", "Location de bicyclette longue durée"]


def test_a_word_nobody_wrote_finds_nothing():
    assert found(CATALOGUE, "hélicoptère") == []


def test_a_text_of_common_words_is_no_text():
    assert len(found(CATALOGUE, "de la")) == 5


def test_a_title_comes_before_a_mention():
    index = Index([document("Bus gratuit", body="et vélo", max_amount=Cents(90_000)), document("Vélo", body="et bus")])
    assert found(index, "vélo") == ["Vélo", "Bus gratuit"]


def test_open_comes_first_then_to_come_then_ended_then_the_highest_amount():
    index = Index(
        [
            document("Terminée", valid_to=date(2025, 2, 14), max_amount=Cents(90_000)),
            document("À venir", valid_from=date(2026, 6, 1), max_amount=Cents(80_000)),
            document("Petite", max_amount=Cents(100)),
            document("Sans montant", max_amount=None),
            document("Grande", valid_to=DAY),
        ]
    )
    assert found(index) == ["Grande", "Petite", "Sans montant", "À venir", "Terminée"]
    page = index.search(SearchQuery(), places=None, day=DAY)
    assert (page.total, page.ended) == (5, 1)
    assert page.hits[-1].opening is Opening.ENDED


def test_a_commune_finds_what_any_of_its_territories_gives():
    index = Index(
        [
            document("France", territories=(TerritoryCode("country", "FR"),)),
            document("Région", territories=(TerritoryCode("region", "84"),)),
            document("Métropole"),
            document("Ailleurs", territories=(TerritoryCode("commune", "2A004"),)),
            document(
                "Deux communes", territories=(TerritoryCode("commune", "01004"), TerritoryCode("commune", "69123"))
            ),
        ]
    )
    assert set(found(index, places=LYON)) == {"France", "Région", "Métropole", "Deux communes"}
    assert found(index, places=frozenset()) == []
    assert len(found(index)) == 5


def test_filters_of_one_kind_are_alternatives_and_kinds_add_up():
    assert len(found(CATALOGUE, modes=frozenset({Mode.BICYCLE, Mode.CARPOOLING}))) == 4
    assert found(CATALOGUE, modes=frozenset({Mode.BICYCLE}), levels=frozenset({Level.EMPLOYER})) == [
        "Forfait mobilités durables"
    ]


def test_a_page_beyond_the_last_gives_the_last():
    index = Index([document(f"Aide {n}") for n in range(23)])
    page = index.search(SearchQuery(page=99), places=None, day=DAY)
    assert (page.page, page.pages, len(page.hits), page.first) == (3, 3, 3, 21)


enums = st.tuples(
    st.frozensets(st.sampled_from(Mode), max_size=2),
    st.frozensets(st.sampled_from(Level), max_size=2),
    st.frozensets(st.sampled_from(Audience), max_size=2),
)
documents = st.lists(
    st.builds(
        document,
        st.sampled_from(["Prime vélo", "Pass bus", "Aide covoiturage"]),
        level=st.sampled_from(Level),
        modes=st.lists(st.sampled_from(Mode), min_size=1, max_size=3, unique=True).map(tuple),
        audiences=st.lists(st.sampled_from(Audience), min_size=1, max_size=3, unique=True).map(tuple),
    ),
    max_size=30,
)


@given(documents, enums, st.sampled_from(["", "vélo", "prime"]))
def test_each_facet_count_is_what_choosing_that_value_alone_would_give(some, chosen, text):
    index = Index(some)
    modes, levels, audiences = chosen
    query = SearchQuery(text=text, modes=modes, levels=levels, audiences=audiences)
    facets = index.search(query, places=None, day=DAY).facets
    for mode in Mode:
        alone = SearchQuery(text=text, modes=frozenset({mode}), levels=levels, audiences=audiences)
        assert facets.modes[mode] == index.search(alone, places=None, day=DAY).total == index.count(alone, places=None)
    for level in Level:
        alone = SearchQuery(text=text, modes=modes, levels=frozenset({level}), audiences=audiences)
        assert facets.levels[level] == index.count(alone, places=None)


@given(documents, st.text(max_size=80))
def test_any_text_may_be_searched(some, text):
    page = Index(some).search(SearchQuery(text=text), places=None, day=DAY)
    assert page.total <= len(some)
