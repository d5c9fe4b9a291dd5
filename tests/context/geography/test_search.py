"""What people type finds the commune they mean."""

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mob.geography import selectors, spelling
from mob.geography.types import Commune, Territory, TerritoryKind

TOWNS = sorted(
    place.code for place in selectors.communes_in(Territory(TerritoryKind.COUNTRY, "FR")) if place.population > 2_000
)


def _town(code: str) -> Commune:
    town = selectors.commune(code)
    assert town is not None
    return town


def _names(found: list[Commune]) -> list[str]:
    return [place.name for place in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lyon", "Lyon"),
        ("LYON", "Lyon"),
        ("saint etienne", "Saint-Étienne"),
        ("St Etienne", "Saint-Étienne"),
        ("st-étienne-du-rouvray", "Saint-Étienne-du-Rouvray"),
        ("ste genevieve des bois", "Sainte-Geneviève-des-Bois"),
        ("havre", "Le Havre"),
        ("le havre", "Le Havre"),
        ("aix provence", "Aix-en-Provence"),
        ("la roche yon", "La Roche-sur-Yon"),
        ("l'hay les roses", "L'Haÿ-les-Roses"),
        ("chalon s/ saone", "Chalon-sur-Saône"),
        ("oeuilly", "Œuilly"),
        ("toulou", "Toulouse"),
        ("valmont sur", "Valmont-sur-Isère"),
        ("lyon 3", "Lyon 3e Arrondissement"),
        ("Lyon 3ème", "Lyon 3e Arrondissement"),
        ("paris 1er", "Paris 1er Arrondissement"),
        ("paris 20e arrondissement", "Paris 20e Arrondissement"),
        ("69003", "Lyon 3e Arrondissement"),
        ("38950 valmont", "Valmont-sur-Isère"),
        ("saint denis 974", "Saint-Denis"),
        ("ajaccio (2A)", "Ajaccio"),
        ("38025 Grenoble Cedex", "Grenoble"),
        ("y", "Y"),
        ("eu", "Eu"),
        ("arbignieu", "Arboys en Bugey"),
    ],
)
def test_the_first_suggestion_is_the_one_meant(typed: str, first: str) -> None:
    assert selectors.suggest(typed)[0].name == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("grenobel", "Grenoble"),
        ("grenble", "Grenoble"),
        ("grrenoble", "Grenoble"),
        ("grenovle", "Grenoble"),
        ("renoble", "Grenoble"),
        ("pairs", "Paris"),
        ("pais", "Paris"),
        ("mtz", "Metz"),
        ("lyno", "Lyon"),
        ("marseile", "Marseille"),
        ("saint etiene du rouv", "Saint-Étienne-du-Rouvray"),
        ("villurbanne", "Villeurbanne"),
        ("la rochele", "La Rochelle"),
        ("saint denie 93", "Saint-Denis"),
        ("lyno 3e", "Lyon 3e Arrondissement"),
    ],
)
def test_one_wrong_letter_is_forgiven(typed: str, meant: str) -> None:
    assert meant in _names(selectors.suggest(typed))


def test_a_name_spelt_right_is_followed_by_no_guess() -> None:
    assert _names(selectors.suggest("havre")) == ["Le Havre"]


def test_a_figure_is_never_guessed() -> None:
    assert _names(selectors.suggest("lyon 3")) == ["Lyon 3e Arrondissement"]
    assert selectors.suggest("lyon 12") == []


def test_homonyms_come_by_population() -> None:
    found = selectors.suggest("saint denis")
    assert [place.department for place in found[:2]] == ["974", "93"]
    assert [place.name for place in found[:2]] == ["Saint-Denis", "Saint-Denis"]


def test_a_number_beside_a_name_is_its_departement_or_postcode() -> None:
    assert {place.department for place in selectors.suggest("saint denis 93")} == {"93"}
    assert {place.department for place in selectors.suggest("saint denis 93200")} == {"93"}


