"""Passwords and second factors."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import override_settings

from mob.identity import selectors, services
from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.identity.throttle import Slowed
from mob.identity.types import Visit
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, InvalidMany, NotFound, Refused
from tests.factories.accounts import TOTP_SECRET, Mailbox, totp_code
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db

HOME = Visit("203.0.113.7")
GOOD = "tilleul-gare-pluie-rame"


def protect(actor: Actor) -> None:
    services.add_totp(actor, secret=TOTP_SECRET, code=totp_code(), visit=HOME, now=NOW)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court", "password_too_short"),
        ("passwordpassword", "password_too_common"),
        ("MotDePasse-2026!", "password_too_common"),
        ("azertyuiopqs", "password_too_common"),
        ("123456789012", "password_too_common"),
        ("aaaaaaaaaaaa", "password_too_common"),
        ("samira.haddad@exemple.fr", "password_too_similar"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(world: World, password: str, code: str) -> None:
    actor = world.citizen(world.person("samira.haddad@exemple.fr"))
    with pytest.raises(InvalidMany) as refusal:
        services.set_password(actor, password=password, now=NOW)
    assert code in [error.code for error in refusal.value.errors]


@pytest.mark.parametrize("password", [GOOD, "mon vélo bleu du dimanche", "Xk7#pQ2!vR9&"])
def test_a_good_password_is_taken(world: World, password: str) -> None:
    actor = world.citizen()
    services.set_password(actor, password=password, now=NOW)
    assert User.objects.get(id=actor.id).check_password(password)


def test_a_password_of_a_novel_is_refused_before_it_is_hashed(world: World) -> None:
    with pytest.raises(Invalid, match="password_too_long"):
        services.set_password(world.citizen(), password="a" * 100_000, now=NOW)


def test_a_password_is_hashed_with_argon2id_and_told_by_mail(world: World, mailbox: Mailbox) -> None:
    actor = world.citizen()
    with override_settings(PASSWORD_HASHERS=["mob.identity.hashers.Argon2id"]):
        services.set_password(actor, password=GOOD, now=NOW)
        stored = User.objects.get(id=actor.id).password
        assert stored.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
        services.confirm_password(actor, password=GOOD, visit=HOME, now=NOW)
    assert mailbox.kinds() == [AccountMail.PASSWORD_SET]


def test_composed_and_decomposed_accents_are_the_same_password(world: World) -> None:
    actor = world.citizen()
    services.set_password(actor, password="e\u0301te\u0301 hiver printemps", now=NOW)
    services.confirm_password(actor, password="été hiver printemps", visit=HOME, now=NOW)
    assert User.objects.get(id=actor.id).check_password("été hiver printemps")


def test_row_53_an_unknown_address_costs_a_hash_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work, hence the same time, whether the address has a password, none, or no account."""
    world.person("sans@exemple.fr")
    world.person("avec@exemple.fr", password=GOOD)
    hashed: list[str] = []
    from django.contrib.auth import hashers

    real = hashers.get_hasher()
    monkeypatch.setattr(type(real), "encode", _counting(type(real).encode, hashed))
    counts = {}
    for email in ("sans@exemple.fr", "avec@exemple.fr", "inconnue@exemple.fr"):
        hashed.clear()
        with pytest.raises(Invalid, match="wrong_credentials"):
            services.check_password(email=email, password="pas le bon", visit=HOME, now=NOW)
        counts[email] = len(hashed)
    assert set(counts.values()) == {1}


def _counting(encode: object, hashed: list[str]) -> object:
    def counted(self: object, *args: object, **kwargs: object) -> object:
        hashed.append("once")
        return encode(self, *args, **kwargs)  # type: ignore[operator]

    return counted


def test_row_53_stuffing_a_thousand_accounts_from_one_network_is_cut_at_once(world: World) -> None:
    judged = 0
    for number in range(1000):
        try:
            services.check_password(email=f"p{number}@exemple.fr", password="x", visit=HOME, now=NOW)
        except Invalid:
            judged += 1
        except Slowed:
            continue
    assert judged == 30


def test_row_53_a_right_password_does_not_erase_the_wrong_ones(world: World) -> None:
    world.person("avec@exemple.fr", password=GOOD)
    for _try in range(9):
        with pytest.raises(Invalid):
            services.check_password(email="avec@exemple.fr", password="x", visit=HOME, now=NOW)
    services.check_password(email="avec@exemple.fr", password=GOOD, visit=HOME, now=NOW)
    with pytest.raises(Invalid):
        services.check_password(email="avec@exemple.fr", password="x", visit=HOME, now=NOW)
    with pytest.raises(Slowed):
        services.check_password(email="avec@exemple.fr", password=GOOD, visit=HOME, now=NOW)


