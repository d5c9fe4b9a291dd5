"""A visit at a counter: who may be received, the mandate signed on paper, what it lets do, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from mob.applications import retention, selectors, services, visiting, visits
from mob.applications.models import Application, CounterVisit
from mob.applications.types import Action, AwardTerms, PaymentMode
from mob.catalogue.models import Aid
from mob.directory.models import Funder
from mob.directory.types import FunderKind
from mob.identity import selectors as identity
from mob.identity.mandate_types import MandateKind
from mob.identity.mandates import selectors as mandates
from mob.identity.models import Receipt, User
from mob.identity.throttle import Slowed
from mob.identity.types import ProfileField
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, MobError, NotFound, Refused
from mob.kernel.money import Cents
from tests.factories.at_the_counter import HOME, ODETTE
from tests.factories.dossiers import PDF, platform_key, sent, signature
from tests.factories.dossiers import Dossier as ADossier
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
REACH = {ProfileField.POSTAL_ADDRESS: HOME}


@pytest.fixture
def funder(world: World) -> Funder:
    platform_key()
    return world.funder("Métropole de Valmont")


@pytest.fixture
def aid(world: World, funder: Funder) -> Aid:
    return world.aid(funder)


@pytest.fixture
def agent(world: World, funder: Funder, aid: Aid) -> Actor:
    return world.staff(funder)


def received(agent: Actor) -> UUID:
    return visiting.receive_new(agent, answers=ODETTE | REACH, language="fr", now=NOW)


def signed(agent: Actor, *, with_bank: bool = False) -> UUID:
    visit_id = received(agent)
    visiting.sign(agent, visit_id=visit_id, place="Mairie de Valmont", with_bank=with_bank, now=NOW)
    return visit_id


def hat(agent: Actor, visit_id: UUID) -> Actor:
    """The agent under the mandate of a visit."""
    mandate = visits.visit(agent, visit_id, now=NOW).mandate_id
    assert agent.id is not None
    assert mandate is not None
    return mandates.acting(agent.id, mandate, kind=MandateKind.DESK, on=civil_date(NOW))


def filled(agent: Actor, visit_id: UUID, aid: Aid) -> ADossier:
    """The person's application, filled in and sent by the agent, by the use cases of everybody."""
    helper = hat(agent, visit_id)
    reference = services.start(helper, slug=aid.slug, language="fr", now=NOW)
    dossier = ADossier(helper, selectors.id_of(helper, reference), reference)
    services.save_beneficiary(helper, application_id=dossier.id, kind="self", now=NOW)
    services.save_answers(helper, application_id=dossier.id, values={"prix": ["1490"]}, now=NOW)
    services.attach(helper, application_id=dossier.id, code="devis", raw=PDF, now=NOW)
    services.submit(helper, application_id=dossier.id, declaration=signature(dossier), now=NOW)
    return dossier


def test_the_whole_visit_makes_her_application_hers_and_says_who_filled_it_in(agent: Actor, aid: Aid) -> None:
    visit_id = signed(agent)
    dossier = filled(agent, visit_id, aid)
    row = Application.objects.get(id=dossier.id)
    assert row.citizen_id == visits.visit(agent, visit_id, now=NOW).person.user_id
    assert row.applicant_name == "Odette Marchal"
    assert [view.name for view in dossier.detail(agent).helpers] == ["Julien Roche"]
    assert row.declaration["signed_by"] == "Julien Roche"


def test_another_agent_decides_what_one_filled_in_at_the_counter(
    world: World, funder: Funder, agent: Actor, aid: Aid
) -> None:
    dossier = filled(agent, signed(agent), aid)
    _, own = selectors.actions_on(agent, dossier.id)
    assert Action.PROPOSE in own
    assert not own & {Action.APPROVE, Action.REJECT}
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    with pytest.raises(MobError):
        services.approve(agent, application_id=dossier.id, terms=terms, now=NOW)
    colleague = world.staff(funder, first_name="Claire", last_name="Vasseur")
    services.approve(colleague, application_id=dossier.id, terms=terms, now=NOW)
    assert Application.objects.get(id=dossier.id).state == "approved"


def test_the_mandate_is_kept_word_for_word_as_signed_at_the_desk(agent: Actor) -> None:
    signed(agent)
    row = Receipt.objects.get(kind="mandate")
    assert row.channel == "desk"
    for said in ("Odette Marchal", "17/02/1948", "Julien Roche", "Métropole de Valmont", "Mairie de Valmont"):
        assert said in row.text
    assert "coordonnées bancaires" not in row.text