def test_the_beginning_of_a_postcode_is_enough() -> None:
    assert {place.department for place in selectors.suggest("690")} == {"69"}
    assert all(any(code.startswith("974") for code in place.postcodes) for place in selectors.suggest("974"))


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "99999", "00000", "xyzxyz", "🚲", "٣٨٠٠٠", "\x00", "'; drop table", "a" * 5000]
)
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert selectors.suggest(typed) == []
    assert selectors.resolve(typed) == []


@pytest.mark.parametrize("limit", [1, 3, 8])
def test_the_limit_is_kept_without_repetition(limit: int) -> None:
    for typed in ("s", "saint", "pais", "38", "la"):
        found = selectors.suggest(typed, limit=limit)
        assert len(found) <= limit
        assert len({place.code for place in found}) == len(found)


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert len(selectors.suggest(typed)) <= 8
    assert isinstance(selectors.resolve(typed), list)


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[Commune, str]:
    """A town of over 2,000 people, and its name with one letter left out, added, replaced or swapped."""
    town = _town(draw(st.sampled_from(TOWNS)))
    name = spelling.fold_lines(town.name)
    at = draw(st.integers(0, len(name) - 1))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    ways = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]
    if at + 1 < len(name):
        ways.append(name[:at] + name[at + 1] + name[at] + name[at + 2 :])
    return town, draw(st.sampled_from(ways))


def _fill_the_list(found: list[Commune], typed: str) -> bool:
    """*Forges* may be a slip for *Froges*: eight names that begin as typed leave no room for another."""
    plain = spelling.without_small_words(typed)
    names = [spelling.without_small_words(spelling.fold_lines(place.name)) for place in found]
    return len(found) == 8 and all(name.startswith(plain) for name in names)


def _is_a_larger_town(typed: str, *, than: Commune) -> bool:
    """*Arras* may be a slip for *Sarras*: nobody can tell, and the town that bears the name is the better answer."""
    exact = [
        place for place in selectors.resolve(typed) if spelling.read(place.name).all[-1] in spelling.read(typed).all
    ]
    return any(place.population >= than.population for place in exact)


ALWAYS_FORGIVEN = 6
"""Letters of the longest word from which no name has more than a few neighbours; shorter slips are forgiven most of
the time (*la mere* is one letter from eight towns)."""


@settings(max_examples=300, deadline=None)
@given(misspelt())
def test_a_town_misspelt_by_one_letter_is_suggested(case: tuple[Commune, str]) -> None:
    town, typed = case
    found = selectors.suggest(typed)
    assume(max(len(word) for word in f"{typed} ".split(" ")) >= ALWAYS_FORGIVEN)
    assume(not _is_a_larger_town(typed, than=town))
    assume(not _fill_the_list(found, typed))
    assert town.code in {place.code for place in found}, typed


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TOWNS))
def test_a_town_in_capitals_without_accents_is_found(code: str) -> None:
    town = _town(code)
    typed = spelling.fold_lines(town.name).upper()
    assert town.name in _names(selectors.suggest(typed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Lyon", "69123"),
        ("lyon 3", "69383"),
        ("69003", "69383"),
        ("st etienne", "42218"),
        ("Le Havre", "76351"),
        ("Saint-Denis (93)", "93066"),
        ("valmont-sur-isère", "99V01"),
        ("grenobel", "38185"),
        ("villeurb", "69266"),
        ("38000", "38185"),
    ],
)
def test_a_place_typed_in_full_is_found_alone(typed: str, code: str) -> None:
    assert [place.code for place in selectors.resolve(typed)] == [code]


def test_a_name_several_communes_bear_gives_them_all_then_likely_ones() -> None:
    found = selectors.resolve("Valmont")
    assert [place.department for place in found[:2]] == ["57", "76"]
    assert "Valmont-sur-Isère" in _names(found)


def test_every_homonym_is_offered_however_many() -> None:
    same = [place for place in selectors.resolve("Sainte-Colombe") if place.name == "Sainte-Colombe"]
    assert len(same) == selectors.table().names.count("Sainte-Colombe") > 8
