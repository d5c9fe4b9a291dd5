"""What a register certified, in an application: filled in, locked, sparing its paper, kept with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from mob.applications import checks, services
from mob.applications.models import Application
from mob.applications.types import OpenRequest
from mob.directory.types import FunderKind
from mob.eligibility.certified.types import RegisterSource
from mob.eligibility.certifying import agreeing, bases, collecting, reading
from mob.eligibility.models import HeldFact
from mob.eligibility.types import CheckCode, Outcome
from mob.kernel import clock
from mob.kernel.errors import Invalid, InvalidMany, Refused
from mob.kernel.ports import PortRefused
from tests.context.applications.conftest import Office
from tests.factories import certifying as made
from tests.factories import computing, dossiers
from tests.factories.certifying import QUOTIENT, Register, plugged
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db
QF, CODE, PAPER = RegisterSource.FAMILY_QUOTIENT, "fait-quotient-familial", "attestation-caf"


@pytest.fixture
def register() -> Iterator[Register]:
    with plugged(Register({QF: made.QF_2550})) as served:
        yield served


def draft(office: Office, *, agrees: bool = True, kind: str = "self", **content) -> Dossier:
    """A draft on the family quotient by a person who agreed to have it read; everything else is said."""
    world = office.world
    if not bases.allowed(office.funder.id, world.now.date()):
        made.basis(office.funder, now=world.now)
    aid = made.aid(world, office.funder, **content)
    dossiers.platform_key()
    dossier = dossiers.started(world, aid)
    dossiers.introduce(dossier.citizen, now=world.now)
    child = {"first_name": "Lina", "last_name": "Haddad", "birth_date": world.now.date().replace(year=2016)}
    services.save_beneficiary(
        dossier.citizen, application_id=dossier.id, kind=kind, now=world.now, **(child if kind == "child" else {})
    )
    if agrees:
        # Pages read what holds today; what is sent in March holds in March too.
        made.agree(dossier.citizen, office.funder, now=clock.now())
        collecting.collect(dossier.citizen, token="hers", now=clock.now())
    return dossier


def test_e3_the_quotient_is_filled_in_locked_and_its_paper_asked_no_more(office: Office, register: Register):
    dossier = draft(office)
    detail = dossier.detail()
    assert detail.answers == {CODE: "2550"}
    assert (detail.missing_answers, detail.missing_proofs) == (frozenset(), frozenset())
    assert detail.certified.by_field[CODE].provider.value == "cnaf"
    services.save_answers(dossier.citizen, application_id=dossier.id, values={CODE: ["10"]}, now=office.world.now)
    assert dossier.detail().answers == {CODE: "2550"}
    # What was forged is not even kept: it would come back once the fact goes.
    assert Application.objects.get(id=dossier.id).answers == {}
    computing.sign(dossier, office.world.now)
    row = Application.objects.get(id=dossier.id)
    assert row.answers == {CODE: "2550"}
    kept = row.snapshot["certified"]["facts"][QUOTIENT]
    read_at = HeldFact.objects.get().certified_at
    assert (kept["value"], kept["provider"], kept["certified_at"]) == (2550, "cnaf", read_at.isoformat())
    fact = row.verdict["facts"][QUOTIENT]
    assert (fact["source"], fact["recipients"]) == ("register", [str(office.funder.id)])
    assert row.verdict["amount_cents"] == 15_000
    seen = dossier.detail(office.agent)
    assert seen.certified.by_field[CODE].certified_at == read_at
    assert [each.fact for each in seen.certified.replaced[PAPER]] == [QUOTIENT]
    proofs = next(c for c in checks.checks_of(office.agent, dossier.id) if c.code is CheckCode.PROOFS)
    assert proofs.outcome is Outcome.MET


def test_without_an_agreement_the_answer_and_the_paper_are_asked(office: Office, register: Register):
    detail = draft(office, agrees=False).detail()
    assert (detail.missing_answers, detail.missing_proofs) == ({CODE}, {PAPER})
    assert detail.certified.held.is_empty


def test_e2_a_register_that_did_not_answer_costs_neither_a_paper_nor_the_aid(office: Office, register: Register):
    register.answers[QF] = PortRefused("token_dead")
    dossier = draft(office)
    detail = dossier.detail()
    assert (detail.missing_answers, detail.missing_proofs) == ({CODE}, frozenset())
    assert detail.certified.awaited == {CODE}
    services.save_answers(dossier.citizen, application_id=dossier.id, values={CODE: ["900"]}, now=office.world.now)
    computing.sign(dossier, office.world.now)
    row = Application.objects.get(id=dossier.id)
    assert row.snapshot["certified"] == {"facts": {}, "awaited": [QUOTIENT]}
    assert (row.verdict["outcome"], row.verdict["facts"][QUOTIENT]["source"]) == ("eligible", "declared")
    seen = dossier.detail(office.agent).certified
    assert (seen.replaced, seen.by_field) == ({PAPER: (QUOTIENT,)}, {})


def test_a_contested_fact_becomes_hers_to_say_and_its_paper_is_asked_again(office: Office, register: Register):
    dossier = draft(office)
    agreeing.contest(dossier.citizen, HeldFact.objects.get().id, now=office.world.now)
    detail = dossier.detail()
    assert (detail.missing_answers, detail.missing_proofs) == ({CODE}, {PAPER})
    services.save_answers(dossier.citizen, application_id=dossier.id, values={CODE: ["800"]}, now=office.world.now)
    services.attach(dossier.citizen, application_id=dossier.id, code=PAPER, raw=dossiers.PDF, now=office.world.now)
    computing.sign(dossier, office.world.now)
    row = Application.objects.get(id=dossier.id)
    assert row.answers == {CODE: "800"}
    assert "certified" not in row.snapshot
    assert row.verdict["facts"][QUOTIENT]["source"] == "declared"


def test_taking_the_agreement_back_asks_the_paper_again_and_leaves_what_was_sent(office: Office, register: Register):
    dossier, world = draft(office), office.world
    sent = draft(office)
    computing.sign(sent, world.now)
    for each in (dossier, sent):
        agreeing.revoke(each.citizen, agreement_of(each), now=world.now)
    assert dossier.detail().missing_proofs == {PAPER}
    with pytest.raises(Refused) as refused:
        computing.sign(dossier, world.now)
    assert refused.value.code in ("answers_missing", "proofs_missing")
    assert sent.detail(office.agent).certified.by_field[CODE].value == 2550


def agreement_of(dossier: Dossier):
    return reading.agreements_of(dossier.citizen)[0].id


def test_a_correction_asked_of_a_certified_answer_makes_it_her_own_word(office: Office, register: Register):
    dossier, world = draft(office), office.world
    computing.sign(dossier, world.now)
    asked = OpenRequest(frozenset({CODE}), frozenset({PAPER}), world.now.date() + timedelta(days=30))
    services.request_changes(
        office.agent, application_id=dossier.id, request=asked, message="Votre situation a changé ?", now=world.now
    )
    services.save_answers(dossier.citizen, application_id=dossier.id, values={CODE: ["700"]}, now=world.now)
    services.attach(dossier.citizen, application_id=dossier.id, code=PAPER, raw=dossiers.PDF, now=world.now)
    services.resubmit(dossier.citizen, application_id=dossier.id, now=world.now)
    row = Application.objects.get(id=dossier.id)
    assert row.verdict["facts"][QUOTIENT] | {"recipients": []} == {
        "value": "700",
        "source": "declared",
        "certified_at": None,
        "purpose": f"aid:{row.aid_id}",
        "recipients": [],
    }
    assert dossier.detail(office.agent).certified.by_field == {}


def test_what_was_read_for_one_funder_fills_in_nothing_for_another(office: Office, register: Register):
    dossier, world = draft(office), office.world
    elsewhere = world.funder()
    made.basis(elsewhere, now=world.now)
    other = dossiers.started(world, made.aid(world, elsewhere), dossier.citizen)
    assert other.detail().answers == {}
    assert other.detail().certified.held.is_empty
    assert other.detail().missing_proofs == {PAPER}


def test_a_household_fact_serves_an_aid_for_a_child(office: Office, register: Register):
    assert draft(office, kind="child").detail().answers == {CODE: "2550"}


def test_e4_an_employers_aid_that_asks_the_quotient_of_the_register_is_refused_at_publication(office: Office):
    employer = office.world.funder(kind=FunderKind.EMPLOYER)
    with pytest.raises((Invalid, InvalidMany)) as refused:
        made.aid(office.world, employer)
    assert codes(refused.value) == {("fact_for_employer", "proofs.0.replaced_by")}


def test_no_aid_replaces_a_paper_without_a_legal_basis_or_by_what_nobody_certifies(office: Office):
    with pytest.raises((Invalid, InvalidMany)) as refused:
        made.aid(office.world, office.funder)
    assert codes(refused.value) == {("fact_without_legal_basis", "proofs.0.replaced_by")}
    made.basis(office.funder, now=office.world.now)
    with pytest.raises((Invalid, InvalidMany)) as refused:
        made.aid(office.world, office.funder, proofs=(replace(made.PAPER, replaced_by=("vélo . prix",)),))
    assert codes(refused.value) == {("fact_not_certifiable", "proofs.0.replaced_by")}
    made.aid(office.world, office.funder)


def codes(error: Invalid | InvalidMany) -> set[tuple[str, str]]:
    each = error.errors if isinstance(error, InvalidMany) else [error]
    return {(one.code, one.pointer) for one in each}
