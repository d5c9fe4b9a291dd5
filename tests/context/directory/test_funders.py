"""Funders and communities, with the database."""

from dataclasses import replace
from uuid import uuid4

import pytest

from mob.directory import selectors, services
from mob.directory.models import Funder
from mob.directory.types import FunderDetails, FunderKind
from mob.journal.selectors import stream_facts
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, Refused

VALMONT = FunderDetails(
    "Métropole de Valmont", FunderKind.TERRITORIAL, is_invented=True, contact_phone="04 00 00 00 00"
)
SYSTEM = Actor.system()


def facts(funder_id):
    return [fact.kind for fact in stream_facts(SYSTEM, f"funder:{funder_id}")]


@pytest.fixture
def administrator(world):
    return Actor(ActorKind.STAFF, id=world.person().id, roles=frozenset({Role.ADMINISTRATOR}))


def test_an_administrator_creates_a_funder_and_the_journal_says_so(world, administrator):
    funder_id = services.create_funder(administrator, details=VALMONT, now=world.now)
    view = selectors.funder(funder_id)
    assert (view.name, view.slug, view.version) == ("Métropole de Valmont", "metropole-de-valmont", 1)
    assert facts(funder_id) == ["funder_created"]


@pytest.mark.parametrize("role", list(Role))
def test_staff_of_a_funder_create_no_funder(world, role):
    with pytest.raises(Forbidden):
        services.create_funder(world.staff(world.funder(key=False), role), details=VALMONT, now=world.now)


def test_the_same_name_in_other_accents_is_the_same_funder(world):
    services.create_funder(SYSTEM, details=VALMONT, now=world.now)
    with pytest.raises(Refused, match="funder_exists"):
        services.create_funder(SYSTEM, details=replace(VALMONT, name="METROPOLE  DE VALMONT"), now=world.now)


def test_the_same_siren_is_the_same_funder(world):
    real = FunderDetails("Bordeaux Métropole", FunderKind.TERRITORIAL, siren="243300316")
    services.create_funder(SYSTEM, details=real, now=world.now)
    with pytest.raises(Refused, match="funder_exists"):
        services.create_funder(SYSTEM, details=replace(real, name="La métropole"), now=world.now)


def test_names_that_share_an_address_get_addresses_of_their_own(world):
    first = services.create_funder(SYSTEM, details=replace(VALMONT, name="日本"), now=world.now)
    second = services.create_funder(SYSTEM, details=replace(VALMONT, name="中国"), now=world.now)
    assert {selectors.funder(first).slug, selectors.funder(second).slug} == {"financeur", "financeur-2"}


def test_every_error_of_a_card_comes_at_once(world):
    with pytest.raises(InvalidMany) as caught:
        services.create_funder(SYSTEM, details=replace(VALMONT, name="", contact_email="x"), now=world.now)
    assert {error.pointer for error in caught.value.errors} == {"name", "contact_email"}


def test_ensuring_a_funder_twice_makes_one(world):
    arguments = {"name": "Région Inventée", "kind": FunderKind.TERRITORIAL, "siren": "243300316", "now": world.now}
    first = services.ensure_funder(SYSTEM, **arguments)
    assert services.ensure_funder(SYSTEM, **arguments) == first
    assert services.ensure_funder(SYSTEM, **{**arguments, "name": "Autre nom"}) == first
    assert facts(first) == ["funder_created"]


def test_an_editor_may_name_a_funder_that_exists_and_create_none(world):
    editor = world.staff(world.funder("Métropole de Valmont", key=False), Role.CONTENT_EDITOR)
    kind = FunderKind.TERRITORIAL
    Funder.objects.update(slug="metropole-de-valmont")
    found = services.ensure_funder(editor, name="Métropole de Valmont", kind=kind, now=world.now)
    assert found == editor.funder_id
    with pytest.raises(Forbidden):
        services.ensure_funder(editor, name="Une autre", kind=kind, now=world.now)


def test_editing_moves_the_version_and_names_the_fields_only(world):
    funder_id = services.create_funder(SYSTEM, details=VALMONT, now=world.now)
    new = replace(VALMONT, name="Valmont Métropole", contact_hours="le matin")
    services.edit_funder(SYSTEM, funder_id=funder_id, details=new, expected_version=1, now=world.now)
    last = stream_facts(SYSTEM, f"funder:{funder_id}")[-1]
    assert last.data == {"funder_id": str(funder_id), "fields": ["name", "contact_hours"], "version": 2}
    assert selectors.funder(funder_id).slug == "metropole-de-valmont"


