"""An application made in somebody's place: hers, signed with both names, within what the mandate says."""

from __future__ import annotations

from uuid import UUID

import pytest

from mob.applications import selectors, services
from mob.applications.models import Application
from mob.applications.types import Action, RejectionReason, State
from mob.config.demo import papers
from mob.identity.mandate_types import Power, Terms
from mob.identity.mandates import services as mandates
from mob.journal import selectors as journal
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden, NotFound
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.mandates import given, hat, person
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(world: World) -> tuple[Actor, Actor]:
    """Jean helps, Odette is helped."""
    return person(world, "Jean", "Martin"), person(world, "Odette")


def _hat(people: tuple[Actor, Actor], *powers: Power, aids: frozenset[UUID] | None = None) -> Actor:
    jean, odette = people
    terms = Terms(frozenset(powers) or Terms().powers, aids)
    return hat(jean, given(jean, odette, now=NOW, terms=terms), now=NOW)


def _sent_for_her(world: World, people: tuple[Actor, Actor]) -> tuple[Actor, Dossier]:
    acting = _hat(people)
    dossier = dossiers.started(world, citizen=acting)
    dossiers.platform_key()
    services.save_beneficiary(acting, application_id=dossier.id, kind="self", now=NOW)
    services.save_answers(acting, application_id=dossier.id, values={"prix": ["1490"]}, now=NOW)
    services.attach(acting, application_id=dossier.id, code="devis", raw=papers.pdf("Devis", ["1490"]), now=NOW)
    services.submit(acting, application_id=dossier.id, declaration=dossiers.signature(dossier), now=NOW)
    return acting, dossier


def test_what_a_helper_makes_belongs_to_the_one_helped_and_bears_both_names(
    world: World, people: tuple[Actor, Actor]
) -> None:
    jean, odette = people
    acting, dossier = _sent_for_her(world, people)
    row = Application.objects.get(id=dossier.id)
    assert (row.citizen_id, row.applicant_name) == (odette.id, "Odette Morel")
    assert row.contact_email.endswith("@exemple.fr")
    assert row.declaration["signed_by"] == "Jean Martin"
    (helper,) = dossier.detail(odette).helpers
    assert (helper.id, helper.name, helper.mandate_id) == (jean.id, "Jean Martin", acting.mandate_id)
    sent = [f for f in journal.stream_facts(odette, f"application:{row.id}") if f.kind == "application_submitted"]
    assert [fact.actor for fact in sent] == [f"helper:{jean.id}:{odette.id}:{acting.mandate_id}"]
    with pytest.raises(NotFound):
        dossier.detail(jean)


def test_what_the_one_helped_does_herself_bears_no_other_name(world: World, people: tuple[Actor, Actor]) -> None:
    _hat(people)
    dossier = dossiers.sent(world, citizen=people[1])
    assert dossier.detail().helpers == ()
    assert "signed_by" not in Application.objects.get(id=dossier.id).declaration


def test_a_helper_sees_neither_the_address_nor_the_telephone(world: World, people: tuple[Actor, Actor]) -> None:
    acting, dossier = _sent_for_her(world, people)
    assert dossier.detail(acting).contact_email == ""
    assert "phone" not in dossier.detail(acting).snapshot


def test_giving_up_stays_with_the_person_herself(world: World, people: tuple[Actor, Actor]) -> None:
    acting, dossier = _sent_for_her(world, people)
    assert Action.WITHDRAW not in dossier.detail(acting).actions
    with pytest.raises(Forbidden):
        services.withdraw(acting, application_id=dossier.id, now=NOW)
    services.withdraw(people[1], application_id=dossier.id, now=NOW)


def test_a_helper_never_instructs_the_file_she_made_for_somebody(world: World, people: tuple[Actor, Actor]) -> None:
    jean, _odette = people
    _acting, dossier = _sent_for_her(world, people)
    row = Application.objects.get(id=dossier.id)
    agent = Actor(ActorKind.STAFF, id=jean.id, funder_id=row.funder_id, roles=world.staff(row.funder).roles)
    with pytest.raises(NotFound):
        services.claim(agent, application_id=dossier.id, now=NOW)
    services.claim(world.staff(row.funder), application_id=dossier.id, now=NOW)


