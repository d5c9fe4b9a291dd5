"""Who works where: asked, proved by a link or by the staff, ended; who may do it, and what forbids it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from mob.applications import services as applications
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.directory import selectors, services, tasks
from mob.directory.models import Affiliation
from mob.directory.personal_data import DirectoryData
from mob.directory.types import AffiliationEnd, AffiliationProof, AffiliationState
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, Refused
from tests.factories import dossiers
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def house(world: World) -> Employer:
    return employer(world)


@pytest.fixture
def person(world: World) -> Actor:
    return world.citizen()


def state(key: object) -> str:
    return Affiliation.objects.get(id=key).state


def kinds(key: object) -> list[str]:
    return [fact.kind for fact in stream_facts(SYSTEM, f"affiliation:{key}")]


# The mailed link.


def test_reading_the_link_confirms_nothing_and_its_button_does_once(house: Employer, person: Actor) -> None:
    key = house.ask(person)
    token = house.token(key)
    for _scanner in range(3):
        assert services.read_link(person, token=token, now=house.world.now).id == key
    assert state(key) == "pending"
    assert selectors.employers_of(person) == frozenset()
    services.confirm_affiliation(person, token=token, now=house.world.now)
    assert state(key) == "confirmed"
    assert selectors.employers_of(person) == {house.funder.id}
    with pytest.raises(Refused, match="work_link_used"):
        services.confirm_affiliation(person, token=token, now=house.world.now)
    assert kinds(key) == ["affiliation_asked", "affiliation_confirmed"]


def test_the_link_is_good_for_the_account_that_asked_and_for_no_other(house: Employer, person: Actor) -> None:
    token = house.token(house.ask(person))
    with pytest.raises(Forbidden, match="work_link_other_account"):
        services.confirm_affiliation(house.world.citizen(), token=token, now=house.world.now)
    with pytest.raises(Forbidden, match="work_link_other_account"):
        services.read_link(Actor.anonymous(), token=token, now=house.world.now)


@pytest.mark.parametrize(("span", "refused"), [({"days": 7, "seconds": -1}, False), ({"days": 7}, True)])
def test_the_link_lasts_seven_days(house: Employer, person: Actor, span: dict[str, int], refused: bool) -> None:
    token = house.token(house.ask(person))
    if refused:
        with pytest.raises(Refused, match="work_link_expired"):
            services.confirm_affiliation(person, token=token, now=house.world.later(**span))
    else:
        services.confirm_affiliation(person, token=token, now=house.world.later(**span))


def test_a_new_link_closes_the_one_before(house: Employer, person: Actor) -> None:
    key = house.ask(person)
    old = house.token(key)
    services.renew_link(person, affiliation_id=key, now=house.world.later(days=8))
    with pytest.raises(Refused, match="work_link_replaced"):
        services.confirm_affiliation(person, token=old, now=house.world.later(days=8))
    services.confirm_affiliation(person, token=house.token(key), now=house.world.later(days=14))


@pytest.mark.parametrize(
    "forge", [str.upper, lambda t: t[:-1], lambda t: t.replace("~", "x"), lambda t: t * 0, lambda t: f"{t}.c"]
)
def test_a_link_that_was_not_made_here_is_unknown(house: Employer, person: Actor, forge) -> None:
    token = forge(house.token(house.ask(person)))
    with pytest.raises(NotFound, match="work_link_unknown"):
        services.confirm_affiliation(person, token=token, now=house.world.now)


def test_a_domain_taken_off_the_list_stops_the_links_under_way(house: Employer, person: Actor) -> None:
    token = house.token(house.ask(person))
    services.set_affiliation_rules(
        SYSTEM, funder_id=house.funder.id, domains="", accepts_by_hand=True, expected_version=1, now=house.world.now
    )
    with pytest.raises(Invalid, match="work_address_elsewhere"):
        services.confirm_affiliation(person, token=token, now=house.world.now)


@pytest.mark.abuse(63)
def test_row_63_one_work_mailbox_serves_one_account(house: Employer, person: Actor) -> None:
    house.affiliate(person)
    other = house.world.citizen()
    token = house.token(house.ask(other, f"LEA.petit+2@{DOMAIN}"))
    with pytest.raises(Conflict, match="work_address_taken"):
        services.confirm_affiliation(other, token=token, now=house.world.now)
    assert selectors.employers_of(other) == frozenset()


def test_nobody_fills_a_colleagues_mailbox_with_links(house: Employer, person: Actor) -> None:
    key = house.ask(person)
    for minute in range(4):
        services.renew_link(person, affiliation_id=key, now=house.world.later(minutes=minute))
    with pytest.raises(Refused, match="work_link_slowed"):
        services.renew_link(person, affiliation_id=key, now=house.world.later(minutes=9))
    with pytest.raises(Refused, match="work_link_slowed"):
        house.ask(house.world.citizen())


# Asking.


def test_everything_wrong_with_a_request_is_said_at_once(house: Employer, person: Actor) -> None:
    with pytest.raises(InvalidMany) as caught:
        house.ask(person, "lea@ailleurs.exemple", number="1" * 41, first="", last="4")
    assert {error.pointer: error.code for error in caught.value.errors} == {
        "first_name": "name_without_letter",
        "last_name": "name_without_letter",
        "work_address": "work_address_elsewhere",
        "number": "text_too_long",
    }


def test_one_live_affiliation_an_employer_and_several_employers(house: Employer, person: Actor) -> None:
    house.affiliate(person)
    with pytest.raises(Conflict, match="affiliation_exists"):
        house.ask(person)
    second = employer(house.world, "Hôpital de Valmont", domains="hopital.exemple")
    second.affiliate(person, "lea@hopital.exemple")
    assert selectors.employers_of(person) == {house.funder.id, second.funder.id}


def test_without_a_work_address_the_employer_must_accept_by_hand(house: Employer, person: Actor) -> None:
    with pytest.raises(InvalidMany) as caught:
        house.ask(person, "")
    assert [error.code for error in caught.value.errors] == ["work_address_needed"]


def test_an_employer_that_said_nothing_or_a_town_affiliates_nobody(world: World, person: Actor) -> None:
    town = Employer(world, world.funder("Commune"), SYSTEM)
    with pytest.raises(NotFound, match="employer_unknown"):
        town.ask(person)
    with pytest.raises(Refused, match="not_an_employer"):
        services.set_affiliation_rules(
            SYSTEM, funder_id=town.funder.id, domains=DOMAIN, accepts_by_hand=True, expected_version=0, now=world.now
        )


# By hand.


def test_the_staff_accept_by_hand_where_the_employer_says_so(world: World, person: Actor) -> None:
    house = employer(world, by_hand=True)
    key = house.ask(person, "", number="D-1")
    services.accept_affiliation(house.supervisor, affiliation_id=key, now=world.now)
    view = selectors.affiliation(person, key)
    assert view is not None
    assert (view.state, view.proof) == (AffiliationState.CONFIRMED, AffiliationProof.STAFF)


def test_by_hand_is_refused_where_the_employer_does_not_say_so(house: Employer, person: Actor) -> None:
    key = house.ask(person)
    with pytest.raises(Refused, match="by_hand_closed"):
        services.accept_affiliation(house.supervisor, affiliation_id=key, now=house.world.now)


def test_nobody_decides_on_her_own_affiliation(world: World) -> None:
    house = employer(world, by_hand=True)
    assert house.supervisor.id is not None
    herself = Actor.citizen(house.supervisor.id)
    key = house.ask(herself, "")
    with pytest.raises(Forbidden, match="own_affiliation"):
        services.accept_affiliation(house.supervisor, affiliation_id=key, now=world.now)
    services.accept_affiliation(world.staff(house.funder), affiliation_id=key, now=world.now)
    with pytest.raises(Forbidden, match="own_affiliation"):
        services.end_affiliation(house.supervisor, affiliation_id=key, now=world.now)


def strangers(house: Employer) -> dict[str, Actor]:
    world = house.world
    other = employer(world, "Autre employeur", domains="autre.exemple", by_hand=True)
    confined = Actor(
        ActorKind.STAFF,
        id=world.person().id,
        funder_id=house.funder.id,
        community_ids=frozenset(),
        roles=frozenset({Role.CASE_MANAGER}),
    )
    return {
        "nobody": Actor.anonymous(),
        "another person": world.citizen(),
        "another employer": other.supervisor,
        "an editor": world.staff(house.funder, Role.CONTENT_EDITOR),
        "an agent of one community": confined,
    }


@pytest.mark.parametrize(
    "who", ["nobody", "another person", "another employer", "an editor", "an agent of one community"]
)
def test_an_affiliation_does_not_exist_for_anyone_else(world: World, person: Actor, who: str) -> None:
    house = employer(world, by_hand=True)
    key = house.ask(person, "")
    stranger = strangers(house)[who]
    assert selectors.affiliation(stranger, key) is None
    for act in (services.accept_affiliation, services.refuse_affiliation, services.end_affiliation):
        with pytest.raises(NotFound):
            act(stranger, affiliation_id=key, now=world.now)
    if stranger.kind is ActorKind.CITIZEN:
        with pytest.raises(NotFound):
            services.leave_employer(stranger, affiliation_id=key, now=world.now)
    listed, _ = selectors.employees(stranger, state=AffiliationState.PENDING)
    assert key not in [view.id for view in listed]


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
