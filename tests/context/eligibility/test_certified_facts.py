"""Facts that a register certified: agreed to, read, kept sealed for one funder, expired, contested, taken back."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mob.directory.types import FunderKind
from mob.eligibility.certified.types import (
    Enrolment,
    Enrolments,
    FamilyQuotient,
    JobSeeking,
    Provider,
    RegisterSource,
    Standing,
    Wanted,
)
from mob.eligibility.certifying import agreeing, bases, collecting, reading
from mob.eligibility.certifying.personal_data import CertifiedData, rules
from mob.eligibility.models import Agreement, HeldFact
from mob.identity import selectors as identity
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused
from mob.kernel.ports import PortRefused, PortUnavailable
from tests.factories.certifying import QF_2550, QUOTIENT, SIRET, Register, agree, basis, plugged
from tests.factories.dossiers import introduce
from tests.factories.world import World

pytestmark = pytest.mark.django_db
QF, STUDENT = RegisterSource.FAMILY_QUOTIENT, RegisterSource.STUDENT


@pytest.fixture
def register() -> Iterator[Register]:
    with plugged(Register({QF: QF_2550})) as served:
        yield served


def today(world: World) -> date:
    return civil_date(world.now)


def kinds(citizen: Actor) -> list[str]:
    return [fact.kind for fact in journal.stream_facts(Actor.system(), f"account:{citizen.id}")]


def test_e3_what_was_agreed_to_is_read_with_the_token_and_kept_for_that_funder_alone(world: World, register: Register):
    funder, other = world.funder(), world.funder()
    basis(funder, now=world.now)
    basis(other, now=world.now)
    citizen = world.citizen()
    agree(citizen, funder, now=world.now)
    assert collecting.collect(citizen, token="hers", now=world.now) == 1
    assert register.calls == [(QF, SIRET, "hers", "")]
    held = reading.held_for(citizen.id, funder_id=funder.id, on=today(world))
    fact = held.facts[QUOTIENT]
    assert (fact.value, fact.provider, fact.certified_at) == (2550, Provider.CNAF, world.now)
    assert fact.expires_on == date(2026, 6, 10)
    assert reading.held_for(citizen.id, funder_id=other.id, on=today(world)).is_empty
    assert reading.held_for(world.citizen().id, funder_id=funder.id, on=today(world)).is_empty
    assert kinds(citizen) == ["register_agreed", "facts_certified"]


def test_nothing_is_asked_that_was_not_agreed_to(world: World, register: Register):
    basis(world.funder(), now=world.now)
    assert collecting.collect(world.citizen(), token="hers", now=world.now) == 0
    assert register.calls == []


def test_what_is_certain_is_not_asked_again_until_it_expires(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="one", now=world.now)
    collecting.collect(citizen, token="two", now=world.later(days=30))
    assert len(register.calls) == 1
    later = world.later(days=120)
    held = reading.held_for(citizen.id, funder_id=funder.id, on=civil_date(later))
    assert (dict(held.facts), held.awaited) == ({}, {QUOTIENT})
    register.answers[QF] = FamilyQuotient(Provider.MSA, 900, 2026, 7)
    collecting.collect(citizen, token="three", now=later)
    held = reading.held_for(citizen.id, funder_id=funder.id, on=civil_date(later))
    assert (held.facts[QUOTIENT].value, held.facts[QUOTIENT].provider) == (900, Provider.MSA)


@pytest.mark.parametrize(
    ("failure", "standing", "reason"),
    [
        (PortUnavailable("503"), Standing.TO_CONFIRM, "unavailable"),
        (PortRefused("token_dead"), Standing.TO_CONFIRM, "token_dead"),
        (PortRefused("not_allowed"), Standing.TO_CONFIRM, "not_allowed"),
        (PortRefused("not_read"), Standing.TO_CONFIRM, "not_read"),
        (PortRefused("not_found"), Standing.NOTHING, "not_found"),
    ],
)
def test_a_failed_call_leaves_the_fact_to_confirm_and_never_an_answer(
    world: World, register: Register, failure: Exception, standing: Standing, reason: str
):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    agree(citizen, funder, now=world.now)
    register.answers[QF] = failure
    assert collecting.collect(citizen, token="hers", now=world.now) == 0
    row = Agreement.objects.get(user_id=citizen.id)
    assert (row.standing, row.reason) == (standing.value, reason)
    held = reading.held_for(citizen.id, funder_id=funder.id, on=today(world))
    assert held.facts == {}
    # A register that does not know her will not confirm anything: the paper is asked as usual.
    assert held.awaited == (frozenset({QUOTIENT}) if standing is Standing.TO_CONFIRM else frozenset())
    register.answers[QF] = QF_2550
    assert collecting.collect(citizen, token="next", now=world.later(days=1)) == 1


def test_one_failure_does_not_cost_the_other_sources(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    enrolled = Enrolments((Enrolment(date(2025, 9, 1), date(2026, 8, 31)),))
    register.answers |= {QF: PortUnavailable("down"), STUDENT: enrolled}
    for source in (QF, STUDENT):
        basis(funder, source, now=world.now)
        agree(citizen, funder, source, now=world.now)
    assert collecting.collect(citizen, token="hers", now=world.now) == 1
    held = reading.held_for(citizen.id, funder_id=funder.id, on=today(world))
    assert set(held.facts) == {"demandeur . statut"}
    assert held.awaited == {QUOTIENT}


def test_a_person_does_not_wait_longer_than_the_time_all_calls_have(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    for source in (QF, STUDENT):
        basis(funder, source, now=world.now)
        agree(citizen, funder, source, now=world.now)
    ticks = iter([0.0, 1.0, 25.0])
    collecting.collect(citizen, token="hers", now=world.now, elapsed=lambda: next(ticks))
    assert [source for source, *_ in register.calls] == [QF]
    late = Agreement.objects.get(user_id=citizen.id, source=STUDENT.value)
    assert (late.standing, late.reason) == ("to_confirm", "too_long")


def test_values_and_tokens_are_sealed_and_in_no_log(world: World, register: Register, caplog):
    funder, citizen = world.funder(), world.citizen()
    register.answers |= {
        RegisterSource.VEHICLE: PortUnavailable("down"),
        QF: FamilyQuotient(Provider.CNAF, 98761, 2026, 2),
    }
    basis(funder, now=world.now)
    basis(funder, RegisterSource.VEHICLE, now=world.now)
    with caplog.at_level(logging.DEBUG):
        agree(citizen, funder, now=world.now)
        agree(citizen, funder, RegisterSource.VEHICLE, number="ab 123 cd", now=world.now)
        collecting.collect(citizen, token="secret-token", now=world.now)
    assert register.calls[1] == (RegisterSource.VEHICLE, SIRET, "secret-token", "AB123CD")
    row, plate = HeldFact.objects.get(), Agreement.objects.get(source="vehicle")
    written = bytes(row.sealed) + bytes(plate.sealed_number) + caplog.text.encode()
    facts = journal.stream_facts(Actor.system(), f"account:{citizen.id}")
    written += json.dumps([dict(fact.data) for fact in facts]).encode()
    for secret in (b"98761", b"secret-token", b"AB123CD", b"ab 123 cd"):
        assert secret not in written
    # The same value twice never reads the same, and no other row opens it.
    assert len(row.sealed) == len(bytes(plate.sealed_number))
    HeldFact.objects.update(sealed=bytes(plate.sealed_number))
    assert reading.held_for(citizen.id, funder_id=funder.id, on=today(world)).facts == {}


def test_taking_an_agreement_back_erases_its_facts_at_once_and_keeps_its_proof(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    row = agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="hers", now=world.now)
    with pytest.raises(NotFound):
        agreeing.revoke(world.citizen(), row.id, now=world.now)
    agreeing.revoke(citizen, row.id, now=world.later(hours=1))
    assert (HeldFact.objects.count(), Agreement.objects.count()) == (0, 0)
    assert reading.held_for(citizen.id, funder_id=funder.id, on=today(world)).is_empty
    (receipt,) = identity.receipts_of(citizen)
    assert (receipt.text, receipt.withdrawn_at) == ("Lire family_quotient", world.later(hours=1))
    collecting.collect(citizen, token="again", now=world.later(days=1))
    assert len(register.calls) == 1


def test_a_contested_fact_decides_nothing_until_it_is_taken_up_or_the_register_says_another(
    world: World, register: Register
):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="hers", now=world.now)
    fact = HeldFact.objects.get()
    with pytest.raises(NotFound):
        agreeing.contest(world.citizen(), fact.id, now=world.now)
    agreeing.contest(citizen, fact.id, now=world.now)
    agreeing.contest(citizen, fact.id, now=world.now)

    def is_contested() -> bool:
        held = reading.held_for(citizen.id, funder_id=funder.id, on=today(world))
        return held.facts[QUOTIENT].is_contested

    assert is_contested()
    agreeing.take_up(citizen, fact.id, now=world.now)
    assert not is_contested()
    agreeing.contest(citizen, fact.id, now=world.now)
    Agreement.objects.update(standing="to_confirm")
    collecting.collect(citizen, token="same", now=world.now)
    assert is_contested()
    Agreement.objects.update(standing="to_confirm")
    register.answers[QF] = FamilyQuotient(Provider.CNAF, 800, 2026, 3)
    collecting.collect(citizen, token="other", now=world.now)
    assert not is_contested()
    assert kinds(citizen).count("fact_contested") == 2


def test_a_job_seeker_is_asked_by_her_own_number_without_any_sign_in(world: World, register: Register):
    funder, citizen, source = world.funder(), world.citizen(), RegisterSource.JOB_SEEKER
    introduce(citizen, now=world.now)
    register.answers[source] = JobSeeking(date(2026, 1, 5), None, "HADDAD", date(1994, 9, 8))
    basis(funder, source, now=world.now)
    with pytest.raises(Invalid) as wrong:
        agree(citizen, funder, source, number="Samira", now=world.now)
    assert (wrong.value.code, wrong.value.pointer) == ("job_seeker_number_wrong", "job_seeker-number")
    row = agree(citizen, funder, source, number="1234567a", now=world.now)
    collecting.ask_again(citizen, row.id, now=world.now)
    assert register.calls == [(source, SIRET, "", "1234567A")]
    held = reading.held_for(citizen.id, funder_id=funder.id, on=today(world))
    assert held.facts["demandeur . statut"].value == "demandeur d'emploi"


@pytest.mark.parametrize(("name", "born"), [("Autre", date(1994, 9, 8)), ("Haddad", date(1994, 9, 9)), ("", None)])
def test_somebody_elses_number_certifies_nothing(world: World, register: Register, name: str, born: date | None):
    funder, citizen, source = world.funder(), world.citizen(), RegisterSource.JOB_SEEKER
    introduce(citizen, now=world.now)
    register.answers[source] = JobSeeking(date(2026, 1, 5), None, name, born)
    basis(funder, source, now=world.now)
    row = agree(citizen, funder, source, number="1234567A", now=world.now)
    collecting.ask_again(citizen, row.id, now=world.now)
    row.refresh_from_db()
    # The same word as for a number that does not exist: nothing is learnt of who holds it.
    assert (row.standing, row.reason, HeldFact.objects.count()) == ("nothing", "number_wrong", 0)


def test_a_number_is_not_asked_without_an_identity_to_compare_nor_more_than_ten_times_a_day(
    world: World, register: Register
):
    funder, citizen, source = world.funder(), world.citizen(), RegisterSource.JOB_SEEKER
    register.answers[source] = PortRefused("not_found")
    basis(funder, source, now=world.now)
    row = agree(citizen, funder, source, number="1234567A", now=world.now)
    collecting.ask_again(citizen, row.id, now=world.now)
    row.refresh_from_db()
    assert (row.reason, register.calls) == ("identity_missing", [])
    introduce(citizen, now=world.now)
    for minute in range(12):
        collecting.ask_again(citizen, row.id, now=world.later(minutes=minute))
    row.refresh_from_db()
    assert (row.reason, len(register.calls)) == ("too_often", 10)


# Legal bases


def test_without_a_legal_basis_nothing_is_agreed_to_nor_asked_nor_used(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    with pytest.raises(Refused) as refused:
        agree(citizen, funder, now=world.now)
    assert refused.value.code == "no_legal_basis"
    recorded = basis(funder, now=world.now, ends_on=today(world) + timedelta(days=1))
    agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="hers", now=world.now)
    assert not reading.held_for(citizen.id, funder_id=funder.id, on=today(world)).is_empty
    over = today(world) + timedelta(days=2)
    assert reading.held_for(citizen.id, funder_id=funder.id, on=over).is_empty
    bases.end_basis(Actor.system(), basis_id=recorded, now=world.now)
    assert reading.held_for(citizen.id, funder_id=funder.id, on=today(world)).is_empty
    Agreement.objects.update(standing="to_confirm")
    collecting.collect(citizen, token="again", now=world.now)
    assert len(register.calls) == 1
    with pytest.raises(Refused) as twice:
        bases.end_basis(Actor.system(), basis_id=recorded, now=world.now)
    assert twice.value.code == "basis_ended"


def test_no_basis_is_recorded_for_an_employer_nor_where_an_employer_runs_the_installation(world: World, settings):
    employer, town = world.funder(kind=FunderKind.EMPLOYER), world.funder()
    with pytest.raises(Refused) as refused:
        basis(employer, now=world.now)
    assert refused.value.code == "basis_not_for_employers"
    basis(town, now=world.now)
    assert QF in bases.allowed(town.id, today(world))
    settings.ENV = replace(settings.ENV, operated_by="employer")
    assert bases.allowed(town.id, today(world)) == {}
    with pytest.raises(Refused) as refused:
        basis(town, STUDENT, now=world.now)
    assert refused.value.code == "basis_not_for_employers"


def test_a_basis_is_recorded_by_the_platform_alone_and_once_at_a_time(world: World):
    funder = world.funder()
    for actor in (world.staff(funder), world.citizen(), Actor.anonymous()):
        for act in (
            lambda actor=actor: bases.every_basis(actor),
            lambda actor=actor: bases.open_to(actor),
            lambda actor=actor: bases.end_basis(actor, basis_id=funder.id, now=world.now),
        ):
            with pytest.raises(Forbidden):
                act()
    key = basis(funder, now=world.now)
    with pytest.raises(Refused) as twice:
        basis(funder, now=world.now)
    assert twice.value.code == "basis_open"
    bases.end_basis(Actor.system(), basis_id=key, now=world.now)
    basis(funder, now=world.now)
    found = bases.every_basis(Actor.system())
    assert [(each.number, each.ended_at is None) for each in found] == [("DP-12345", True), ("DP-12345", False)]
    told = [fact.kind for fact in journal.stream_facts(Actor.system(), f"legal_basis:{key}")]
    assert told == ["legal_basis_recorded", "legal_basis_ended"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "  "}, "basis_number"),
        ({"recipient": "20000000000015"}, "basis_siret"),
        ({"recipient": "13002526500013"}, "basis_other"),
        ({"text": "x" * 301}, "basis_text"),
        ({"ends_on": date(2023, 1, 1)}, "basis_dates"),
    ],
)
def test_what_is_wrong_with_a_basis_is_told_by_field(world: World, changes, code):
    with pytest.raises(InvalidMany) as wrong:
        basis(world.funder(), now=world.now, **changes)
    assert [each.code for each in wrong.value.errors] == [code]


# Personal data


def test_a_person_takes_what_was_certified_away_and_it_goes_with_her_account(world: World, register: Register):
    funder, citizen = world.funder("Métropole de Valmont"), world.citizen()
    basis(funder, now=world.now)
    agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="hers", now=world.now)
    share = CertifiedData()
    assert citizen.id is not None
    (file,) = share.export(citizen.id)
    (told,) = json.loads(file.content)
    assert (told["read_for"], told["facts"][0]["value"]) == ("Métropole de Valmont", 2550)
    assert list(share.export(world.person().id)) == []
    share.erase(Actor.system(), user_id=citizen.id, choices={}, now=world.now)
    assert (HeldFact.objects.count(), Agreement.objects.count()) == (0, 0)


def test_the_clock_erases_facts_that_expired_and_agreements_that_ended(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    agree(citizen, funder, now=world.now)
    collecting.collect(citizen, token="hers", now=world.now)
    (rule,) = rules()
    assert (rule.due(world.now), rule.erase(world.now)) == (0, 0)
    later = world.later(days=100)
    assert (rule.due(later), rule.erase(later), HeldFact.objects.count()) == (1, 1, 0)
    assert rule.due(world.later(days=366)) == 1
    rule.erase(world.later(days=366))
    assert Agreement.objects.count() == 0


def test_agreeing_again_begins_anew(world: World, register: Register):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    first = agree(citizen, funder, now=world.now)
    later = world.later(days=200)
    second = agree(citizen, funder, now=later)
    assert (second.id, second.given_at) == (first.id, later)
    assert len([each for each in identity.receipts_of(citizen) if each.withdrawn_at is None]) == 1


def test_several_choices_are_agreed_to_together_or_not_at_all(world: World):
    funder, citizen = world.funder(), world.citizen()
    basis(funder, now=world.now)
    wanted = [Wanted(QF, funder.id), Wanted(STUDENT, funder.id)]
    with pytest.raises(Refused):
        agreeing.agree(citizen, wanted=wanted, words=str, language="fr", now=world.now)
    assert Agreement.objects.count() == 0
