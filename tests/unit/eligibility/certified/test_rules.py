"""What a register's answer makes certain, until when, and which papers it spares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.catalogue.types import ProofType, RequiredProof
from mob.eligibility import facts
from mob.eligibility.certified import rules, sources
from mob.eligibility.certified.types import (
    About,
    AgreementView,
    BasisView,
    Certified,
    Enrolment,
    Enrolments,
    FamilyQuotient,
    Held,
    JobSeeking,
    Provider,
    RegisterSource,
    Scholarship,
    Standing,
    Vehicle,
)
from mob.kernel.clock import add_months, civil_date

READ = datetime(2024, 12, 15, 9, 0, tzinfo=UTC)
TODAY = date(2024, 12, 15)


def certain(answer, source: RegisterSource, now: datetime = READ) -> dict[str, tuple[object, str, date]]:
    found = rules.facts_of(answer, sources.kind_of(source), now=now)
    return {each.fact: (each.value, each.provider.value, each.expires_on) for each in found}


def test_e3_a_family_quotient_is_certain_for_three_months_with_the_fund_that_computed_it():
    answer = FamilyQuotient(Provider.CNAF, 2550, 2024, 12)
    assert certain(answer, RegisterSource.FAMILY_QUOTIENT) == {rules.QUOTIENT: (2550, "cnaf", date(2025, 3, 14))}


@pytest.mark.parametrize(
    ("begins", "ends", "until"),
    [
        (date(2024, 9, 1), date(2025, 8, 31), date(2025, 8, 31)),
        (date(2024, 9, 1), date(2026, 8, 31), date(2025, 12, 14)),
        (date(2024, 12, 15), date(2024, 12, 15), date(2024, 12, 15)),
        (date(2020, 7, 1), date(2021, 8, 31), None),
        (date(2025, 1, 6), date(2025, 8, 31), None),
    ],
)
def test_an_enrolment_is_a_fact_while_it_lasts_and_a_year_at_most(begins, ends, until):
    found = certain(Enrolments((Enrolment(begins, ends),)), RegisterSource.STUDENT)
    assert found == ({rules.STATUS: ("étudiant", "mesri", until)} if until else {})


def test_what_a_register_does_not_know_proves_nothing_against_anybody():
    assert certain(Enrolments(()), RegisterSource.STUDENT) == {}
    assert certain(Scholarship(False, None), RegisterSource.SCHOLARSHIP) == {}
    assert certain(JobSeeking(date(2023, 9, 1), date(2024, 9, 1)), RegisterSource.JOB_SEEKER) == {}
    assert certain(Vehicle(None, "??"), RegisterSource.VEHICLE) == {}


def test_the_other_sources_give_their_facts():
    held = Scholarship(True, date(2025, 6, 30))
    assert certain(held, RegisterSource.SCHOLARSHIP) == {rules.SCHOLAR: (True, "cnous", date(2025, 6, 30))}
    seeking = JobSeeking(date(2024, 1, 1), None)
    expected = {rules.STATUS: ("demandeur d'emploi", "france_travail", date(2025, 1, 14))}
    assert certain(seeking, RegisterSource.JOB_SEEKER) == expected
    assert certain(Vehicle(date(2006, 4, 16), "GO"), RegisterSource.VEHICLE) == {
        rules.FIRST_REGISTERED: ("2006-04-16", "ants", date(2025, 3, 14)),
        rules.ENERGY: ("gazole", "ants", date(2025, 3, 14)),
    }


def test_a_source_certifies_nothing_it_is_not_said_to_certify():
    assert certain(FamilyQuotient(Provider.MSA, 700, 2024, 12), RegisterSource.STUDENT) == {}


@pytest.mark.parametrize("source", RegisterSource)
def test_every_source_says_what_it_is_for_and_certifies_facts_that_rules_know(source):
    kind = sources.kind_of(source)
    assert all(words.fr and words.en for words in (kind.title, kind.holder, kind.purpose, kind.why_lasts))
    assert kind.page.startswith("https://particulier.api.gouv.fr/")
    assert bool(kind.scopes) is kind.by_sign_in
    for name in kind.facts:
        known = facts.known(name)
        assert known is not None
        assert known.certified_by


@given(
    value=st.floats(0, 20_000, allow_nan=False),
    now=st.integers(0, 2000).map(lambda days: READ + timedelta(days=days, hours=days % 24)),
    days=st.integers(-400, 400),
)
def test_a_fact_holds_from_its_reading_to_its_last_day_and_never_beyond(value, now, days):
    (fact,) = rules.facts_of(
        FamilyQuotient(Provider.CNAF, value, 2024, 1), sources.kind_of(RegisterSource.FAMILY_QUOTIENT), now=now
    )
    day = civil_date(now) + timedelta(days=days)
    assert fact.holds_on(day) is (day < add_months(civil_date(now), 3))


def fact_of(name: str, about: About = About.HOUSEHOLD, *, contested: bool = False) -> Certified:
    return Certified(name, 1, Provider.CNAF, READ, date(2025, 3, 14), contested, about=about)


def paper(code: str, *names: str) -> RequiredProof:
    return RequiredProof(code, ProofType.OTHER, code, replaced_by=names)


def test_a_paper_is_spared_once_every_fact_that_stands_for_it_is_certified_or_awaited():
    held = Held({"a": fact_of("a")}, frozenset({"b"}))
    papers = [paper("both", "a", "b"), paper("one", "a"), paper("other", "a", "c"), paper("never")]
    assert rules.replaced(papers, held) == {"both", "one"}


def test_what_is_contested_or_old_or_another_persons_is_not_used():
    held = Held(
        {
            "kept": fact_of("kept"),
            "contested": fact_of("contested", contested=True),
            "hers": fact_of("hers", About.PERSON),
        }
    )
    assert set(rules.usable(held, on=TODAY, is_for_child=False).facts) == {"kept", "hers"}
    assert set(rules.usable(held, on=TODAY, is_for_child=True).facts) == {"kept"}
    assert not rules.usable(held, on=date(2025, 3, 15), is_for_child=False).facts


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("13002526500013", True),
        ("13002526500014", False),
        ("35600000000048", True),
        ("35600000049837", True),
        ("1300252650001", False),
        ("1300252650001³", False),
        ("", False),
    ],
)
def test_a_siret_is_recognised(text, is_one):
    assert rules.is_siret(text) is is_one


def test_a_legal_basis_holds_between_its_days_until_it_is_ended():
    def basis(ends_on=None, ended_at=None):
        return BasisView(
            UUID(int=1),
            UUID(int=2),
            "",
            RegisterSource.STUDENT,
            "1",
            "",
            "",
            date(2024, 12, 1),
            ends_on,
            None,
            READ,
            ended_at,
        )

    assert not rules.is_in_force(basis(), date(2024, 11, 30))
    assert rules.is_in_force(basis(), date(2024, 12, 1))
    assert rules.is_in_force(basis(TODAY), TODAY)
    assert not rules.is_in_force(basis(TODAY), TODAY + timedelta(days=1))
    assert not rules.is_in_force(basis(ended_at=READ), TODAY)


days = st.integers(-40, 40).map(lambda count: TODAY + timedelta(days=count))
moments = st.integers(0, 40).map(lambda count: READ - timedelta(days=count))
one_fact = st.builds(
    Certified, st.just(rules.QUOTIENT), st.sampled_from([400.0, 900.0]), st.just(Provider.CNAF), moments, days
)


@st.composite
def agreements(draw) -> AgreementView:
    held = tuple((UUID(int=1), each) for each in draw(st.lists(one_fact, max_size=1)))
    standing = Standing.CERTIFIED if held else Standing.WAITING
    source = RegisterSource.FAMILY_QUOTIENT
    return AgreementView(
        UUID(int=2), source, UUID(int=3), "Métropole", READ, draw(days), standing, "", None, held
    )  # fmt: skip


def usable(view: AgreementView) -> list[datetime]:
    return [each.certified_at for _id, each in view.facts if min(each.expires_on, view.ends_on) >= TODAY]


@given(agreements(), agreements())
def test_of_two_agreements_a_fresher_fact_is_never_given_up(theirs, mine):
    prevails = rules.prevails(theirs, mine, on=TODAY)
    stays, goes = (theirs, mine) if prevails else (mine, theirs)
    assert not usable(goes) or (usable(stays) and max(usable(stays)) >= max(usable(goes)))


@given(agreements(), agreements())
def test_of_two_agreements_as_good_the_one_of_the_account_that_stays_stays(theirs, mine):
    assert not (rules.prevails(theirs, mine, on=TODAY) and rules.prevails(mine, theirs, on=TODAY))
    assert not rules.prevails(mine, mine, on=TODAY)
