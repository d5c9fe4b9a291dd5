"""An aid's words are made from its rule: what to do, how much, in short French sentences."""

from __future__ import annotations

import pytest

from mob.catalogue.types import Audience
from mob.eligibility.books.funders import of, of_department
from mob.eligibility.books.wording import Said, said
from publicodes import Engine
from tests.factories import rule_packages


def words(rule: dict[str, object]) -> Said:
    model = Engine({**rule_packages.BASE, "aides . ici": rule}).model
    return said(model, "aides . ici", giver="Ville d’Ici", where="Ici")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_an_aid_of_several_cases_tells_each_of_them():
    found = words(rule_packages.LYON)
    assert found.texts.title == "Aide à l’achat d’un vélo, Ville d’Ici"
    assert plain(found.texts.promise) == "Jusqu’à 600 € pour l’achat d’un vélo."
    assert plain(found.texts.amount_text) == "jusqu’à 600 €"
    assert plain(found.texts.conditions).splitlines() == [
        "- Avoir un revenu fiscal de référence par part de 26 200 € par an au plus.",
    ]
    assert plain(found.texts.description).splitlines()[2:] == [
        "- Vélo cargo : 50 % du prix, 600 € au plus.",
        "- Vélo électrique : 200 €.",
    ]
    assert (found.amount, found.minimum_age, found.audiences) == (60_000, 18, (Audience.LOW_INCOME,))


def test_an_aid_for_one_kind_of_bicycle_says_which():
    found = words(rule_packages.COLMAR)
    assert plain(found.texts.promise) == "100 € pour l’achat d’un vélo électrique."
    assert found.texts.description == ""


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("vélo . électrique", "Choisir un vélo électrique."),
        ("vélo . électrique = non", "Ne pas choisir un vélo électrique."),
        (
            {"une de ces conditions": ["vélo . cargo", "vélo . adapté"]},
            "Choisir un vélo cargo ou adapté à un handicap.",
        ),
        ("vélo . prix >= 800 €", "Choisir un vélo d’un prix de 800 € au moins."),
        ("demandeur . âge < 26 an", "Avoir moins de 26 ans."),
        (
            "revenu fiscal de référence par part < 900 €/mois",
            "Avoir un revenu fiscal de référence par part de moins de 900 € par mois.",
        ),
        ("aides . commune > 0 €", "Recevoir aussi une aide de la commune."),
        (
            {"une de ces conditions": ["vélo . cargo", "demandeur . âge . majeur"]},
            "Remplir une de ces conditions : choisir un vélo cargo ; avoir 18 ans ou plus.",
        ),
    ],
)
def test_a_condition_is_said_as_what_to_do(condition, sentence):
    found = words({"applicable si": {"toutes ces conditions": [condition]}, "valeur": "100 €"})
    assert plain(found.texts.conditions).splitlines()[-1] == f"- {sentence}"


def test_where_nothing_else_is_asked_the_place_is_the_condition():
    found = words({"applicable si": "demandeur . âge >= 16 an", "valeur": "100 €"})
    assert (found.texts.conditions, found.minimum_age) == ("- Habiter sur ce territoire : Ici.", 16)


def test_a_list_that_would_say_one_case_twice_is_not_shown():
    cap = {"variations": [{"si": "vélo . cargo", "alors": "600 €"}, {"sinon": "300 €"}]}
    share = {"variations": [{"si": "vélo . cargo", "alors": "50 % * vélo . prix"}, {"sinon": "30 % * vélo . prix"}]}
    found = words({"valeur": share, "plafond": cap})
    assert found.texts.description == "Le montant dépend de plusieurs réponses : le vélo, son prix, vos revenus."


def test_an_amount_that_cannot_be_told_is_not_invented():
    found = words({"valeur": "vélo . prix * vélo . prix"})
    assert (found.amount, found.texts.amount_text) == (None, "selon votre situation")
    assert found.texts.promise == "Une aide pour l’achat d’un vélo."


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Lyon", "de Lyon"),
        ("Albi", "d’Albi"),
        ("Le Havre", "du Havre"),
        ("Les Sables", "des Sables"),
        ("La Rochelle", "de La Rochelle"),
    ],
)
def test_towns_follow_their_article(name, told):
    assert of(name) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Somme", "de la Somme"),
        ("Ardèche", "de l’Ardèche"),
        ("Rhône", "du Rhône"),
        ("Landes", "des Landes"),
        ("Paris", "de Paris"),
        ("Haut-Rhin", "du Haut-Rhin"),
        ("Hérault", "de l’Hérault"),
        ("Hauts-de-Seine", "des Hauts-de-Seine"),
        ("Haute-Savoie", "de la Haute-Savoie"),
    ],
)
def test_departements_follow_their_article(name, told):
    assert of_department(name) == told
