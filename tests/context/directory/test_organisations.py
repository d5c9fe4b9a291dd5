"""An agent who changes employer, and the doors a funder leaves open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mob.directory import selectors, services
from mob.directory.models import AttestedOrganisation, Delegation, Funder, Membership
from mob.directory.personal_data import DirectoryData
from mob.directory.types import Entry, FunderDetails, FunderKind
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import InvalidMany
from mob.notifications.models import OutgoingMail
from tests.factories.world import World

ISSUER = "https://proconnect.exemple/api/v2"
HERE, ELSEWHERE, ANNEX = "99912001700010", "99934002900019", "99912001700028"


@pytest.fixture
def funder(world: World) -> Funder:
    made = world.funder(key=False)
    Funder.objects.filter(id=made.id).update(siret=HERE, siren=HERE[:9])
    made.refresh_from_db()
    return made


def comes(world: World, actor: Actor, siret: str, *, issuer: str = ISSUER) -> tuple[str, ...]:
    assert actor.id is not None
    return services.heed_organisation(user_id=actor.id, issuer=issuer, siret=siret, now=world.now)


def has_rights(actor: Actor) -> bool:
    return Membership.objects.live().filter(user_id=actor.id).exists()


def test_e7_who_comes_from_another_employer_loses_her_rights_at_once(world: World, funder: Funder) -> None:
    agent = world.staff(funder, Role.ADMINISTRATOR)  # the last one, even
    assert comes(world, agent, HERE) == ()
    assert has_rights(agent)
    assert comes(world, agent, ELSEWHERE) == (funder.name,)
    assert not has_rights(agent)
    kinds = [fact.kind for fact in stream_facts(Actor.system(), f"funder:{funder.id}")]
    assert kinds[-2:] == ["employer_changed", "membership_ended"]
    (mail,) = OutgoingMail.objects.filter(kind="rights_ended")
    assert funder.name in mail.subject
    assert comes(world, agent, HERE) == ()  # coming back gives nothing back
    assert not has_rights(agent)


def test_delegations_of_who_left_are_revoked(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    comes(world, agent, HERE)
    assert Delegation.objects.filter(holder_id=agent.id, revoked_at=None).exists()
    comes(world, agent, ELSEWHERE)
    assert not Delegation.objects.filter(holder_id=agent.id, revoked_at=None).exists()
    kinds = [fact.kind for fact in stream_facts(Actor.system(), f"funder:{funder.id}")]
    assert kinds[-3:] == ["employer_changed", "membership_ended", "delegation_revoked"]


def test_rights_that_proconnect_never_vouched_for_do_not_end(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    assert comes(world, agent, ELSEWHERE) == ()
    assert comes(world, agent, ANNEX) == ()
    assert has_rights(agent)


def test_another_establishment_of_the_same_body_keeps_them_where_the_funder_says_so(
    world: World, funder: Funder
) -> None:
    agent = world.staff(funder)
    Funder.objects.filter(id=funder.id).update(covers_all_establishments=True)
    comes(world, agent, HERE)
    assert comes(world, agent, ANNEX) == ()
    assert has_rights(agent)
    Funder.objects.filter(id=funder.id).update(covers_all_establishments=False)
    comes(world, agent, HERE)
    assert comes(world, agent, ANNEX) == (funder.name,)


def test_a_number_that_is_no_siret_is_not_noted(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    comes(world, agent, HERE)
    assert comes(world, agent, "12345678901234") == ()
    assert AttestedOrganisation.objects.get().siret == HERE
    assert has_rights(agent)


def test_two_providers_are_heeded_apart(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    comes(world, agent, HERE)
    assert comes(world, agent, ELSEWHERE, issuer="https://autre.exemple") == ()
    assert has_rights(agent)


def test_the_hat_of_a_session_follows_how_it_came_in(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    assert agent.id is not None
    assert selectors.actor_for(agent.id, entry=Entry(HERE))
    assert selectors.actor_for(agent.id, entry=Entry(ELSEWHERE)) is None
    assert selectors.actor_for(agent.id, entry=Entry())
    Funder.objects.filter(id=funder.id).update(requires_proconnect=True)
    assert selectors.actor_for(agent.id, entry=Entry()) is None
    assert selectors.funders_of(agent.id, entry=Entry()) == []
    assert selectors.actor_for(agent.id, funder_id=funder.id, entry=Entry(HERE))
    assert selectors.actor_for(agent.id), "work that no session asks for is not stopped"


def test_no_organisation_opens_the_platform(world: World) -> None:
    admin = world.person()
    services.appoint_administrator(Actor.system(), user_id=admin.id, first_name="Anne", last_name="Roy", now=world.now)
    assert selectors.platform_actor(admin.id, entry=Entry())
    assert selectors.platform_actor(admin.id, entry=Entry(HERE)) is None


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"siret": "99912001700011"}, "siret", "siret_format"),
        ({"siren": "999340029", "siret": HERE}, "siret", "siret_of_another"),
        ({"requires_proconnect": True}, "requires_proconnect", "proconnect_needs_siret"),
    ],
)
def test_a_card_with_a_wrong_number_is_refused(
    world: World, changes: dict[str, object], pointer: str, code: str
) -> None:
    details = FunderDetails("Ville de Valmont", FunderKind.TERRITORIAL, **changes)  # type: ignore[arg-type]
    with pytest.raises(InvalidMany) as refused:
        services.create_funder(Actor.system(), details=details, now=world.now)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [(pointer, code)]


def test_a_funder_s_own_administrator_chooses_the_door_and_not_the_number(world: World, funder: Funder) -> None:
    admin = world.staff(funder, Role.ADMINISTRATOR)
    wanted = FunderDetails("Autre nom", FunderKind.EMPLOYER, siret=ELSEWHERE, requires_proconnect=True)
    services.edit_funder(
        admin, funder_id=funder.id, details=wanted, expected_version=1, now=world.now + timedelta(minutes=1)
    )
    funder.refresh_from_db()
    assert (funder.siret, funder.requires_proconnect) == (HERE, True)


def test_where_somebody_works_is_in_her_export_and_goes_with_her_account(world: World, funder: Funder) -> None:
    agent = world.staff(funder)
    assert agent.id is not None
    comes(world, agent, HERE)
    (file,) = [file for file in DirectoryData().export(agent.id) if file.path.endswith("organisations.json")]
    assert HERE in file.content.decode()
    DirectoryData().erase(Actor.system(), user_id=agent.id, choices={}, now=world.now)
    assert not AttestedOrganisation.objects.exists()
