"""The life of a funder's key, with the database."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwe
from joserfc.jwk import RSAKey

from mob.directory import keys as mathematics
from mob.directory import selectors
from mob.directory.models import FunderKey
from mob.directory.ports import KeyUsage
from mob.directory.services import keys
from mob.directory.types import KeyState
from mob.journal.selectors import stream_facts
from mob.kernel import ports
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused
from tests.factories.world import key_pair

SYSTEM = Actor.system()


class Usage:
    remaining = 0

    def documents_remaining(self, kid: str) -> int:
        return self.remaining


@pytest.fixture
def usage(monkeypatch):
    double = Usage()
    monkeypatch.setitem(ports._instances, KeyUsage, double)
    return double


@pytest.fixture
def funder(world):
    return world.funder(key=False)


@pytest.fixture
def supervisor(world, funder):
    return world.staff(funder, Role.SUPERVISOR)


def register(actor, funder, world, name="main", recovery="recovery"):
    return keys.register_key(
        actor,
        funder_id=funder.id,
        main_jwk=key_pair(name)[0],
        recovery_jwk=key_pair(recovery)[0],
        now=world.now,
    )


def answer_to(challenge, name="main"):
    private = RSAKey.import_key(key_pair(name)[1])
    opened = jwe.decrypt_json(challenge.container, private, algorithms=["RSA-OAEP-256", "A256GCM"])
    return mathematics.b64u(opened.plaintext)


def activate(actor, funder, world, name="main", now=None):
    challenge = register(actor, funder, world, name)
    keys.activate_key(actor, key_id=challenge.key_id, answer=answer_to(challenge, name), now=now or world.now)
    return challenge.key_id


def state(key_id):
    return FunderKey.objects.get(id=key_id).state


def kinds(funder):
    return [fact.kind for fact in stream_facts(SYSTEM, f"funder:{funder.id}")]


def test_a_key_serves_only_after_its_holder_has_opened_the_challenge(world, funder, supervisor):
    challenge = register(supervisor, funder, world)
    assert selectors.encryption_keys(funder.id) == []
    keys.activate_key(supervisor, key_id=challenge.key_id, answer=answer_to(challenge), now=world.now)
    main, recovery = selectors.encryption_keys(funder.id)
    assert main.kid == key_pair("main")[0]["kid"]
    assert (recovery.kid, recovery.is_recovery) == (key_pair("recovery")[0]["kid"], True)
    assert kinds(funder) == ["funder_key_registered", "funder_key_activated"]
    row = FunderKey.objects.get()
    assert (row.challenge, row.challenge_answer_hash) == ({}, "")


def test_a_wrong_answer_activates_nothing_and_leaves_a_trace(world, funder, supervisor):
    challenge = register(supervisor, funder, world)
    with pytest.raises(Invalid, match="key_answer_wrong"):
        keys.activate_key(
            supervisor, key_id=challenge.key_id, answer=mathematics.b64u(mathematics.new_answer()), now=world.now
        )
    assert state(challenge.key_id) == KeyState.PENDING.value
    assert kinds(funder) == ["funder_key_registered", "funder_key_canary_failed"]


def test_the_answer_itself_is_kept_nowhere(world, funder, supervisor):
    challenge = register(supervisor, funder, world)
    assert answer_to(challenge) not in str(FunderKey.objects.values().get())


def test_a_private_key_is_refused_and_not_kept(world, funder, supervisor):
    for main, recovery in ((1, 0), (0, 1)):
        with pytest.raises(Invalid, match="key_is_private"):
            keys.register_key(
                supervisor,
                funder_id=funder.id,
                main_jwk=key_pair("main")[main],
                recovery_jwk=key_pair("recovery")[recovery],
                now=world.now,
            )
    assert not FunderKey.objects.exists()


def test_the_same_pair_sent_twice_gives_the_same_challenge(world, funder, supervisor):
    assert register(supervisor, funder, world) == register(supervisor, funder, world)
    assert kinds(funder) == ["funder_key_registered"]
    challenge = keys.challenge(supervisor, key_id=FunderKey.objects.get().id)
    keys.activate_key(supervisor, key_id=challenge.key_id, answer=answer_to(challenge), now=world.now)
    with pytest.raises(Refused, match="key_already_known"):
        register(supervisor, funder, world)
    with pytest.raises(Refused, match="key_state"):
        keys.challenge(supervisor, key_id=challenge.key_id)


def test_a_new_pair_gives_up_the_one_that_was_never_activated(world, funder, supervisor):
    first = register(supervisor, funder, world)
    second = register(supervisor, funder, world, "second")
    assert state(first.key_id) == KeyState.RETIRED.value
    with pytest.raises(Refused, match="key_state"):
        keys.activate_key(supervisor, key_id=first.key_id, answer=answer_to(first), now=world.now)
    assert [view.id for view in selectors.keys_of(supervisor, funder.id)] == [second.key_id]


def test_main_and_recovery_are_two_pairs_and_belong_to_one_funder(world, funder, supervisor):
    with pytest.raises(Refused, match="key_recovery_same"):
        register(supervisor, funder, world, "main", "main")
    register(supervisor, funder, world)
    other = world.funder(key=False)
    stranger = world.staff(other, Role.SUPERVISOR)
    for name, recovery in (("main", "second"), ("second", "main"), ("recovery", "second"), ("second", "recovery")):
        with pytest.raises(Refused, match="key_already_known"):
            register(stranger, other, world, name, recovery)


def test_activating_a_newer_key_leaves_the_older_for_reading(world, funder, supervisor):
    old = activate(supervisor, funder, world)
    new = activate(supervisor, funder, world, "second", now=world.later(days=1))
    assert (state(old), state(new)) == ("decrypt_only", "active")
    assert selectors.encryption_keys(funder.id)[0].kid == key_pair("second")[0]["kid"]


def test_one_key_of_a_funder_is_active_at_a_time_even_when_two_were_pending(world, funder, supervisor):
    activate(supervisor, funder, world)
    activate(supervisor, funder, world, "second")
    assert FunderKey.objects.filter(funder=funder, state="active").count() == 1


def test_a_key_in_use_is_not_retired(world, funder, supervisor, usage):
    key_id = activate(supervisor, funder, world)
    with pytest.raises(Refused, match="key_state"):
        keys.retire_key(supervisor, key_id=key_id, now=world.now)
    keys.set_decrypt_only(supervisor, key_id=key_id, now=world.now)
    assert not selectors.has_usable_key(funder.id)
    usage.remaining = 3
    with pytest.raises(Refused, match="key_in_use") as caught:
        keys.retire_key(supervisor, key_id=key_id, now=world.later(days=1))
    assert caught.value.params == {"remaining": 3}
    usage.remaining = 0
    keys.retire_key(supervisor, key_id=key_id, now=world.later(days=1))
    assert state(key_id) == KeyState.RETIRED.value
    assert kinds(funder)[-2:] == ["funder_key_set_decrypt_only", "funder_key_retired"]


def test_a_key_waits_an_hour_for_deposits_under_way_before_it_is_retired(world, funder, supervisor, usage):
    key_id = activate(supervisor, funder, world)
    keys.set_decrypt_only(supervisor, key_id=key_id, now=world.now)
    with pytest.raises(Refused, match="key_settling"):
        keys.retire_key(supervisor, key_id=key_id, now=world.now + timedelta(minutes=59))
    keys.retire_key(supervisor, key_id=key_id, now=world.now + timedelta(minutes=60))


def test_a_key_that_never_served_is_given_up_at_once(world, funder, supervisor, usage):
    challenge = register(supervisor, funder, world)
    keys.retire_key(supervisor, key_id=challenge.key_id, now=world.now)
    assert state(challenge.key_id) == KeyState.RETIRED.value


def test_a_retired_key_does_not_come_back(world, funder, supervisor, usage):
    key_id = activate(supervisor, funder, world)
    keys.set_decrypt_only(supervisor, key_id=key_id, now=world.now)
    keys.retire_key(supervisor, key_id=key_id, now=world.later(days=1))
    for action in (keys.set_decrypt_only, keys.retire_key):
        with pytest.raises(Refused, match="key_state"):
            action(supervisor, key_id=key_id, now=world.later(days=2))
    with pytest.raises(Refused, match="key_already_known"):
        register(supervisor, funder, world)


def test_keys_belong_to_the_funder_s_supervisors_and_administrators(world, funder, supervisor):
    challenge = register(world.staff(funder, Role.ADMINISTRATOR), funder, world)
    for role in (Role.CASE_MANAGER, Role.CONTENT_EDITOR):
        with pytest.raises(Forbidden, match="key_forbidden"):
            register(world.staff(funder, role), funder, world)
        with pytest.raises(Forbidden, match="key_forbidden"):
            keys.challenge(world.staff(funder, role), key_id=challenge.key_id)
    stranger = world.staff(world.funder(key=False), Role.SUPERVISOR)
    with pytest.raises(NotFound):
        register(stranger, funder, world)
    with pytest.raises(NotFound):
        keys.activate_key(stranger, key_id=challenge.key_id, answer=answer_to(challenge), now=world.now)
    assert selectors.keys_of(stranger, funder.id) == []
    assert selectors.key(stranger, challenge.key_id) is None


def test_the_platform_s_administrator_cannot_put_a_key_of_her_own_in_a_funder_s_place(world, funder):
    from mob.directory import services

    user = world.person()
    services.appoint_administrator(SYSTEM, user_id=user.id, first_name="", last_name="", now=world.now)
    with pytest.raises(NotFound):
        register(selectors.platform_actor(user.id), funder, world)


def test_a_short_key_is_refused(world, funder, supervisor):
    short = RSAKey.import_key(rsa.generate_private_key(65537, 2048)).as_dict(private=False)
    with pytest.raises(Invalid, match="key_too_short"):
        keys.register_key(
            supervisor, funder_id=funder.id, main_jwk=short, recovery_jwk=key_pair("recovery")[0], now=world.now
        )
