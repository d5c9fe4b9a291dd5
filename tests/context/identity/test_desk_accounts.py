"""Accounts that a counter opens: nobody signs in to them before their person takes them with her receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mob.identity import selectors, services
from mob.identity.models import ClaimCode, User
from mob.identity.ports import AccountMail
from mob.identity.throttle import Slowed
from mob.identity.types import ProfileField, SentCode, Visit
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, Refused
from tests.factories.accounts import Mailbox
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db

HOME = Visit("203.0.113.7")
HERS = "odette.marchal@exemple.fr"
WHO = {
    ProfileField.FIRST_NAME: "Odette",
    ProfileField.BIRTH_NAME: "Marchal",
    ProfileField.BIRTH_DATE: "1948-02-17",
    ProfileField.COMMUNE: "99V01",
}
POST = {ProfileField.POSTAL_ADDRESS: "12 rue des Tilleuls\n38950 VALMONT SUR ISERE"}


@pytest.fixture
def agent(world: World) -> Actor:
    return world.staff(world.funder())


def opened(agent: Actor, **reach: Any) -> User:
    answers = WHO | (reach.get("reach") or POST)
    return User.objects.get(id=services.open_account(agent, answers=answers, language="fr", now=NOW))


def begin(code: str, email: str = HERS, born: str = "1948-02-17", visit: Visit = HOME) -> SentCode:
    return services.begin_claim(typed=code, birth_date=born, email=email, visit=visit, now=NOW)


def test_an_account_of_a_counter_has_no_login_and_any_number_may_have_none(agent: Actor) -> None:
    first, second = opened(agent), opened(agent)
    assert first.email == second.email == ""
    assert not selectors.has_login(first.id)
    assert selectors.user_by_email("") is None


def test_only_the_case_managers_and_supervisors_of_a_funder_open_one(world: World, agent: Actor) -> None:
    for actor in (world.citizen(), Actor.anonymous(), Actor.system()):
        with pytest.raises(Forbidden):
            services.open_account(actor, answers=WHO | POST, language="fr", now=NOW)


def test_one_way_to_reach_her_is_needed_and_a_telephone_is_one(agent: Actor) -> None:
    with pytest.raises(InvalidMany) as refused:
        services.open_account(agent, answers=WHO, language="fr", now=NOW)
    assert [error.code for error in refused.value.errors] == ["reach_missing"]
    by_phone = opened(agent, reach={ProfileField.PHONE: "04 76 00 00 00"})
    reach = selectors.reach_of(by_phone.id)
    assert reach is not None
    assert (reach.is_on_paper, reach.postal) == (True, ())


def test_two_people_share_an_address_as_contact_and_never_as_login(world: World, agent: Actor) -> None:
    shared = {ProfileField.CONTACT_EMAIL: "foyer@exemple.fr"}
    for user in (opened(agent, reach=shared), opened(agent, reach=shared)):
        reach = selectors.reach_of(user.id)
        assert reach is not None
        assert reach.email == "foyer@exemple.fr"
    assert selectors.user_by_email("foyer@exemple.fr") is None
    world.person("foyer@exemple.fr")
    with pytest.raises(IntegrityError), transaction.atomic():
        world.person("Foyer@exemple.fr")


def test_a_login_without_its_comparable_form_is_refused_by_the_database(agent: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(id=opened(agent).id).update(email=HERS)


def test_what_an_agent_writes_is_told_as_the_agents(agent: Actor) -> None:
    facts = journal.stream_facts(Actor.system(), f"account:{opened(agent).id}")
    assert [fact.kind for fact in facts] == ["account_opened_at_desk", "claims_declared"]
    assert {fact.actor for fact in facts} == {f"staff:{agent.id}"}


def test_the_receipt_s_code_and_a_proved_mailbox_make_it_her_account(agent: Actor, mailbox: Mailbox) -> None:
    user = opened(agent)
    code, ends = services.print_claim_code(agent, user_id=user.id, now=NOW)
    assert ends == NOW + timedelta(days=30)
    sent = begin(f" {code.lower()} ")
    proved = services.finish_claim(code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert proved.user_id == user.id == selectors.user_by_email(HERS)
    assert mailbox.last.kind is AccountMail.ACCOUNT_CLAIMED
    view = selectors.own_profile(Actor.citizen(user.id))
    assert (view.postal_address, view.contact_email, view.courtesy_mails) == (None, None, True)
    with pytest.raises(Invalid, match="claim_refused"):
        begin(code, "autre@exemple.fr")


def test_a_claim_code_is_kept_as_a_hash_and_another_print_ends_it(agent: Actor) -> None:
    user = opened(agent)
    first, _ = services.print_claim_code(agent, user_id=user.id, now=NOW)
    services.print_claim_code(agent, user_id=user.id, now=NOW)
    assert first.replace("-", "") not in str(vars(ClaimCode.objects.get()))
    with pytest.raises(Invalid, match="claim_refused"):
        begin(first)


def test_a_claim_code_dies_after_its_month(agent: Actor) -> None:
    code, ends = services.print_claim_code(agent, user_id=opened(agent).id, now=NOW)
    with pytest.raises(Invalid, match="claim_refused"):
        services.begin_claim(typed=code, birth_date="1948-02-17", email=HERS, visit=HOME, now=ends)


def test_five_wrong_birth_dates_end_a_claim_code_wherever_they_come_from(agent: Actor) -> None:
    code, _ = services.print_claim_code(agent, user_id=opened(agent).id, now=NOW)
    for number in range(5):
        with pytest.raises(Invalid, match="claim_refused"):
            begin(code, born="1948-02-18", visit=Visit(f"198.51.100.{number}"))
    with pytest.raises(Invalid, match="claim_refused"):
        begin(code)


def test_codes_are_not_tried_by_the_hundred(agent: Actor) -> None:
    for _ in range(10):
        with pytest.raises(Invalid, match="claim_refused"):
            begin("0000-0000-0000")
    with pytest.raises(Slowed):
        begin("0000-0000-0000")


def test_an_address_with_an_account_is_refused_once_its_mailbox_is_proved_and_not_before(
    world: World, agent: Actor, mailbox: Mailbox
) -> None:
    world.person(HERS)
    user = opened(agent)
    code, _ = services.print_claim_code(agent, user_id=user.id, now=NOW)
    sent = begin(code)
    with pytest.raises(Conflict, match="email_taken"):
        services.finish_claim(code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert not selectors.has_login(user.id)
    again = begin(code, "odette@exemple.fr")
    services.finish_claim(code_id=again.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert selectors.has_login(user.id)


def test_a_code_printed_again_meanwhile_stops_the_claim_that_was_under_way(agent: Actor, mailbox: Mailbox) -> None:
    user = opened(agent)
    code, _ = services.print_claim_code(agent, user_id=user.id, now=NOW)
    sent = begin(code)
    ClaimCode.objects.all().delete()
    with pytest.raises(Refused, match="code_expired"):
        services.finish_claim(code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert not selectors.has_login(user.id)


def test_nobody_prints_a_code_for_an_account_that_has_a_login(world: World, agent: Actor) -> None:
    with pytest.raises(Refused, match="account_has_login"):
        services.print_claim_code(agent, user_id=world.person().id, now=NOW)


def test_an_account_without_login_is_exported_and_erased_like_any_other(agent: Actor) -> None:
    user = opened(agent)
    services.print_claim_code(agent, user_id=user.id, now=NOW)
    archive = services.export_everything(Actor.citizen(user.id))
    assert b"compte/compte.json" in archive
    services.delete_account(Actor.citizen(user.id), choices={}, now=NOW)
    user.refresh_from_db()
    assert user.email == f"{user.id}@deleted.invalid"
    assert not ClaimCode.objects.exists()
    assert selectors.reach_of(user.id) is None
