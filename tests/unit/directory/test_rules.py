"""Pure rules of the directory."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.directory import rules
from mob.directory.types import FunderDetails, FunderKind
from mob.kernel.actor import Actor, ActorKind, Role

FUNDER = uuid4()


def staff(*roles: Role, funder: object = FUNDER, communities: object = None) -> Actor:
    return Actor(ActorKind.STAFF, id=uuid4(), funder_id=funder, community_ids=communities, roles=frozenset(roles))


def codes(**given: object) -> dict[str, str]:
    details = FunderDetails(**({"name": "Métropole de Valmont", "kind": FunderKind.TERRITORIAL} | given))
    return {problem.pointer: problem.code for problem in rules.problems_of(rules.clean_details(details))}


def test_a_siren_must_pass_its_check_digit():
    assert rules.is_siren("243300316")
    assert not rules.is_siren("243300317")


@pytest.mark.parametrize("text", ["", "24330031", "2433003160", "24330031a", "²43300316", "٢٤٣٣٠٠٣١٦"])
def test_what_is_not_nine_digits_is_no_siren(text):
    assert not rules.is_siren(text)


def test_a_siren_typed_with_spaces_is_accepted():
    assert codes(siren="243 300 316") == {}


def test_an_invented_funder_may_have_a_number_nobody_has():
    assert codes(siren="200000000", is_invented=True) == {}
    assert codes(siren="200000000") == {"siren": "siren_format"}


def test_every_wrong_field_is_named_at_once():
    wrong = codes(name=" x ", siren="12", contact_email="a@b", contact_phone="rien", contact_hours="h" * 161)
    assert wrong == {
        "name": "funder_name_length",
        "siren": "siren_format",
        "contact_email": "email_format",
        "contact_phone": "phone_format",
        "contact_hours": "text_too_long",
    }


def test_a_name_cannot_hide_or_turn_characters_round():
    assert rules.clean_line("Val\u202emont\r\nBcc: x\u200b") == "Valmont Bcc: x"


def test_a_postal_address_keeps_its_lines():
    assert rules.clean_block(" 1 place  du Marché \r\n\r\n38950 Valmont ") == "1 place du Marché\n38950 Valmont"


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = rules.clean_line(text)
    assert rules.clean_line(once) == once
    assert "\n" not in once
    assert "\r" not in once


def test_a_platform_administrator_gives_any_role_of_a_funder_and_her_own_rank_or_that_of_editor_at_the_platform():
    admin = staff(Role.ADMINISTRATOR, funder=None)
    assert rules.grantable_roles(admin, FUNDER) == frozenset(Role)
    assert rules.grantable_roles(admin, None) == {Role.ADMINISTRATOR, Role.CONTENT_EDITOR}


def test_a_supervisor_gives_case_managers_alone():
    assert rules.grantable_roles(staff(Role.SUPERVISOR), FUNDER) == {Role.CASE_MANAGER}


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.CONTENT_EDITOR])
def test_other_roles_give_nothing(role):
    assert rules.grantable_roles(staff(role), FUNDER) == frozenset()


@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_roles_at_another_funder_or_at_the_platform(role):
    actor = staff(role)
    assert rules.grantable_roles(actor, uuid4()) == frozenset()
    assert rules.grantable_roles(actor, None) == frozenset()


def test_a_citizen_or_an_anonymous_visitor_gives_nothing():
    for actor in (Actor.citizen(uuid4()), Actor.anonymous()):
        assert rules.grantable_roles(actor, FUNDER) == frozenset()
        assert not rules.is_platform_administrator(actor)


def test_a_citizen_who_forges_roles_is_still_no_administrator():
    forged = Actor(ActorKind.CITIZEN, id=uuid4(), roles=frozenset({Role.ADMINISTRATOR}))
    assert not rules.is_platform_administrator(forged)


def test_a_limited_supervisor_opens_only_what_she_sees():
    one, two = uuid4(), uuid4()
    limited = staff(Role.SUPERVISOR, communities=frozenset({one}))
    assert rules.may_open_communities(limited, frozenset({one}))
    assert not rules.may_open_communities(limited, frozenset({one, two}))
    assert not rules.may_open_communities(limited, None)