def test_an_application_is_linked_by_its_first_code_and_comes_with_recovery_codes(
    world: World, mailbox: Mailbox
) -> None:
    actor = world.citizen()
    assert actor.id
    with pytest.raises(Invalid, match="wrong_code"):
        services.add_totp(actor, secret=TOTP_SECRET, code="000000", visit=HOME, now=NOW)
    assert not selectors.has_second_factor(actor.id)
    protect(actor)
    assert selectors.has_second_factor(actor.id)
    assert mailbox.kinds() == [AccountMail.SECOND_FACTOR_ADDED]
    assert len(services.reveal_recovery_codes(actor)) == 10
    assert services.reveal_recovery_codes(actor) == ()
    with pytest.raises(Refused, match="totp_already"):
        protect(actor)


def test_the_secret_of_an_application_is_not_readable_in_the_database(world: World) -> None:
    actor = world.citizen()
    protect(actor)
    assert TOTP_SECRET not in str([row.data for row in Authenticator.objects.all()])


def test_a_recovery_code_works_once_and_is_told(world: World, mailbox: Mailbox) -> None:
    actor = world.citizen()
    assert actor.id
    protect(actor)
    code = services.reveal_recovery_codes(actor)[0]
    services.check_second_code(actor.id, typed=f"{code[:4]} {code[4:]}", visit=HOME, now=NOW)
    assert (mailbox.last.kind, mailbox.last.context) == (AccountMail.RECOVERY_CODE_USED, {"left": "9"})
    with pytest.raises(Invalid, match="wrong_code"):
        services.check_second_code(actor.id, typed=code, visit=HOME, now=NOW)


def test_a_code_of_the_application_is_not_taken_twice(world: World) -> None:
    actor = world.citizen()
    assert actor.id
    protect(actor)
    code = totp_code()
    services.check_second_code(actor.id, typed=code, visit=HOME, now=NOW)
    with pytest.raises(Invalid):
        services.check_second_code(actor.id, typed=code, visit=HOME, now=NOW)


def test_row_53_second_codes_are_throttled_with_the_rest(world: World) -> None:
    actor = world.citizen()
    assert actor.id
    protect(actor)
    for _try in range(10):
        with pytest.raises(Invalid):
            services.check_second_code(actor.id, typed="000000", visit=HOME, now=NOW)
    with pytest.raises(Slowed):
        services.check_second_code(actor.id, typed=totp_code(), visit=HOME, now=NOW)


def test_removing_the_last_factor_removes_the_recovery_codes(world: World, mailbox: Mailbox) -> None:
    actor = world.citizen()
    protect(actor)
    services.remove_totp(actor, now=NOW)
    assert not Authenticator.objects.exists()
    assert mailbox.last.kind is AccountMail.SECOND_FACTOR_REMOVED
    with pytest.raises(NotFound):
        services.remove_totp(actor, now=NOW)
    with pytest.raises(NotFound):
        services.renew_recovery_codes(actor, now=NOW)


def test_staff_keep_a_second_factor(world: World) -> None:
    staff = world.staff(world.funder())
    protect(staff)
    with pytest.raises(Refused, match="staff_needs_second_factor"):
        services.remove_totp(staff, now=NOW)
    assert staff.id
    assert selectors.has_second_factor(staff.id)


def test_nobody_removes_somebody_elses_passkey(world: World) -> None:
    owner, other = world.citizen(), world.citizen()
    services.add_passkey(owner, name="mon téléphone", credential={"id": "x"}, now=NOW)
    (key,) = selectors.security_of(owner).passkeys
    with pytest.raises(NotFound):
        services.remove_passkey(other, passkey_id=key.id, now=NOW)
    services.remove_passkey(owner, passkey_id=key.id, now=NOW)
    assert selectors.security_of(owner).passkeys == ()


def test_a_lost_second_factor_is_forgotten_by_the_system_alone(world: World, mailbox: Mailbox) -> None:
    actor = world.citizen()
    assert actor.id
    protect(actor)
    with pytest.raises(Forbidden):
        services.forget_second_factors(actor, user_id=actor.id, now=NOW)
    services.forget_second_factors(Actor.system(), user_id=actor.id, now=NOW)
    assert not selectors.has_second_factor(actor.id)
    assert mailbox.last.kind is AccountMail.SECOND_FACTOR_REMOVED


def test_the_hash_of_a_password_never_looks_like_the_password() -> None:
    with override_settings(PASSWORD_HASHERS=["mob.identity.hashers.Argon2id"]):
        assert GOOD not in make_password(GOOD)
