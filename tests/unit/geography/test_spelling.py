"""How place names are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.geography import spelling


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("  SAINT  Étienne ", "saint etienne"),
        ("St-Étienne", "saint etienne"),
        ("Ste Geneviève", "sainte genevieve"),
        ("Œuilly", "oeuilly"),
        ("l’île d’yeu", "l ile d yeu"),
        ("Chalon s/ Saône", "chalon sur saone"),
        ("Châlons/Marne", "chalons marne"),
        ("Lyon 3ème", "lyon 3"),
        ("Paris 01er", "paris 1"),
        ("E\u0301vry", "evry"),
        ("Bâgé—Dommartin", "bage dommartin"),
    ],
)
def test_spellings_meet(typed: str, form: str) -> None:
    assert spelling.read(typed).literal[0] == form


def test_st_alone_may_be_saint_or_the_start_of_strasbourg() -> None:
    assert spelling.read("st").literal == ("st", "saint")


def test_articles_may_be_left_out() -> None:
    assert spelling.read("La Roche-sur-Yon").loose == ("roche yon",)


@pytest.mark.parametrize("nothing", ["", "   ", "-", "?!", "\n\t"])
def test_nothing_typed_has_no_spelling(nothing: str) -> None:
    assert spelling.read(nothing).all == ()


def test_lines_are_folded_as_they_are_one_by_one() -> None:
    names = ["L'Abergement-de-Varey", "Saint-Étienne (Ville)", "Ÿ", "Œuf-en-Ternois"]
    assert spelling.fold_lines("\n".join(names)).split("\n") == [spelling.fold_lines(name) for name in names]


@given(st.text())
def test_whatever_is_typed_becomes_plain_letters_digits_and_single_spaces(typed: str) -> None:
    for form in spelling.read(typed).all:
        assert form == form.strip()
        assert "  " not in form
        assert form.replace(" ", "").isalnum()
        assert form.isascii()
        assert form == form.lower()
