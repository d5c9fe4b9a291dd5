"""Reading expressions: operators between spaces, French names, greedy texts, dates that exist; refusals that say where."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicodes import LimitReached, PublicodesError, SyntaxProblem, units
from publicodes.expressions import parse
from publicodes.nodes import Binary, Const, Node, Ref


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("vélo . prix", "vélo . prix"),
        ("titulaire d'un contrat d'alternance", "titulaire d'un contrat d'alternance"),
        ("été 2020", "été 2020"),
        ("a-b", "a-b"),
        ("oui mais", "oui mais"),
        ("^ . a", "^ . a"),
        ("très long nom\n   . sur deux lignes", "très long nom . sur deux lignes"),
    ],
)
def test_a_name_is_read_whole(text: str, name: str) -> None:
    assert parse(text) == Ref(name)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.5 kCo2/douche", 1.5, "kCo2/douche"),
        ("38.1%", 38.1, "%"),
        ("-5 €", -5.0, "€"),
        ("5 €/mois/an", 5.0, "€/mois.an"),
        ("3 /mois", 3.0, "/mois"),
        ("10 euros par mois", 10.0, "euros par mois"),
        ("1k€", 1.0, "k€"),
    ],
)
def test_a_number_keeps_its_unit(text: str, value: float, unit: str) -> None:
    assert parse(text) == Const(value, units.parse(unit))


def test_a_text_runs_to_the_last_quote_of_its_kind() -> None:
    assert parse("'demandeur d'emploi'") == Const("demandeur d'emploi")
    assert parse("statut = 'demandeur d'emploi'") == Binary("=", Ref("statut"), Const("demandeur d'emploi"))
    assert parse("'sur\n   deux lignes'") == Const("sur deux lignes")


def test_dates_are_days_or_months() -> None:
    assert parse("31/12/2024") == Const(date(2024, 12, 31))
    assert parse("12/2024") == Const(date(2024, 12, 1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1+1", "deux espaces"),
        ("b<2", "deux espaces"),
        ("12 %/4", "ne se lit pas"),
        ("31/02/2020", "n’existe pas"),
        ("29/02/2021", "n’existe pas"),
        ("32/01/2020", "ne se lit pas"),
        ("10 000", "ne se lit pas"),
        ("1,5", "ne se lit pas"),
        ("(1 + 2", "parenthèse fermante"),
        ("( )", "attendu ici"),
        ("'sans fin", "ferme ce texte"),
        ("", "vide"),
        ("a  b", "ne se lit pas"),
    ],
)
def test_what_cannot_be_read_says_why_in_french(text: str, said: str) -> None:
    with pytest.raises(SyntaxProblem, match=said):
        parse(text)


def test_endless_expressions_are_refused() -> None:
    with pytest.raises(LimitReached, match="parenthèses"):
        parse("(" * 500 + "1" + ")" * 500)
    with pytest.raises(LimitReached, match="caractères"):
        parse("1 + " * 20_000 + "1")


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    with suppress(PublicodesError):
        assert isinstance(parse(text), Node)


@given(st.text(alphabet="ab1 .()+-*/<>=!'\"%€^\n", max_size=40))
def test_any_text_of_the_language_is_read_or_refused_and_never_breaks(text: str) -> None:
    with suppress(PublicodesError):
        assert isinstance(parse(text), Node)
