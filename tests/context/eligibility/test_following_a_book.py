"""A book brought in becomes aids; brought in again, only what changed moves, and what people wrote stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from mob.catalogue import selectors, services
from mob.catalogue.models import Aid, AidVersion, RuleBook
from mob.catalogue.services import Followed, FollowReport
from mob.catalogue.types import AidView, Level, Outcome, Processing, TerritoryCode
from mob.directory.models import Funder
from mob.eligibility.books import package
from mob.eligibility.books.services import import_package
from mob.eligibility.verdicts import verdict
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid
from tests.factories import rule_packages
from tests.factories.aids import aid_content
from tests.factories.rule_packages import AIDS, COLMAR, LYON
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)
OUTCOMES = {"aides . lyon": Followed.CREATED, "aides . colmar": Followed.CREATED}


@pytest.fixture
def bring(tmp_path: Path) -> Any:
    def bring(
        aids: dict[str, Any] = AIDS, *, later: bool = False, dry_run: bool = False, **layout: Any
    ) -> FollowReport:
        folder = rule_packages.write(tmp_path, aids=aids, **layout)
        when = LATER if later else NOW
        return import_package(Actor.system(), package.read(folder), now=when, dry_run=dry_run)

    return bring


def told(report: FollowReport) -> dict[str, Followed]:
    return {aid.target: aid.outcome for aid in report.aids}


def shown(report: FollowReport, target: str) -> AidView:
    view = selectors.published(next(aid.slug for aid in report.aids if aid.target == target))
    assert view is not None
    return view


def test_every_rule_with_a_territory_becomes_a_published_aid(bring):
    report = bring()
    assert (told(report), report.refused) == (OUTCOMES, ())
    assert report.unplaced == ("aides . monaco",)
    lyon = shown(report, "aides . lyon")
    assert (lyon.level, lyon.territories) == (Level.EPCI, (TerritoryCode("epci", "200046977"),))
    assert (lyon.processing, lyon.external_url) == (Processing.EXTERNAL, "https://exemple.fr/velo")
    assert (lyon.source_url, lyon.verified_on, lyon.valid_to) == (
        "http://exemple.fr/velo",
        date(2025, 4, 30),
        date(2030, 12, 31),
    )
    assert lyon.rules is not None
    assert lyon.rules.target == "aides . lyon"
    book = selectors.rule_book(lyon.rules.book)
    assert (book.licence, book.edition, dict(book.places)) == ("Apache-2.0", "3.6.1", {"200046977": "Grand Lyon"})


def test_a_giver_of_the_official_code_becomes_a_real_funder_that_receives_nothing_here(bring):
    bring()
    lyon, colmar = (Funder.objects.get(name=name) for name in ("Métropole de Lyon", "Ville de Colmar"))
    assert (lyon.siren, lyon.is_invented, colmar.is_invented) == ("200046977", False, False)


def test_the_same_edition_again_changes_nothing(bring):
    bring()
    before = AidVersion.objects.count()
    assert set(told(bring(later=True)).values()) == {Followed.UNCHANGED}
    assert (AidVersion.objects.count(), RuleBook.objects.count()) == (before, 1)


def test_a_trial_tells_everything_and_writes_nothing(bring):
    report = bring(dry_run=True)
    assert (report.is_dry_run, told(report)) == (True, OUTCOMES)
    assert not any(table.objects.exists() for table in (Aid, RuleBook, Funder))


def test_a_changed_rule_makes_a_new_version_and_the_others_are_not_touched(bring):
    bring()
    untouched = shown(bring(), "aides . lyon").version_id
    report = bring(AIDS | {"aides . colmar": COLMAR | {"valeur": "150 €"}}, later=True, version="3.7.0")
    assert told(report) == {"aides . lyon": Followed.UNCHANGED, "aides . colmar": Followed.UPDATED}
    colmar = shown(report, "aides . colmar")
    assert (colmar.number, colmar.max_amount) == (2, 15_000)
    assert shown(report, "aides . lyon").version_id == untouched


def test_a_rule_moves_with_a_fact_it_depends_on(bring):
    bring()
    base = rule_packages.BASE | {"demandeur . âge . majeur": "demandeur . âge >= 16 an"}
    report = bring(base=base, later=True)
    assert told(report) == {"aides . lyon": Followed.UPDATED, "aides . colmar": Followed.UNCHANGED}


def test_a_rule_that_is_gone_ends_its_aid_the_day_before_and_once(bring):
    first = bring()
    slug = shown(first, "aides . colmar").slug
    without = {"aides . lyon": LYON}
    assert told(bring(without, later=True))["aides . colmar"] is Followed.ENDED
    view = selectors.published(slug)
    assert view is not None
    assert view.valid_to == (LATER - timedelta(days=1)).date()
    assert "aides . colmar" not in told(bring(without, later=True))


def test_a_rule_that_comes_back_opens_its_aid_again(bring):
    bring()
    bring({"aides . lyon": LYON}, later=True)
    report = bring(later=True)
    assert told(report)["aides . colmar"] is Followed.UPDATED
    assert shown(report, "aides . colmar").valid_to is None


def test_an_aid_written_by_hand_since_is_left_alone_and_told(bring):
    report = bring()
    slug = shown(report, "aides . colmar").slug
    aid = Aid.objects.get(slug=slug)
    editing = selectors.editing(Actor.system(), aid.id)
    mine = replace(editing.content, fr=replace(editing.content.fr, promise="À nous."))
    services.edit_aid(Actor.system(), aid_id=aid.id, content=mine, expected_version=editing.version, now=NOW)
    services.publish(Actor.system(), aid_id=aid.id, now=NOW)
    changed = bring(AIDS | {"aides . colmar": COLMAR | {"valeur": "150 €"}}, later=True)
    assert told(changed)["aides . colmar"] is Followed.KEPT
    assert told(bring({"aides . lyon": LYON}, later=True))["aides . colmar"] is Followed.KEPT
    view = selectors.published(slug)
    assert view is not None
    assert (view.promise, view.valid_to) == ("À nous.", None)


def test_an_aid_taken_back_is_changed_and_stays_back(bring):
    report = bring()
    aid = Aid.objects.get(slug=shown(report, "aides . colmar").slug)
    services.unpublish(Actor.system(), aid_id=aid.id, now=NOW)
    bring(AIDS | {"aides . colmar": COLMAR | {"valeur": "150 €"}}, later=True)
    assert selectors.published(aid.slug) is None


def test_an_aid_of_ours_that_tells_of_the_same_keeps_its_words_and_takes_the_rule(bring, world: World):
    town = world.funder("Ville de Colmar")
    ours = aid_content(
        processing=Processing.EXTERNAL,
        external_url="https://exemple.fr/nous",
        territories=(TerritoryCode("commune", "68066"),),
    )
    aid_id = services.create_aid(
        Actor.system(), funder_id=town.id, content=ours, now=NOW, import_key="aides-velo:colmar", slug="colmar"
    )
    services.publish(Actor.system(), aid_id=aid_id, now=NOW)
    report = bring()
    assert told(report)["aides . colmar"] is Followed.JOINED
    view = selectors.published("colmar")
    assert view is not None
    assert view.rules is not None
    assert (view.promise, view.rules.target) == (ours.fr.promise, "aides . colmar")
    again = bring(AIDS | {"aides . colmar": COLMAR | {"valeur": "150 €"}}, later=True)
    assert told(again)["aides . colmar"] is Followed.UPDATED
    renewed = selectors.published("colmar")
    assert renewed is not None
    assert (renewed.promise, renewed.number) == (ours.fr.promise, 3)


def test_a_check_made_since_is_not_forgotten_when_the_rule_changes(bring):
    report = bring()
    aid = Aid.objects.get(slug=shown(report, "aides . lyon").slug)
    AidVersion.objects.filter(aid=aid).update(verified_on=date(2026, 2, 1))
    report = bring(AIDS | {"aides . lyon": LYON | {"date de fin": "31/12/2029"}}, later=True)
    assert shown(report, "aides . lyon").verified_on == date(2026, 2, 1)


def test_an_aid_that_cannot_be_shown_is_refused_with_its_reason_and_the_others_are_taken(bring):
    report = bring(AIDS | {"aides . lyon": LYON | {"lien": "javascript:alert(1)"}})
    assert told(report) == {"aides . colmar": Followed.CREATED}
    assert {problem.code for problem in report.refused[0].problems} == {"aid_web_address"}


def test_rules_that_are_no_rules_refuse_the_package(tmp_path):
    found = package.read(rule_packages.write(tmp_path))
    with pytest.raises(Invalid, match="rules_package_unreadable"):
        import_package(Actor.system(), replace(found, rules="- [}"), now=NOW)


def test_only_who_writes_the_whole_catalogue_brings_books_in(tmp_path, world: World):
    author = world.staff(world.funder("Métropole de Valmont"), Role.CONTENT_EDITOR)
    with pytest.raises(Forbidden):
        import_package(author, package.read(rule_packages.write(tmp_path)), now=NOW)


def test_a_person_is_placed_by_the_names_the_book_uses(bring):
    rules = shown(bring(), "aides . lyon").rules
    assert rules is not None
    answers: dict[str, Any] = {
        "localisation . code insee": "69123",
        "revenu fiscal de référence par part": 20_000.0,
        "demandeur . âge": 30.0,
        "vélo . type": "électrique",
    }
    found = verdict(rules, answers, on=NOW.date())
    assert (found.outcome, found.amount) == (Outcome.ELIGIBLE, 20_000)
    away = verdict(rules, answers | {"localisation . code insee": "68066"}, on=NOW.date())
    assert away.outcome is Outcome.INELIGIBLE
