"""Codes by mail: what opens an account, and how often one may try."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from mob.identity import selectors, services
from mob.identity.models import MailedCode, Throttle, User
from mob.identity.ports import AccountMail
from mob.identity.throttle import Slowed
from mob.identity.types import SentCode, Visit
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid, MobError, Refused
from tests.factories.accounts import Mailbox
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db

HOME = Visit("203.0.113.7")
EMAIL = "samira.haddad@exemple.fr"


def elsewhere(number: int) -> Visit:
    return Visit(f"198.51.{number // 250}.{number % 250}")


def ask(email: str = EMAIL, visit: Visit = HOME, now: datetime = NOW) -> SentCode:
    return services.request_sign_in_code(email=email, visit=visit, now=now)


def guess(sent: SentCode, typed: str, visit: Visit = HOME, now: datetime = NOW) -> UUID:
    return services.redeem_sign_in_code(code_id=sent.id, typed=typed, visit=visit, now=now).user_id


def test_no_account_exists_before_its_mailbox_is_proved(mailbox: Mailbox) -> None:
    sent = ask()
    assert not User.objects.exists()
    proved = services.redeem_sign_in_code(code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert proved.is_new
    assert selectors.email_of(proved.user_id) == EMAIL


def test_the_code_itself_is_not_stored(mailbox: Mailbox) -> None:
    ask()
    row = MailedCode.objects.get()
    assert len(mailbox.code) == 8
    assert mailbox.code not in str(vars(row))


def test_a_code_serves_once(mailbox: Mailbox) -> None:
    sent = ask()
    guess(sent, mailbox.code)
    with pytest.raises(Refused, match="code_expired"):
        guess(sent, mailbox.code)


def test_a_code_dies_after_fifteen_minutes(mailbox: Mailbox) -> None:
    sent = ask()
    with pytest.raises(Refused, match="code_expired"):
        guess(sent, mailbox.code, now=NOW + timedelta(minutes=15))


def test_a_code_dies_after_five_wrong_tries(mailbox: Mailbox) -> None:
    sent = ask()
    for _try in range(5):
        with pytest.raises(Invalid, match="wrong_code"):
            guess(sent, "00000000")
    with pytest.raises(Refused, match="code_expired"):
        guess(sent, mailbox.code)


def test_row_53_an_account_takes_ten_guesses_in_fifteen_minutes_whatever_the_number_of_codes(mailbox: Mailbox) -> None:
    judged = 0
    for number in range(8):
        try:
            sent = ask(visit=elsewhere(number))
        except Slowed:
            continue
        for _try in range(5):
            try:
                guess(sent, "00000000", elsewhere(number))
            except Invalid:
                judged += 1
            except MobError:
                pass
    assert judged == 10


def test_row_53_the_owner_still_signs_in_from_her_known_browser_under_attack(mailbox: Mailbox, world: World) -> None:
    owner = world.person(EMAIL)
    for number in range(40):
        try:
            guess(ask(visit=elsewhere(number)), "00000000", elsewhere(number))
        except MobError:
            continue
    with pytest.raises(Slowed):
        ask()
    known = Visit("203.0.113.7", device="d1", known_for=frozenset({owner.id}))
    assert guess(ask(visit=known), mailbox.code, known) == owner.id


def test_row_53_a_known_browser_is_limited_too(mailbox: Mailbox, world: World) -> None:
    owner = world.person(EMAIL)
    known = Visit("203.0.113.7", device="d1", known_for=frozenset({owner.id}))
    for _try in range(8):
        ask(visit=known)
    with pytest.raises(Slowed):
        ask(visit=known)


def test_row_53_a_mailbox_cannot_be_flooded(mailbox: Mailbox) -> None:
    sent = 0
    for minute in range(0, 24 * 60, 2):
        try:
            ask(visit=elsewhere(minute), now=NOW + timedelta(minutes=minute))
            sent += 1
        except Slowed:
            continue
    assert sent == len(mailbox.mails) == 40


def test_the_counters_hold_no_readable_address(mailbox: Mailbox) -> None:
    ask()
    text = str([vars(row) for row in Throttle.objects.all()])
    assert EMAIL not in text
    assert HOME.address not in text


def test_row_65_look_alikes_of_an_address_make_no_second_account(mailbox: Mailbox, world: World) -> None:
    owner = world.person(EMAIL)
    for look_alike in (
        "s\u0430mira.haddad@exemple.fr",
        "samira.haddad@ex\u0435mple.fr",
        "\u017famira.haddad@exemple.fr",
    ):
        with pytest.raises(Invalid):
            ask(look_alike)
    assert guess(ask("SAMIRA.haddad@EXEMPLE.fr"), mailbox.code) == owner.id
    assert mailbox.last.to == EMAIL


def test_a_closed_account_does_not_open(mailbox: Mailbox, world: World) -> None:
    world.person(EMAIL, is_active=False)
    with pytest.raises(MobError, match="account_closed"):
        guess(ask(), mailbox.code)


def test_a_confirmation_is_only_for_the_one_who_asked(mailbox: Mailbox, world: World) -> None:
    actor, other = world.citizen(), world.citizen()
    sent = services.request_confirm_code(actor, visit=HOME, now=NOW)
    assert mailbox.last.kind is AccountMail.CONFIRM_CODE
    with pytest.raises(Refused):
        services.redeem_confirm_code(other, code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    with pytest.raises(Refused):
        services.redeem_sign_in_code(code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    services.redeem_confirm_code(actor, code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)


def test_an_account_moves_to_a_proved_address_and_the_old_one_is_told(mailbox: Mailbox, world: World) -> None:
    actor = world.citizen(world.person(EMAIL))
    assert actor.id
    sent = services.request_email_change(actor, email="Nouvelle@exemple.fr", visit=HOME, now=NOW)
    assert mailbox.last.to == "Nouvelle@exemple.fr"
    services.change_email(actor, code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)
    assert selectors.email_of(actor.id) == "Nouvelle@exemple.fr"
    assert (mailbox.last.kind, mailbox.last.to) == (AccountMail.EMAIL_CHANGED, EMAIL)
    assert mailbox.last.context == {"new_email": "N…e@exemple.fr"}
    assert selectors.user_by_email(EMAIL) is None


def test_an_address_that_has_an_account_is_only_told_so_to_who_reads_it(mailbox: Mailbox, world: World) -> None:
    world.person("prise@exemple.fr")
    actor = world.citizen()
    sent = services.request_email_change(actor, email="prise@exemple.fr", visit=HOME, now=NOW)
    with pytest.raises(Conflict, match="email_taken"):
        services.change_email(actor, code_id=sent.id, typed=mailbox.code, visit=HOME, now=NOW)


def test_the_sweep_forgets_codes_and_counters_that_no_longer_serve(mailbox: Mailbox) -> None:
    ask()
    services.sweep({}, NOW + timedelta(hours=1))
    assert MailedCode.objects.exists()
    services.sweep({}, NOW + timedelta(days=2))
    assert not MailedCode.objects.exists()
    assert not Throttle.objects.exists()


def test_only_the_system_makes_accounts_without_a_mailbox(world: World) -> None:
    with pytest.raises(MobError):
        services.provision(world.citizen(), email="a@exemple.fr", now=NOW)
    first = services.provision(Actor.system(), email="a@exemple.fr", password="quatre mots sans rapport", now=NOW)
    again = services.provision(Actor.system(), email="A@exemple.fr", password="un autre mot de passe", now=NOW)
    assert first == again
    proved = services.check_password(email="a@exemple.fr", password="quatre mots sans rapport", visit=HOME, now=NOW)
    assert proved.user_id == first