def test_saving_without_a_change_writes_nothing(world):
    funder_id = services.create_funder(SYSTEM, details=VALMONT, now=world.now)
    services.edit_funder(SYSTEM, funder_id=funder_id, details=VALMONT, expected_version=1, now=world.now)
    assert facts(funder_id) == ["funder_created"]
    assert selectors.funder(funder_id).version == 1


def test_the_second_of_two_editors_is_told(world):
    funder_id = services.create_funder(SYSTEM, details=VALMONT, now=world.now)
    edit = {"funder_id": funder_id, "expected_version": 1, "now": world.now}
    services.edit_funder(SYSTEM, details=replace(VALMONT, contact_hours="le matin"), **edit)
    with pytest.raises(Conflict, match="funder_changed"):
        services.edit_funder(SYSTEM, details=replace(VALMONT, contact_hours="le soir"), **edit)


def test_a_funder_s_own_administrator_changes_its_contacts_and_not_its_identity(world):
    funder = world.funder("Métropole de Valmont", key=False)
    admin = world.staff(funder, Role.ADMINISTRATOR)
    wanted = FunderDetails("Usurpée", FunderKind.NATIONAL, siren="243300316", contact_phone="04 11 11 11 11")
    services.edit_funder(admin, funder_id=funder.id, details=wanted, expected_version=1, now=world.now)
    view = selectors.funder(funder.id)
    assert (view.name, view.kind, view.siren) == ("Métropole de Valmont", FunderKind.TERRITORIAL, "200000000")
    assert view.is_invented
    assert view.contact_phone == "04 11 11 11 11"


def test_other_staff_cannot_edit_the_card_and_another_funder_s_do_not_see_it(world):
    funder, other = world.funder(key=False), world.funder(key=False)
    edit = {"funder_id": funder.id, "details": VALMONT, "expected_version": 1, "now": world.now}
    for role in (Role.CASE_MANAGER, Role.SUPERVISOR, Role.CONTENT_EDITOR):
        with pytest.raises(Forbidden):
            services.edit_funder(world.staff(funder, role), **edit)
    with pytest.raises(NotFound):
        services.edit_funder(world.staff(other, Role.ADMINISTRATOR), **edit)


def test_communities_are_created_renamed_closed_and_reopened(world):
    funder = world.funder(key=False)
    admin = world.staff(funder, Role.ADMINISTRATOR)
    community = services.create_community(admin, funder_id=funder.id, name="Agents", now=world.now)
    services.rename_community(admin, community_id=community, name="Agents de la ville", now=world.now)
    services.close_community(admin, community_id=community, now=world.now)
    services.close_community(admin, community_id=community, now=world.now)
    assert selectors.communities_of(funder.id) == []
    assert [c.is_open for c in selectors.communities_managed(admin, funder.id)] == [False]
    services.reopen_community(admin, community_id=community, now=world.now)
    assert [c.name for c in selectors.communities_of(funder.id)] == ["Agents de la ville"]
    assert facts(funder.id) == ["community_created", "community_renamed", "community_closed", "community_reopened"]


def test_two_communities_of_a_funder_do_not_share_a_name(world):
    funder, other = world.funder(key=False), world.funder(key=False)
    services.create_community(SYSTEM, funder_id=funder.id, name="Élèves", now=world.now)
    services.create_community(SYSTEM, funder_id=other.id, name="Élèves", now=world.now)
    with pytest.raises(Refused, match="community_exists"):
        services.create_community(SYSTEM, funder_id=funder.id, name=" élèves ", now=world.now)
    with pytest.raises(Invalid, match="community_name_length"):
        services.create_community(SYSTEM, funder_id=funder.id, name="x", now=world.now)


def test_communities_belong_to_the_funder_s_administrators(world):
    funder, other = world.funder(key=False), world.funder(key=False)
    community = world.community(funder)
    with pytest.raises(Forbidden):
        services.close_community(world.staff(funder, Role.SUPERVISOR), community_id=community.id, now=world.now)
    with pytest.raises(NotFound):
        services.close_community(world.staff(other, Role.ADMINISTRATOR), community_id=community.id, now=world.now)
    with pytest.raises(NotFound):
        services.close_community(SYSTEM, community_id=uuid4(), now=world.now)
    assert selectors.communities_managed(world.staff(other, Role.ADMINISTRATOR), funder.id) == []
