"""Mails about employers: the link, the staff's turn, the answer; and copies to the work address, when she agreed."""

from __future__ import annotations

import pytest

from mob.applications import services as applications
from mob.applications.types import AwardTerms, PaymentMode
from mob.directory import services
from mob.journal import runner
from mob.journal.models import Delivery
from mob.kernel.actor import Actor
from mob.notifications.models import OutgoingMail
from tests.factories import dossiers
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
WORK = f"lea.petit@{DOMAIN}"


@pytest.fixture
def house(world: World) -> Employer:
    return employer(world, by_hand=True)


@pytest.fixture
def person(world: World) -> Actor:
    return world.citizen(world.person("lea@exemple.fr"))


def mails(world: World) -> list[tuple[str, str]]:
    """Run what is due; every mail so far, as (to, subject)."""
    runner.run_due(world.later(hours=1))
    return list(OutgoingMail.objects.order_by("created_at", "id").values_list("to", "subject"))


def test_the_link_goes_to_the_work_address_once_and_holds_the_token(house: Employer, person: Actor) -> None:
    key = house.ask(person)
    assert mails(house.world) == [(WORK, "Confirmez que vous travaillez chez Ateliers Duverne")]
    Delivery.objects.update(done_at=None)
    assert len(mails(house.world)) == 1
    assert f"/mon-compte/employeur/lien?token={house.token(key)}" in OutgoingMail.objects.get().text.replace("\n", "")


def test_a_link_renewed_before_the_first_left_makes_one_mail_with_the_link_that_works(
    house: Employer, person: Actor
) -> None:
    key = house.ask(person)
    services.renew_link(person, affiliation_id=key, now=house.world.now)
    mails(house.world)
    assert all(house.token(key) in mail.html for mail in OutgoingMail.objects.all())


def test_a_request_by_hand_tells_those_who_can_recognise_her_and_not_her_name(house: Employer, person: Actor) -> None:
    house.ask(person, "", first="Marguerite", last="Marquise")
    ((_, subject),) = mails(house.world)
    assert subject == "Une personne dit travailler chez Ateliers Duverne"
    assert "Marqu" not in OutgoingMail.objects.get().text


def test_the_answer_goes_to_her_own_address(house: Employer, person: Actor) -> None:
    key = house.ask(person, "")
    services.accept_affiliation(house.supervisor, affiliation_id=key, now=house.world.now)
    services.end_affiliation(house.supervisor, affiliation_id=key, now=house.world.now)
    hers = [subject for to, subject in mails(house.world) if to == "lea@exemple.fr"]
    assert hers[-1] == "Ateliers Duverne n’est plus votre employeur"
    assert len(hers) == 2


def decided(house: Employer, person: Actor, *, agreed: bool) -> list[str]:
    """Where the decision on her file was sent."""
    world = house.world
    key = house.affiliate(person)
    if agreed:
        services.set_work_mails(person, affiliation_id=key, agreed=True, now=world.now)
    dossier = dossiers.sent(world, world.aid(house.funder), person)
    terms = AwardTerms(PaymentMode.NONE)
    applications.approve(house.supervisor, application_id=dossier.id, terms=terms, now=world.now)
    return sorted(to for to, subject in mails(world) if subject == "Votre demande d’aide a été validée")


def test_decisions_go_to_her_own_address_alone_unless_she_agreed(house: Employer, person: Actor) -> None:
    assert decided(house, person, agreed=False) == ["lea@exemple.fr"]


def test_decisions_also_go_to_the_work_address_when_she_agreed(house: Employer, person: Actor) -> None:
    assert decided(house, person, agreed=True) == [WORK, "lea@exemple.fr"]
    copy = OutgoingMail.objects.get(to=WORK, subject="Votre demande d’aide a été validée")
    assert "parce que vous l’avez accepté" in copy.text.replace("\n", " ")
    assert copy.person_id == person.id


def test_files_at_another_funder_are_never_told_to_the_employer(house: Employer, person: Actor) -> None:
    world = house.world
    key = house.affiliate(person)
    services.set_work_mails(person, affiliation_id=key, agreed=True, now=world.now)
    dossiers.sent(world, world.aid(), person)
    assert [subject for to, subject in mails(world) if to == WORK and "demande" in subject] == []