def test_nothing_is_done_before_she_has_signed_nor_after_she_left(agent: Actor, aid: Aid) -> None:
    visit_id = received(agent)
    with pytest.raises(Refused, match="visit_not_signed"):
        visiting.print_codes(agent, visit_id=visit_id, now=NOW)
    visiting.sign(agent, visit_id=visit_id, place="Mairie", with_bank=False, now=NOW)
    helper = hat(agent, visit_id)
    reference = services.start(helper, slug=aid.slug, language="fr", now=NOW)
    visiting.leave(agent, visit_id=visit_id, now=NOW)
    with pytest.raises(Forbidden, match="mandate_over"):
        mandates.acting(
            agent.id or UUID(int=0), helper.mandate_id or UUID(int=0), kind=MandateKind.DESK, on=civil_date(NOW)
        )
    with pytest.raises(Refused, match="visit_over"):
        visiting.print_codes(agent, visit_id=visit_id, now=NOW)
    assert Application.objects.filter(reference=reference).exists()


def test_who_came_for_nothing_leaves_nothing(agent: Actor) -> None:
    visit_id = received(agent)
    person = visits.visit(agent, visit_id, now=NOW).person.user_id
    visiting.leave(agent, visit_id=visit_id, now=NOW)
    assert not User.objects.get(id=person).is_active
    assert identity.reach_of(person) is None
    assert not CounterVisit.objects.exists()


def test_a_visit_left_open_is_closed_by_the_clock_after_twelve_hours(agent: Actor, aid: Aid) -> None:
    visit_id = signed(agent)
    dossier = filled(agent, visit_id, aid)
    (rule,) = [each for each in retention.rules() if each.code == "applications.visits"]
    soon, late = NOW + visits.LIFE - timedelta(seconds=1), NOW + visits.LIFE
    assert rule.due(soon) == 0
    assert not visits.visit(agent, visit_id, now=late).is_open
    assert agent.id is not None
    assert visits.mandate_in(visit_id, agent_id=agent.id, now=soon) is not None
    assert visits.mandate_in(visit_id, agent_id=agent.id, now=late) is None
    assert (rule.due(late), rule.erase(late), rule.due(late)) == (1, 1, 0)
    with pytest.raises(Forbidden):
        mandates.acting(
            agent.id or UUID(int=0),
            dossier.citizen.mandate_id or UUID(int=0),
            kind=MandateKind.DESK,
            on=civil_date(NOW),
        )


def test_the_mandate_reaches_the_aids_of_its_funder_and_no_other(world: World, agent: Actor, aid: Aid) -> None:
    visit_id = signed(agent)
    person = Actor.citizen(visits.visit(agent, visit_id, now=NOW).person.user_id)
    elsewhere = sent(world, world.aid(world.funder()), person)
    helper = hat(agent, visit_id)
    assert not selectors.visible_to(helper).filter(id=elsewhere.id).exists()
    assert visits.files_of(agent, visit_id, language="fr") == []
    other = world.aid(world.funder())
    with pytest.raises(Forbidden):
        services.start(helper, slug=other.slug, language="fr", now=NOW)


def test_a_person_is_found_by_her_exact_names_and_birth_date_among_files_the_agent_sees(
    world: World, agent: Actor, aid: Aid
) -> None:
    dossier = sent(world, aid)  # Samira Haddad, 8 September 1994
    asked = {"first": "samira", "family": "HADDAD", "birth_date": date(1994, 9, 8)}
    (found,) = visits.find_by_name(agent, **asked)  # type: ignore[arg-type]
    assert found.references == (dossier.reference,)
    assert visits.find_by_reference(agent, dossier.reference) == found
    assert visits.find_by_name(agent, first="Sam", family="Haddad", birth_date=date(1994, 9, 8)) == []
    assert visits.find_by_name(agent, first="Samira", family="Hadda", birth_date=date(1994, 9, 8)) == []
    assert visits.find_by_name(agent, first="Samira", family="Haddad", birth_date=date(1994, 9, 9)) == []