@pytest.mark.parametrize("power", [Power.READ, Power.ANSWER, Power.BANK_DETAILS])
def test_without_the_power_to_apply_no_draft_is_begun_or_seen(
    world: World, people: tuple[Actor, Actor], power: Power
) -> None:
    draft = dossiers.ready(world, citizen=people[1])
    acting = _hat(people, power)
    with pytest.raises(Forbidden):
        dossiers.started(world, citizen=acting)
    with pytest.raises(NotFound):
        draft.detail(acting)
    with pytest.raises(NotFound):
        services.save_answers(acting, application_id=draft.id, values={"prix": ["1"]}, now=NOW)


def test_a_decision_is_read_with_the_power_to_read_alone(world: World, people: tuple[Actor, Actor]) -> None:
    dossier = dossiers.sent(world, citizen=people[1])
    row = Application.objects.get(id=dossier.id)
    services.reject(
        world.staff(row.funder),
        application_id=dossier.id,
        reason=RejectionReason.PROOF_INVALID,
        text="Le devis est coupé.",
        remedy="",
        appeal="Tribunal administratif.",
        now=NOW,
    )
    with pytest.raises(NotFound):
        dossier.detail(_hat(people, Power.APPLY, Power.ANSWER))
    jean = person(world, "Karim")
    reader = hat(jean, given(jean, people[1], now=NOW, terms=Terms(frozenset({Power.READ}))), now=NOW)
    assert dossier.detail(reader).state is State.REJECTED
    assert dossier.detail(reader).actions == {Action.READ}


def test_reading_for_somebody_is_not_her_reading(world: World, people: tuple[Actor, Actor]) -> None:
    acting, dossier = _sent_for_her(world, people)
    agent = world.staff(Application.objects.get(id=dossier.id).funder)
    services.write_message(agent, application_id=dossier.id, text="Bonjour.", now=NOW)
    services.mark_read(acting, application_id=dossier.id, now=NOW)
    assert dossier.detail(people[1]).messages[0].read_at is None
    services.write_message(acting, application_id=dossier.id, text="Merci.", now=NOW)
    last = dossier.detail(people[1]).messages[-1]
    assert (last.author_name, last.is_for_person) == ("Jean Martin", True)


def test_a_mandate_on_one_aid_neither_shows_nor_begins_another(world: World, people: tuple[Actor, Actor]) -> None:
    one, other = world.aid(), world.aid()
    elsewhere = dossiers.started(world, other, people[1])
    acting = _hat(people, *Terms().powers, aids=frozenset({one.id}))
    dossiers.started(world, one, acting)
    with pytest.raises(Forbidden):
        dossiers.started(world, other, acting)
    assert [row.aid_slug for row in selectors.mine(acting)] == [one.slug]
    with pytest.raises(NotFound):
        elsewhere.detail(acting)


def test_a_helper_without_a_name_any_more_stays_named_in_the_file(world: World, people: tuple[Actor, Actor]) -> None:
    _acting, dossier = _sent_for_her(world, people)
    from mob.identity import services as accounts

    accounts.delete_account(people[0], choices={}, now=NOW)
    assert [view.name for view in dossier.detail(people[1]).helpers] == ["Jean Martin"]


def test_the_end_of_a_mandate_takes_nothing_back_of_what_was_done(world: World, people: tuple[Actor, Actor]) -> None:
    acting, dossier = _sent_for_her(world, people)
    assert acting.mandate_id
    mandates.end(people[1], mandate_id=acting.mandate_id, now=NOW)
    assert dossier.detail(people[1]).state is State.SUBMITTED
    with pytest.raises(Forbidden):
        hat(people[0], acting.mandate_id, now=NOW)
