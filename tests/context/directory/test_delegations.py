"""Delegations of signature: recorded by others, quoted, revoked at once."""

from __future__ import annotations

from datetime import date

import pytest

from mob.directory import selectors, services
from mob.directory.types import DelegationContent
from mob.journal.models import Fact
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, InvalidMany, NotFound, Refused
from mob.kernel.money import Cents
from tests.factories.world import World

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 11)


def content(holder: Actor, **given: object) -> DelegationContent:
    assert holder.id is not None
    return DelegationContent(holder.id, **({"number": " 2026-114 ", "signed_on": date(2026, 3, 1)} | given))  # type: ignore[arg-type]


def test_a_supervisor_records_what_an_act_gives_and_revokes_it(world: World) -> None:
    funder = world.funder()
    boss, agent = world.staff(funder, Role.SUPERVISOR), world.staff(funder, decides=False)
    key = services.record_delegation(
        boss, funder_id=funder.id, content=content(agent, ceiling=Cents(80_000)), now=world.now
    )
    assert agent.id is not None
    (held,) = selectors.delegations_held(agent.id, funder_id=funder.id, on=TODAY)
    assert (held.number, held.ceiling, held.aid_ids) == ("2026-114", 80_000, None)
    services.revoke_delegation(boss, delegation_id=key, now=world.now)
    assert selectors.delegations_held(agent.id, funder_id=funder.id, on=TODAY) == ()
    assert Fact.objects.filter(kind__in=["delegation_recorded", "delegation_revoked"]).count() == 2
    with pytest.raises(Refused, match="delegation_revoked"):
        services.revoke_delegation(boss, delegation_id=key, now=world.now)


def test_nobody_records_her_own(world: World) -> None:
    funder = world.funder()
    boss = world.staff(funder, Role.SUPERVISOR)
    with pytest.raises(Forbidden, match="own_rights"):
        services.record_delegation(boss, funder_id=funder.id, content=content(boss), now=world.now)


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.CONTENT_EDITOR])
def test_others_may_not_record_one(world: World, role: Role) -> None:
    funder = world.funder()
    with pytest.raises(Forbidden, match="role_not_yours"):
        services.record_delegation(
            world.staff(funder, role), funder_id=funder.id, content=content(world.staff(funder)), now=world.now
        )


def test_another_funders_supervisor_finds_nothing(world: World) -> None:
    funder, other = world.funder(), world.funder()
    agent, stranger = world.staff(funder), world.staff(other, Role.SUPERVISOR)
    with pytest.raises(NotFound):
        services.record_delegation(stranger, funder_id=funder.id, content=content(agent), now=world.now)
    assert selectors.delegations_of(stranger, funder.id) == []


def test_the_holder_processes_files_of_that_very_funder(world: World) -> None:
    funder, other = world.funder(), world.funder()
    for holder in (world.staff(other), world.staff(funder, Role.CONTENT_EDITOR), world.citizen()):
        with pytest.raises(Refused, match="delegate_not_staff"):
            services.record_delegation(Actor.system(), funder_id=funder.id, content=content(holder), now=world.now)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": " "}, "number"),
        ({"aid_ids": frozenset()}, "aid_ids"),
        ({"ceiling": Cents(0)}, "ceiling"),
        ({"ends_on": date(2026, 2, 28)}, "ends_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(world: World, given: dict[str, object], field: str) -> None:
    funder = world.funder()
    with pytest.raises(InvalidMany) as refused:
        services.record_delegation(
            Actor.system(), funder_id=funder.id, content=content(world.staff(funder), **given), now=world.now
        )
    assert [error.pointer for error in refused.value.errors] == [field]


def test_who_left_signs_nothing_any_more(world: World) -> None:
    funder = world.funder()
    agent, aid = world.staff(funder), world.aid(funder)
    found = selectors.signatory(funder.id, aid.id, amount=Cents(1), on=TODAY)
    assert found is not None
    assert found.holder_id == agent.id
    services.end_membership(
        Actor.system(), membership_id=selectors.memberships_of(Actor.system(), funder.id)[0].id, now=world.now
    )
    assert selectors.signatory(funder.id, aid.id, amount=Cents(1), on=TODAY) is None
