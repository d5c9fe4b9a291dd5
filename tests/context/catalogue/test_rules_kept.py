"""Rules are kept beside the version they belong to, read again unchanged, and travel in our file."""

import json

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.types import (
    FieldContent,
    FieldKind,
    Frequency,
    FrequencyUnit,
    Outcome,
    RuleExample,
    RulesContent,
    Together,
    Words,
)
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, NotFound
from mob.kernel.money import Cents
from tests.factories.aids import aid_content
from tests.factories.catalogue import publish
from tests.factories.world import NOW

pytestmark = pytest.mark.django_db
WRITTEN = RulesContent(
    target="aide",
    text="aide:\n  valeur: 20% * vélo . prix\n  plafond: 500 €",
    shape='{"kind": "share"}',
    examples=(
        RuleExample(
            "un vélo à 1 000 €",
            (("vélo . prix", 1000), ("vélo . fabriqué en france", True)),
            Outcome.ELIGIBLE,
            Cents(20_000),
        ),
        RuleExample("sans prix", (), Outcome.UNDETERMINED),
    ),
    frequency=Frequency(36, FrequencyUnit.HOUSEHOLD),
    together=Together(80, Cents(100_000), 10, Cents(5_000), completes_local=True, is_reduced=True),
    allows_anyway=False,
)
PRICE = FieldContent("prix", FieldKind.NUMBER, Words("Prix du vélo"), fact="vélo . prix")


def book(actor: Actor) -> str:
    text = '{"aides . ici": {"valeur": "100 €"}}'
    return services.keep_book(
        actor, name="@ici/aides", edition="1.0.0", licence="Apache-2.0", source_url="", text=text, now=NOW
    ).digest


def test_rules_are_read_again_unchanged_by_authors_and_by_people(author, town):
    aid_id = services.create_aid(
        author, funder_id=town.id, content=aid_content(rules=WRITTEN, fields=(PRICE,)), now=NOW
    )
    editing = selectors.editing(author, aid_id)
    assert editing.content.rules == WRITTEN
    services.publish(author, aid_id=aid_id, now=NOW)
    view = selectors.published(editing.slug)
    assert view is not None
    assert (view.rules, view.fields[0].fact) == (WRITTEN, "vélo . prix")


def test_a_new_version_keeps_its_own_rules_and_the_former_one_keeps_those_it_had(author, town):
    aid_id = publish(town, aid_content(rules=WRITTEN))
    before = selectors.editing(author, aid_id)
    services.edit_aid(author, aid_id=aid_id, content=aid_content(rules=None), expected_version=before.version, now=NOW)
    assert selectors.editing(author, aid_id).content.rules is None
    assert selectors.terms(before.version_id).rules == WRITTEN


def test_rules_leave_in_our_file_and_come_back_the_same(platform, town):
    publish(town, aid_content(rules=WRITTEN, fields=(PRICE,)), slug="prime")
    text = services.export_aids(platform, fmt=services.FileFormat.JSON, now=NOW, public_url="https://mob.example.fr")
    plain = json.loads(text)["aids"][0]
    assert plain["rules"]["once_per"] == "household"
    plain |= {"key": "autre", "slug": "autre"}
    report = services.import_aids(platform, content=json.dumps(json.loads(text) | {"aids": [plain]}).encode(), now=NOW)
    assert not report.refused
    plain |= {"key": "sans", "slug": "sans", "rules": {k: v for k, v in plain["rules"].items() if k != "together"}}
    report = services.import_aids(platform, content=json.dumps(json.loads(text) | {"aids": [plain]}).encode(), now=NOW)
    assert not report.refused, "an older file says nothing of other aids"
    view = selectors.published("autre")
    assert view is not None
    assert (view.rules, view.fields[0].fact) == (WRITTEN, "vélo . prix")


def test_a_book_is_kept_once_and_read_as_it_came(platform):
    digest = book(platform)
    assert book(platform) == digest
    assert selectors.rule_book(digest).text == '{"aides . ici": {"valeur": "100 €"}}'
    with pytest.raises(NotFound):
        selectors.rule_book("0" * 64)


def test_an_aid_may_take_a_rule_of_a_book_but_of_no_book_unknown(platform, town):
    rules = RulesContent("aides . ici", book=book(platform))
    publish(town, aid_content(rules=rules), slug="ici")
    found = {each.slug: each.has_rules for each in selectors.published_versions()}
    assert found["ici"]
    with pytest.raises(Invalid):
        publish(town, aid_content(rules=RulesContent("aides . ici", book="0" * 64)))


def test_only_who_writes_the_whole_catalogue_keeps_books(author):
    with pytest.raises(Forbidden):
        book(author)


def test_a_book_keeps_how_it_spells_groupings_of_communes(platform):
    kept = services.keep_book(
        platform,
        name="@ici/aides",
        edition="1.0.1",
        licence="Apache-2.0",
        source_url="",
        text="{}",
        places={"200046977": "Métropole de Lyon"},
        now=NOW,
    )
    assert dict(selectors.rule_book(kept.digest).places) == {"200046977": "Métropole de Lyon"}
