"""Who worked where: what an ending forbids and leaves, the mails to a work address, files of leavers, what is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mob.applications import services as applications
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.directory import selectors, services, tasks
from mob.directory.models import Affiliation
from mob.directory.personal_data import DirectoryData
from mob.directory.types import AffiliationEnd, AffiliationState
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from tests.factories import dossiers
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def state(key: object) -> str:
    return Affiliation.objects.get(id=key).state


def kinds(key: object) -> list[str]:
    return [fact.kind for fact in stream_facts(SYSTEM, f"affiliation:{key}")]


# Ending.


def test_files_under_way_keep_an_affiliation_and_are_named(house: Employer, person: Actor) -> None:
    key = house.affiliate(person)
    dossier = dossiers.sent(house.world, house.world.aid(house.funder), person)
    for act, who in ((services.end_affiliation, house.supervisor), (services.leave_employer, person)):
        with pytest.raises(Refused) as caught:
            act(who, affiliation_id=key, now=house.world.now)
        assert caught.value.params == {"files": dossier.reference}
    terms = AwardTerms(PaymentMode.NONE)
    applications.approve(house.supervisor, application_id=dossier.id, terms=terms, now=house.world.later(hours=1))
    services.end_affiliation(house.supervisor, affiliation_id=key, now=house.world.later(hours=2))
    assert state(key) == "ended"


def test_a_draft_or_another_funders_file_forbids_nothing(house: Employer, person: Actor) -> None:
    key = house.affiliate(person)
    dossiers.ready(house.world, house.world.aid(house.funder), person)
    dossiers.sent(house.world, house.world.aid(), person)
    services.leave_employer(person, affiliation_id=key, now=house.world.now)
    assert Affiliation.objects.get(id=key).end == AffiliationEnd.PERSON.value


def test_who_left_cannot_send_what_she_had_begun_nor_begin_again(house: Employer, person: Actor) -> None:
    key = house.affiliate(person)
    aid = house.world.aid(house.funder)
    dossier = dossiers.ready(house.world, aid, person)
    services.end_affiliation(house.supervisor, affiliation_id=key, now=house.world.now)
    with pytest.raises(Refused, match="affiliation_needed"):
        applications.submit(
            person, application_id=dossier.id, declaration=dossiers.signature(dossier), now=house.world.now
        )
    assert dossier.detail().state is State.DRAFT
    with pytest.raises(Refused, match="affiliation_needed"):
        applications.start(house.world.citizen(), slug=aid.slug, language="fr", now=house.world.now)


def test_a_file_set_aside_is_taken_up_again_by_who_still_works_there(house: Employer, person: Actor) -> None:
    from mob.applications.tasks import lapse

    key = house.affiliate(person)
    dossier = dossiers.sent(house.world, house.world.aid(house.funder), person)
    dossiers.asked_again(house.world, dossier, house.supervisor)
    assert lapse(dossier.id, house.world.later(days=40))
    services.end_affiliation(house.supervisor, affiliation_id=key, now=house.world.later(days=41))
    with pytest.raises(Refused, match="affiliation_needed"):
        applications.resume(person, application_id=dossier.id, now=house.world.later(days=42))


def test_who_comes_back_asks_again_and_the_past_stays(house: Employer, person: Actor) -> None:
    first = house.affiliate(person)
    services.leave_employer(person, affiliation_id=first, now=house.world.now)
    second = house.affiliate(person)
    assert [view.state.value for view in selectors.affiliations_of(person)] == ["confirmed", "ended"]
    assert first != second


# Mails to the work address.


def test_mails_go_to_a_work_address_that_was_proved_and_agreed_and_stop_when_she_says(
    house: Employer, person: Actor
) -> None:
    assert person.id is not None
    key = house.affiliate(person)
    assert selectors.work_address_of(person.id, funder_id=house.funder.id) == ""
    services.set_work_mails(person, affiliation_id=key, agreed=True, now=house.world.now)
    assert selectors.work_address_of(person.id, funder_id=house.funder.id) == f"lea.petit@{DOMAIN}"
    services.set_work_mails(person, affiliation_id=key, agreed=False, now=house.world.now)
    assert selectors.work_address_of(person.id, funder_id=house.funder.id) == ""
    assert kinds(key)[-2:] == ["work_mails_agreed", "work_mails_stopped"]


def test_nothing_is_sent_to_an_address_that_nobody_opened(world: World, person: Actor) -> None:
    house = employer(world, by_hand=True)
    key = house.ask(person)
    services.accept_affiliation(house.supervisor, affiliation_id=key, now=world.now)
    with pytest.raises(Refused, match="work_address_not_proved"):
        services.set_work_mails(person, affiliation_id=key, agreed=True, now=world.now)


# Leavers.


def test_a_file_of_leavers_is_tried_line_by_line_then_done(house: Employer) -> None:
    world, people = house.world, [house.world.citizen() for _ in range(4)]
    keys = [house.affiliate(each, f"p{at}@{DOMAIN}") for at, each in enumerate(people)]
    Affiliation.objects.filter(id__in=keys[2:]).update(number="77")
    busy = dossiers.sent(world, world.aid(house.funder), people[1])
    text = f"matricule;adresse\n;P0@{DOMAIN}\n;p1@{DOMAIN}\n;inconnue@{DOMAIN}\n77;\n;p0@{DOMAIN}\n ; \n"
    lines = services.try_leavers(house.supervisor, content=text.encode("cp1252"))
    assert [(line.number, line.code) for line in lines] == [
        (2, ""),
        (3, "affiliation_has_files"),
        (4, "leaver_unknown"),
        (5, "leaver_ambiguous"),
        (6, "leaver_twice"),
        (7, "leaver_blank"),
    ]
    assert dict(lines[1].params) == {"files": busy.reference}
    assert state(keys[0]) == "confirmed"
    done = services.end_leavers(house.supervisor, affiliation_ids=[keys[0], keys[1]], now=world.now)
    assert (done.done, [line.code for line in done.refused]) == (1, ["affiliation_has_files"])
    assert Affiliation.objects.get(id=keys[0]).end == AffiliationEnd.IMPORT.value


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "leavers_empty"),
        (b"adresse\n", "leavers_empty"),
        (b"nom\nPetit\n", "leavers_heading"),
        (b"PK\x03\x04\x00\x00", "leavers_unreadable"),
        (b"adresse\n" + b"a@b.fr\n" * 5001, "leavers_too_many"),
        (b"adresse\n" + b"x" * 500_001, "leavers_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(house: Employer, content: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        services.try_leavers(house.supervisor, content=content)


def test_a_file_ends_nobody_of_another_employer(house: Employer) -> None:
    other = employer(house.world, "Autre", domains="autre.exemple")
    key = other.affiliate(house.world.citizen(), "a@autre.exemple")
    (line,) = services.try_leavers(house.supervisor, content=b"adresse\na@autre.exemple\n")
    assert line.code == "leaver_unknown"
    done = services.end_leavers(house.supervisor, affiliation_ids=[key], now=house.world.now)
    assert (done.done, state(key)) == (0, "confirmed")
    assert done.refused[0].name == ""


# Looking for people.


def test_staff_find_people_by_the_beginning_of_a_name_an_address_or_a_number(house: Employer) -> None:
    house.affiliate(house.world.citizen(), f"zoe@{DOMAIN}", first="Zoé", last="Éluard", number="A7")
    house.affiliate(house.world.citizen(), f"marc@{DOMAIN}", first="Marc", last="Aubry")

    def found(text: str) -> list[str]:
        views, total = selectors.employees(house.supervisor, state=AffiliationState.CONFIRMED, text=text)
        assert total == len(views)
        return [view.last_name for view in views]

    assert found("") == ["Aubry", "Éluard"]
    assert found("elu") == found("ZOE@") == found("a7") == ["Éluard"]
    assert found("nobody") == []
    assert selectors.employee_counts(house.supervisor)[AffiliationState.CONFIRMED] == 2


# What is kept.


def test_an_export_holds_what_was_told_to_employers_and_a_deletion_takes_it_away(
    house: Employer, person: Actor
) -> None:
    assert person.id is not None
    key = house.affiliate(person)
    (file,) = [each for each in DirectoryData().export(person.id) if each.path == "compte/employeurs.json"]
    (kept,) = json.loads(file.content)
    assert (kept["employer"], kept["work_address"]) == (house.funder.name, f"lea.petit@{DOMAIN}")
    DirectoryData().erase(person, user_id=person.id, choices={}, now=house.world.now)
    assert not Affiliation.objects.exists()
    assert kinds(key)[-1] == "affiliation_ended"


def test_requests_left_unanswered_and_people_long_gone_are_forgotten(house: Employer, person: Actor) -> None:
    waiting, gone = house.world.citizen(), person
    pending = house.ask(waiting, f"a@{DOMAIN}")
    ended = house.affiliate(gone)
    services.leave_employer(gone, affiliation_id=ended, now=house.world.now)
    forget = next(kind for kind in tasks.define() if kind.name == "forget_affiliations")
    forget.handle({}, house.world.now + timedelta(days=59))
    assert Affiliation.objects.count() == 2
    forget.handle({}, house.world.now + timedelta(days=60))
    assert [row.id for row in Affiliation.objects.all()] == [ended]
    forget.handle({}, house.world.now + timedelta(days=365))
    assert not Affiliation.objects.exists()
    assert kinds(pending)[-1] == "affiliation_ended"


# Who sets the rules.


def test_an_employers_own_administrator_lists_its_domains_and_nobody_elses(house: Employer) -> None:
    world = house.world
    keeper = world.staff(house.funder, Role.ADMINISTRATOR)

    def change(actor: Actor, version: int) -> None:
        services.set_affiliation_rules(
            actor,
            funder_id=house.funder.id,
            domains="@duverne.exemple\nrh.duverne.exemple",
            accepts_by_hand=False,
            expected_version=version,
            now=world.now,
        )

    change(keeper, 1)
    assert selectors.affiliation_rules(house.funder.id).domains == (DOMAIN, f"rh.{DOMAIN}")
    with pytest.raises(Conflict, match="funder_changed"):
        change(keeper, 1)
    with pytest.raises(Forbidden):
        change(house.supervisor, 2)
    with pytest.raises(NotFound):
        change(world.staff(world.funder(), Role.ADMINISTRATOR), 2)