def test_another_funder_finds_nobody_of_this_one_and_receives_none_of_its_people(
    world: World, agent: Actor, aid: Aid
) -> None:
    dossier, visit_id = sent(world, aid), received(agent)
    stranger = world.staff(world.funder())
    asked = {"first": "Samira", "family": "Haddad", "birth_date": date(1994, 9, 8)}
    assert visits.find_by_name(stranger, **asked) == []  # type: ignore[arg-type]
    odette = {"first": "Odette", "family": "Marchal", "birth_date": date(1948, 2, 17)}
    assert visits.find_by_name(stranger, **odette) == []  # type: ignore[arg-type]
    assert len(visits.find_by_name(agent, **odette)) == 1  # type: ignore[arg-type]
    assert visits.find_by_reference(stranger, dossier.reference) is None
    with pytest.raises(NotFound):
        visiting.receive_known(stranger, person_id=dossier.citizen.id or UUID(int=0), now=NOW)
    for attempt in (visiting.leave, visiting.print_codes):
        with pytest.raises(NotFound):
            attempt(stranger, visit_id=visit_id, now=NOW)


def test_a_colleague_does_not_work_in_somebody_else_s_visit(world: World, funder: Funder, agent: Actor) -> None:
    visit_id = signed(agent)
    colleague = world.staff(funder)
    with pytest.raises(NotFound, match="visit_unknown"):
        visits.visit(colleague, visit_id, now=NOW)
    with pytest.raises(NotFound, match="visit_unknown"):
        visiting.sign(colleague, visit_id=visit_id, place="Mairie", with_bank=True, now=NOW)


def test_an_agent_of_one_community_finds_its_people_alone(world: World, funder: Funder, agent: Actor) -> None:
    narrow = replace(agent, community_ids=frozenset({world.community(funder).id}))
    visit_id = received(world.staff(funder))
    odette = {"first": "Odette", "family": "Marchal", "birth_date": date(1948, 2, 17)}
    assert visits.find_by_name(narrow, **odette) == []  # type: ignore[arg-type]
    person = CounterVisit.objects.get(id=visit_id).person_id or UUID(int=0)
    with pytest.raises(NotFound):
        visiting.receive_known(narrow, person_id=person, now=NOW)


def test_nobody_receives_herself(world: World, funder: Funder, agent: Actor, aid: Aid) -> None:
    assert agent.id is not None
    sent(world, aid, Actor.citizen(agent.id))
    with pytest.raises(NotFound):
        visiting.receive_known(agent, person_id=agent.id, now=NOW)


def test_an_employer_has_no_counter(world: World) -> None:
    employer = world.staff(world.funder(kind=FunderKind.EMPLOYER))
    with pytest.raises(Forbidden):
        received(employer)


@pytest.mark.parametrize("place", ["", "  ", "x" * 81])
def test_the_place_of_the_signature_is_said(agent: Actor, place: str) -> None:
    with pytest.raises(Invalid, match="visit_place_missing"):
        visiting.sign(agent, visit_id=received(agent), place=place, with_bank=False, now=NOW)


def test_what_is_wrong_with_a_new_person_opens_neither_account_nor_visit(agent: Actor) -> None:
    before = User.objects.count()
    with pytest.raises(InvalidMany):
        visiting.receive_new(agent, answers=ODETTE, language="fr", now=NOW)
    assert (User.objects.count(), CounterVisit.objects.count()) == (before, 0)


def test_the_code_said_on_the_telephone_is_that_of_the_last_receipt_and_is_not_tried_at_will(
    agent: Actor, aid: Aid
) -> None:
    visit_id = signed(agent)
    dossier = filled(agent, visit_id, aid)
    first = visiting.print_codes(agent, visit_id=visit_id, now=NOW)
    second = visiting.print_codes(agent, visit_id=visit_id, now=NOW)
    assert second.spoken not in str(vars(CounterVisit.objects.get()))

    def says(code: str) -> bool:
        return visiting.check_spoken(agent, reference=dossier.reference, typed=code, now=NOW)

    assert says(f"{second.spoken[:3]} {second.spoken[3:]}")
    assert says(first.spoken) is (first.spoken == second.spoken)
    for _ in range(3):
        says("xxxxxx")
    with pytest.raises(Slowed):
        says(second.spoken)


def test_who_has_a_login_gets_no_code_to_claim_an_account(world: World, agent: Actor, aid: Aid) -> None:
    dossier = sent(world, aid)
    visit_id = visiting.receive_known(agent, person_id=dossier.citizen.id or UUID(int=0), now=NOW)
    visiting.sign(agent, visit_id=visit_id, place="Mairie", with_bank=False, now=NOW)
    codes = visiting.print_codes(agent, visit_id=visit_id, now=NOW)
    assert (len(codes.spoken), codes.claim) == (6, "")
    visiting.leave(agent, visit_id=visit_id, now=NOW)
    assert User.objects.get(id=dossier.citizen.id).is_active
