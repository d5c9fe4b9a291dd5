"""Rules are run before they are published, and their questions follow them at each save."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.types import FieldContent, FieldKind, Outcome, RuleExample, RulesContent, Words
from mob.eligibility.facts import COMMUNE
from mob.eligibility.verdicts import verdict
from mob.kernel.clock import civil_date
from mob.kernel.errors import InvalidMany
from mob.kernel.money import Cents
from tests.factories.aids import aid_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
OWN = FieldContent("magasin", FieldKind.TEXT, Words("Chez qui achetez-vous ?"))
PAID = RuleExample("un vélo à 1 000 €", (("vélo . prix", 1000),), Outcome.ELIGIBLE, Cents(20_000))
RULES = RulesContent("aide", text="aide: 20% * vélo . prix", examples=(PAID,))


def facts_of(aid_id, actor):
    return [field.fact for field in selectors.editing(actor, aid_id).content.fields]


def test_questions_follow_the_rules_and_the_authors_own_stay(author, town):
    aid_id = services.create_aid(author, funder_id=town.id, content=aid_content(rules=RULES, fields=(OWN,)), now=NOW)
    assert facts_of(aid_id, author) == ["vélo . prix", ""]
    read = selectors.editing(author, aid_id)
    dearer = replace(RULES, text="aide:\n  applicable si: vélo . état . neuf\n  valeur: 50 €")
    content = replace(read.content, rules=dearer)
    services.edit_aid(author, aid_id=aid_id, content=content, expected_version=read.version, now=NOW)
    assert facts_of(aid_id, author) == ["vélo . état", ""]
    read = selectors.editing(author, aid_id)
    services.edit_aid(
        author, aid_id=aid_id, content=replace(read.content, rules=None), expected_version=read.version, now=NOW
    )
    assert selectors.editing(author, aid_id).content.fields == (OWN,)


@pytest.mark.parametrize("text", ["aide: 10% * vélo . prix", "aide: 1 / 0", "- a", "aide: vélo . pri"])
def test_a_version_whose_example_fails_is_kept_but_not_published_and_the_former_keeps_serving(author, town, text):
    aid_id = publish(town, aid_content(rules=RULES), slug="prime")
    read = selectors.editing(author, aid_id)
    content = replace(read.content, rules=replace(RULES, text=text))
    services.edit_aid(author, aid_id=aid_id, content=content, expected_version=read.version, now=NOW)
    with pytest.raises(InvalidMany) as refused:
        services.publish(author, aid_id=aid_id, now=NOW)
    assert {error.pointer.partition(".")[0] for error in refused.value.errors} == {"rules"}
    served = selectors.published("prime")
    assert served is not None
    assert served.rules == RULES


def test_an_aid_of_a_book_is_computed_with_the_places_as_the_book_spells_them(platform, town):
    text = """{"localisation": null, "localisation . epci": {"question": "Où ?", "par défaut": "''"},
      "aides": null, "aides . ici": {"applicable si": "localisation . epci = 'Métropole de Lyon'", "valeur": "100 €"}}"""
    digest = services.keep_book(
        platform, name="@ici/aides", edition="1", licence="MIT", source_url="", text=text, now=NOW
    ).digest
    rules = RulesContent("aides . ici", book=digest)
    publish(town, aid_content(rules=rules, fields=()), slug="ici")
    found = verdict(rules, {COMMUNE: "69123"}, on=civil_date(NOW))
    assert (found.outcome, found.amount) == (Outcome.ELIGIBLE, Cents(10_000))
    assert verdict(rules, {COMMUNE: "31555"}, on=civil_date(NOW)).outcome is Outcome.INELIGIBLE


def test_in_a_book_a_default_that_stands_first_does_not_hide_a_condition_that_fails(platform, town):
    text = """{"carte": {"question": "La carte ?", "type": "booléen", "par défaut": "non"},
      "prix": {"question": "Le prix ?", "type": "nombre", "unité": "€", "par défaut": "1000 €"},
      "aides": null, "aides . ici": {"applicable si": {"toutes ces conditions": ["carte", "prix >= 500 €"]},
      "valeur": "100 €"}}"""
    digest = services.keep_book(
        platform, name="@ici/aides", edition="1", licence="MIT", source_url="", text=text, now=NOW
    ).digest
    rules = RulesContent("aides . ici", book=digest)
    assert verdict(rules, {"prix": 900}, on=civil_date(NOW)).missing == ("carte",)
    found = verdict(rules, {"prix": 300}, on=civil_date(NOW))
    assert (found.outcome, found.missing) == (Outcome.INELIGIBLE, ())


def test_an_aid_that_names_a_rule_its_book_does_not_hold_is_not_published(platform, town):
    digest = services.keep_book(
        platform, name="@ici/aides", edition="1", licence="MIT", source_url="", text='{"aides": null}', now=NOW
    ).digest
    with pytest.raises(InvalidMany):
        publish(town, aid_content(rules=RulesContent("aides . ailleurs", book=digest)))
