"""Who works where: asked, proved by a link or by the staff, and who may do it."""

from __future__ import annotations

import pytest

from mob.directory import selectors, services
from mob.directory.models import Affiliation
from mob.directory.types import AffiliationProof, AffiliationState
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, Refused
from tests.factories.employers import DOMAIN, Employer, employer
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


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
