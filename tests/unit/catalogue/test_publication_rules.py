"""An aid that could only refuse everyone, or that names no way to apply, is not published."""

from dataclasses import replace
from datetime import date

import pytest

from mob.catalogue.rules import content_problems, is_web_address, publication_problems
from mob.catalogue.types import (
    AidContent,
    AidTexts,
    Audience,
    AutomaticCheck,
    ChoiceContent,
    FieldContent,
    FieldKind,
    Frequency,
    FunderFacts,
    Level,
    Outcome,
    Processing,
    ProofContent,
    ProofType,
    RuleExample,
    RulesContent,
    TerritoryCode,
    Words,
)
from mob.kernel.money import Cents
from mob.kernel.texts import text_of
from tests.factories.aids import VALMONT, aid_content, external_content

TODAY = date(2026, 3, 11)
TOWN = FunderFacts(is_public=True, receives=True, has_contact=False)
REAL = FunderFacts(is_public=True, receives=False, has_contact=True)
FIRM = FunderFacts(is_public=False, receives=True, has_contact=False)


def codes(content: AidContent, funder: FunderFacts = TOWN, unknown: tuple[TerritoryCode, ...] = ()) -> set[str]:
    problems = publication_problems(content, funder=funder, unknown=unknown, today=TODAY)
    for problem in problems:
        for language in ("fr", "en"):
            assert text_of(problem.code, language, **dict(problem.params))
    return {problem.code for problem in problems}


def test_a_complete_aid_has_no_problem():
    assert codes(aid_content()) == set()


def test_french_is_required_and_english_is_all_or_nothing():
    assert codes(aid_content(fr=AidTexts())) >= {"aid_title_missing", "aid_promise_missing", "aid_conditions_missing"}
    assert codes(aid_content(en=AidTexts(title="Electric bicycle grant"))) == {"aid_english_promise_missing"}


def test_an_aid_asked_for_elsewhere_needs_no_telephone_of_ours_its_official_page_says_who_answers():
    assert codes(external_content(help_phone=""), TOWN) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"territories": ()}, "aid_territory_missing"),
        ({"modes": ()}, "aid_mode_missing"),
        ({"is_automatic": True}, "aid_automatic_without_checks"),
        ({"automatic_checks": (AutomaticCheck.AGE, AutomaticCheck.AGE)}, "aid_check_twice"),
        ({"audiences": ()}, "aid_audience_missing"),
        ({"minimum_age": 140}, "aid_minimum_age"),
        ({"minimum_age": 45, "audiences": (Audience.YOUNG,)}, "aid_nobody_that_young"),
        ({"valid_from": date(2026, 6, 1), "valid_to": date(2026, 5, 1)}, "aid_dates_inverted"),
        ({"valid_from": None, "valid_to": date(2026, 3, 10)}, "aid_already_ended"),
        ({"max_amount": Cents(0)}, "aid_amount_not_positive"),
        ({"max_amount": None}, "aid_amount_missing"),
        ({"help_phone": ""}, "aid_help_missing"),
        ({"level": Level.COMMUNE, "territories": (TerritoryCode("country", "FR"),)}, "aid_level_territory"),
    ],
)
def test_what_could_only_refuse_everyone_is_named(changes, code):
    assert codes(aid_content(**changes)) == {code}


def test_a_territory_nobody_lives_in_is_named():
    assert codes(aid_content(), unknown=(VALMONT,)) == {"aid_territory_unknown"}


def test_the_last_day_still_counts():
    assert codes(aid_content(valid_to=TODAY)) == set()


@pytest.mark.parametrize("choices", [(), (ChoiceContent("neuf", Words("Neuf")),)])
def test_a_question_with_fewer_than_two_choices_cannot_be_answered(choices):
    field = FieldContent("etat", FieldKind.CHOICE, Words("Neuf ou d’occasion ?"), choices=choices)
    assert codes(aid_content(fields=(field,))) == {"aid_choices_missing"}


def test_choices_need_words_and_a_possible_number():
    two = (ChoiceContent("neuf", Words("Neuf")), ChoiceContent("occasion", Words("")))
    field = FieldContent("etat", FieldKind.CHOICE, Words("État"), choices=two, max_choices=3)
    assert codes(aid_content(fields=(field,))) == {"aid_label_missing", "aid_max_choices"}
    assert codes(aid_content(fields=(replace(field, max_choices=0),))) == {"aid_label_missing", "aid_max_choices"}


def test_a_real_funder_cannot_receive_applications_but_can_be_told_of():
    assert codes(aid_content(), funder=REAL) == {"aid_funder_does_not_receive"}
    assert codes(external_content(), funder=REAL) == set()


@pytest.mark.parametrize("address", ["", "http://www.exemple.fr", "javascript:alert(1)", "https://a b.fr"])
def test_an_aid_asked_for_elsewhere_needs_a_safe_address(address):
    assert "aid_external_address_missing" in codes(external_content(external_url=address))


def test_an_ended_aid_may_be_shown_when_it_is_asked_for_elsewhere():
    assert codes(external_content(valid_from=None, valid_to=date(2025, 2, 14))) == set()


def test_only_public_funders_must_help_away_from_the_internet():
    assert codes(aid_content(help_phone=""), funder=FIRM) == set()
    assert codes(aid_content(help_phone=""), funder=REAL) == {"aid_funder_does_not_receive"}


def test_a_draft_may_be_empty_but_never_too_long_or_ambiguous():
    assert content_problems(AidContent(fr=AidTexts())) == ()
    proof = ProofContent("devis", ProofType.QUOTE, Words("Devis"))
    content = AidContent(fr=AidTexts(title="x" * 161), proofs=(proof, proof), source_url="ftp://x.fr")
    assert {p.pointer for p in content_problems(content)} == {"fr.title", "proofs.1.code", "source_url"}


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://www.lyon.fr/aide?x=1#y", True),
        ("https://www.lyon.fr@mechant.example/", False),
        ("//www.lyon.fr", False),
        ("https://localhost", False),
        ("https://[::1", False),
    ],
)
def test_a_web_address_never_disguises_its_host(address, safe):
    assert is_web_address(address) is safe


def test_a_processing_here_by_default_means_the_funder_must_receive():
    assert AidContent(fr=AidTexts()).processing is Processing.HERE


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (RulesContent("aide"), "aid_rules_missing"),
        (RulesContent("aide", text="aide: 5 €", book="0" * 64), "aid_rules_missing"),
        (RulesContent(" ", text="aide: 5 €"), "aid_rules_target_missing"),
        (RulesContent("a" * 201, text="aide: 5 €"), "aid_text_too_long"),
        (RulesContent("aide", text="x" * 200_001), "aid_text_too_long"),
        (RulesContent("aide", text="aide: 5 €", frequency=Frequency(0)), "aid_frequency"),
        (
            RulesContent("aide", text="aide: 5 €", examples=(RuleExample("cas", (), Outcome.ELIGIBLE),) * 101),
            "aid_too_many",
        ),
    ],
)
def test_rules_that_cannot_be_kept_are_told_why(rules: RulesContent, code: str) -> None:
    assert code in codes(aid_content(rules=rules))


def test_rules_written_or_taken_from_a_book_can_be_kept() -> None:
    for rules in (RulesContent("aide", text="aide: 5 €"), RulesContent("aides . lyon", book="0" * 64)):
        assert not content_problems(aid_content(rules=rules))
