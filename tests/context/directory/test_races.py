"""Two people at once: rights and keys stay what the rules say."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from mob.applications import services as applications
from mob.directory import selectors, services
from mob.directory.models import FunderKey, Membership
from mob.directory.services import keys
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import MobError
from tests.factories import dossiers
from tests.factories.employers import employer
from tests.factories.world import key_pair

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system()


def together(acts: list[Callable[[], object]]) -> list[str]:
    """Run all at once; for each, the code of its refusal or `done`."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except MobError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_eight_clicks_on_one_invitation_make_one_member(world):
    funder, user = world.funder(key=False), world.person("lea@valmont.exemple")
    token = services.invite(SYSTEM, funder_id=funder.id, email=user.email, role=Role.CASE_MANAGER, now=world.now)
    person = Actor.citizen(user.id)
    answers = together([lambda: services.accept_invitation(person, token=token, now=world.now)] * 8)
    assert answers == ["done"] + ["invitation_used"] * 7
    assert Membership.objects.filter(user=user).count() == 1


def test_two_administrators_who_remove_each_other_leave_one(world):
    people = []
    for _each in range(2):
        user = world.person()
        services.appoint_administrator(SYSTEM, user_id=user.id, first_name="", last_name="", now=world.now)
        people.append(selectors.platform_actor(user.id))
    first, second = people
    rows = {row.user_id: row.id for row in Membership.objects.all()}
    answers = together(
        [
            lambda: services.end_membership(first, membership_id=rows[second.id], now=world.now),
            lambda: services.end_membership(second, membership_id=rows[first.id], now=world.now),
        ]
    )
    assert answers == ["done", "last_administrator"]
    assert Membership.objects.filter(ended_at=None).count() == 1


def test_editors_of_one_funder_follow_each_other_in_its_journal(world):
    funder = world.funder(key=False)
    acts = [
        lambda n=n: services.create_community(SYSTEM, funder_id=funder.id, name=f"Communauté {n}", now=world.now)
        for n in range(6)
    ]
    assert together(acts) == ["done"] * 6
    assert [fact.seq for fact in stream_facts(SYSTEM, f"funder:{funder.id}")] == [1, 2, 3, 4, 5, 6]


def test_one_name_asked_for_eight_times_is_one_community(world):
    funder = world.funder(key=False)
    answers = together(
        [lambda: services.create_community(SYSTEM, funder_id=funder.id, name="Agents", now=world.now)] * 8
    )
    assert answers == ["community_exists"] * 7 + ["done"]


def test_keys_registered_at_once_leave_one_pending(world):
    funder = world.funder(key=False)
    recovery = key_pair("recovery")[0]
    mains = [key_pair(name)[0] for name in ("main", "second", "third")]
    acts = [
        lambda main=main: keys.register_key(
            SYSTEM, funder_id=funder.id, main_jwk=main, recovery_jwk=recovery, now=world.now
        )
        for main in mains
    ]
    assert together(acts) == ["done"] * 3
    assert FunderKey.objects.filter(state="pending").count() == 1


def test_ending_an_affiliation_and_sending_a_file_at_once_never_both_succeed(world):
    house, person = employer(world), world.citizen()
    key = house.affiliate(person)
    dossier = dossiers.ready(world, world.aid(house.funder), person)
    signed = dossiers.signature(dossier)
    answers = together(
        [
            lambda: services.end_affiliation(house.supervisor, affiliation_id=key, now=world.now),
            lambda: applications.submit(person, application_id=dossier.id, declaration=signed, now=world.now),
        ]
    )
    assert answers in (["affiliation_has_files", "done"], ["affiliation_needed", "done"])


def test_eight_clicks_on_one_work_link_confirm_once(world):
    house, person = employer(world), world.citizen()
    token = house.token(house.ask(person))
    answers = together([lambda: services.confirm_affiliation(person, token=token, now=world.now)] * 8)
    assert answers == ["done"] + ["work_link_used"] * 7


def test_two_accounts_that_confirm_one_mailbox_at_once_leave_it_to_one(world):
    house, people = employer(world), [world.citizen(), world.citizen()]
    tokens = [house.token(house.ask(person)) for person in people]
    answers = together(
        [
            lambda: services.confirm_affiliation(people[0], token=tokens[0], now=world.now),
            lambda: services.confirm_affiliation(people[1], token=tokens[1], now=world.now),
        ]
    )
    assert answers == ["done", "work_address_taken"]
