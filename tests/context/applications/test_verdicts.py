"""What the rules say of an application: kept with its facts when it is sent, told, checked, granted by a program."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mob.applications import automatic, checks, needs, selectors, services, verdicts
from mob.applications.models import Application, Decision
from mob.applications.needs import ProfilePart
from mob.applications.personal_data import content
from mob.applications.services import erasing
from mob.applications.types import AwardTerms, OpenRequest, PaymentMode, State
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AutomaticCheck, Frequency, FrequencyUnit, Level, TerritoryCode
from mob.catalogue.types import Outcome as Standing
from mob.eligibility import sharing
from mob.eligibility.types import CheckCode, Outcome
from mob.kernel.clock import civil_date
from mob.kernel.errors import Refused
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import computing as ruled
from tests.factories import dossiers
from tests.factories.dossiers import Dossier

pytestmark = pytest.mark.django_db


def check_of(office: Office, dossier: Dossier, code: CheckCode):
    return next(each for each in checks.checks_of(office.agent, dossier.id) if each.code is code)


def test_submission_keeps_facts_verdict_amount_and_engine(office: Office) -> None:
    dossier = ruled.sent(office.world, ruled.aid(office.world, office.funder))
    kept = Application.objects.get(id=dossier.id).verdict
    assert (kept["outcome"], kept["amount_cents"]) == ("eligible", 36_000)
    assert kept["engine"].startswith("publicodes ")
    assert kept["on"] == civil_date(office.world.now).isoformat()
    price = kept["facts"]["vélo . prix"]
    assert price == {
        "value": "900",
        "source": "declared",
        "certified_at": None,
        "purpose": f"aid:{dossier.detail().aid.id}",
        "recipients": [str(office.funder.id)],
    }
    assert kept["facts"]["demandeur . âge"]["source"] == "account"


def test_an_aid_that_computes_nothing_keeps_nothing(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    assert Application.objects.get(id=dossier.id).verdict == {}
    assert CheckCode.RULES not in {each.code for each in checks.checks_of(office.agent, dossier.id)}


def test_the_agent_sees_what_was_kept_and_what_is_computed_again_where_it_differs(office: Office) -> None:
    dossier = ruled.sent(office.world, ruled.aid(office.world, office.funder))
    computed = dossier.detail(office.agent).computed
    assert computed is not None
    assert (computed.kept.amount, computed.again) == (Cents(36_000), None)
    assert dossier.detail().computed is None
    row = Application.objects.get(id=dossier.id)
    Application.objects.filter(id=row.id).update(answers=row.answers | {"fait-prix-velo": "400"})
    computed = dossier.detail(office.agent).computed
    assert computed is not None
    assert computed.kept.outcome is Standing.ELIGIBLE
    assert computed.again is not None
    assert computed.again.outcome is Standing.INELIGIBLE


def test_a_correction_is_a_new_verdict_of_the_same_day(office: Office) -> None:
    world = office.world
    dossier = ruled.sent(world, ruled.aid(world, office.funder))
    asked = OpenRequest(frozenset({"fait-prix-velo"}), frozenset(), civil_date(world.now) + timedelta(days=30))
    services.request_changes(
        office.agent, application_id=dossier.id, request=asked, message="Le prix ?", now=world.later(hours=1)
    )
    later = world.later(days=3)
    services.save_answers(dossier.citizen, application_id=dossier.id, values={"fait-prix-velo": ["1000"]}, now=later)
    services.resubmit(dossier.citizen, application_id=dossier.id, now=later)
    kept = Application.objects.get(id=dossier.id).verdict
    assert (kept["amount_cents"], kept["on"]) == (40_000, civil_date(world.now).isoformat())


def test_who_is_not_eligible_may_send_where_the_funder_allows_it_and_cannot_elsewhere(office: Office) -> None:
    open_aid = ruled.aid(office.world, office.funder)
    dossier = ruled.sent(office.world, open_aid, prix_velo="300")
    found = check_of(office, dossier, CheckCode.RULES)
    assert (found.outcome, dict(found.params)["source"]) == (Outcome.NOT_MET, "Délibération 12, article 3")
    closed = ruled.aid(office.world, office.funder, rules=replace(ruled.RULES, allows_anyway=False))
    barred = ruled.ready(office.world, closed, prix_velo="300")
    with pytest.raises(Refused) as refused:
        ruled.sign(barred, office.world.now)
    assert refused.value.code == "not_eligible"
    assert barred.detail().state is State.DRAFT


def test_a_fact_told_to_one_funder_neither_prefills_nor_decides_for_another(office: Office) -> None:
    world = office.world
    elsewhere = world.funder("Région Alpes-Isère")
    told = ruled.sent(world, ruled.aid(world, office.funder))
    held = sharing.read(Application.objects.get(id=told.id).verdict["facts"])
    same, other = (sharing.usable(held, recipient=str(funder.id)) for funder in (office.funder, elsewhere))
    assert ruled.INCOME in same
    # What the account tells is hers to give to any.
    assert set(other) == {"demandeur . âge", "localisation . code insee"}
    there = dossiers.started(world, ruled.aid(world, elsewhere), told.citizen)
    assert selectors.earlier_answers(told.citizen, there.id) == {}
    view = catalogue.terms(there.detail().aid.version_id)
    row = Application.objects.get(id=told.id)
    found = verdicts.of_draft(
        view, there.detail().answers, verdicts.of_snapshot(row), funder_id=elsewhere.id, on=civil_date(world.now)
    )
    assert found is not None
    assert ruled.INCOME in found.missing


def test_an_answer_is_proposed_again_only_while_it_may_still_be_true(office: Office, monkeypatch) -> None:
    world = office.world
    told = ruled.sent(world, ruled.aid(world, office.funder))
    here = dossiers.started(world, ruled.aid(world, office.funder), told.citizen)
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=300))
    # The price was that of one bicycle; a tax notice holds a year.
    assert selectors.earlier_answers(told.citizen, here.id) == {
        "fait-revenu-fiscal": "12000",
        "fait-parts-fiscales": "1",
    }
    monkeypatch.setattr("mob.kernel.clock.now", lambda: world.later(days=370))
    assert selectors.earlier_answers(told.citizen, here.id) == {}


def test_once_in_so_many_months_is_told_with_its_dates(office: Office) -> None:
    world = office.world
    made = ruled.aid(world, office.funder, rules=replace(ruled.RULES, frequency=Frequency(36)))
    first = ruled.sent(world, made)
    assert check_of(office, first, CheckCode.FREQUENCY).outcome is Outcome.MET
    assert office.agent.id is not None
    terms = AwardTerms(PaymentMode.SINGLE, Cents(36_000))
    services.approve(office.agent, application_id=first.id, terms=terms, now=world.later(days=1))
    again = dossiers.started(world, made, first.citizen, now=world.later(days=2))
    services.save_beneficiary(first.citizen, application_id=again.id, kind="self", now=world.later(days=2))
    services.save_answers(first.citizen, application_id=again.id, values=ruled.ANSWERS, now=world.later(days=2))
    ruled.sign(again, world.later(days=2))
    found = check_of(office, again, CheckCode.FREQUENCY)
    assert (found.outcome, found.reason) == (Outcome.NOT_MET, "received_lately")
    assert dict(found.params)["last"] == civil_date(world.later(days=1)).isoformat()


def test_for_a_household_her_own_word_is_asked(office: Office) -> None:
    rules = replace(ruled.RULES, frequency=Frequency(24, FrequencyUnit.HOUSEHOLD))
    dossier = ruled.sent(office.world, ruled.aid(office.world, office.funder, rules=rules), deja_recue="yes")
    assert check_of(office, dossier, CheckCode.FREQUENCY).reason == "says_received"


@pytest.mark.parametrize(("most", "granted"), [(50_000, 36_000), (20_000, 20_000)])
def test_a_program_grants_what_the_rules_compute_and_never_above_the_maximum(office, most, granted) -> None:
    made = ruled.aid(
        office.world,
        office.funder,
        is_automatic=True,
        automatic_checks=(AutomaticCheck.ANSWERS, AutomaticCheck.RULES),
        max_amount=Cents(most),
    )
    dossier = ruled.sent(office.world, made)
    automatic.run(dossier.id, now=office.world.later(minutes=2))
    assert dossier.detail().state is State.APPROVED
    assert Decision.objects.get().terms["amount_cents"] == granted


def test_a_program_refuses_with_the_condition_that_fails_and_its_article(office: Office) -> None:
    made = ruled.aid(office.world, office.funder, is_automatic=True, automatic_checks=(AutomaticCheck.RULES,))
    dossier = ruled.sent(office.world, made, prix_velo="300")
    automatic.run(dossier.id, now=office.world.later(minutes=2))
    text = Decision.objects.get().text
    assert dossier.detail().state is State.REJECTED
    assert "Prix du vélo : 500\u00a0€ au moins (ici 300\u00a0€)" in text
    assert "Délibération 12, article 3" in text


def test_rules_that_fail_for_one_price_defer_to_an_agent_and_never_break(office: Office) -> None:
    rules = replace(ruled.RULES, text=ruled.TEXT.replace("40% * vélo . prix", "400 € * 500 € / (vélo . prix - 400 €)"))
    rules = replace(rules, examples=(replace(ruled.PAID, amount=Cents(40_000)),))
    made = ruled.aid(
        office.world,
        office.funder,
        rules=replace(rules, text=rules.text.replace(">= 500 €", ">= 100 €")),
        is_automatic=True,
        automatic_checks=(AutomaticCheck.RULES,),
    )
    dossier = ruled.sent(office.world, made, prix_velo="400")
    automatic.run(dossier.id, now=office.world.later(minutes=2))
    assert dossier.detail().state is State.SUBMITTED
    assert check_of(office, dossier, CheckCode.RULES).reason == "rules_failed"


def test_a_person_takes_her_verdict_away_and_it_is_erased_with_the_file(office: Office) -> None:
    dossier = ruled.sent(office.world, ruled.aid(office.world, office.funder))
    row = Application.objects.get(id=dossier.id)
    assert content(row)["eligibility"]["amount_cents"] == 36_000
    services.withdraw(dossier.citizen, application_id=dossier.id, now=office.world.later(hours=1))
    assert erasing.empty(dossier.id, now=office.world.later(days=400))
    assert Application.objects.get(id=dossier.id).verdict == {}


def test_a_national_aid_asks_for_the_town_only_where_its_rules_look_at_it(office: Office) -> None:
    everywhere = (TerritoryCode("country", "FR"),)
    local = ruled.TEXT.replace("      - vélo", "      - localisation . région = '84'\n      - vélo", 1)
    example = replace(ruled.PAID, answers=(*ruled.PAID.answers, ("localisation . région", "84")))
    plain = ruled.aid(office.world, office.funder, territories=everywhere, level=Level.NATIONAL)
    placed = ruled.aid(
        office.world,
        office.funder,
        rules=replace(ruled.RULES, text=local, examples=(example,)),
        territories=everywhere,
        level=Level.NATIONAL,
    )
    asked = [ProfilePart.COMMUNE in needs.profile_parts(catalogue.terms(each.current_id)) for each in (plain, placed)]
    assert asked == [False, True]
