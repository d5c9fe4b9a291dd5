"""Several at the same moment: the counters hold, and one mailbox is one account."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from mob.identity import services
from mob.identity.federation_types import Arrival, ProviderKind
from mob.identity.models import ExternalIdentity, User
from mob.identity.throttle import Slowed
from mob.identity.types import Visit
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, MobError
from tests.factories.accounts import Mailbox
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


def at_once(works: list[Callable[[], T]]) -> list[T]:
    """Each work in a thread of its own, with a connection of its own."""

    def run(work: Callable[[], T]) -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_row_53_twenty_guesses_at_once_are_judged_ten_times(world: World) -> None:
    world.person("avec@exemple.fr", password="tilleul-gare-pluie-rame")

    def guess(number: int) -> str:
        try:
            visit = Visit(f"198.51.100.{number}")
            services.check_password(email="avec@exemple.fr", password="au hasard", visit=visit, now=NOW)
        except Invalid:
            return "judged"
        except Slowed:
            return "slowed"
        return "entered"

    answers = at_once([lambda number=number: guess(number) for number in range(20)])  # type: ignore[misc]
    assert sorted(answers) == ["judged"] * 10 + ["slowed"] * 10


def test_two_codes_of_a_new_address_proved_at_once_make_one_account(mailbox: Mailbox) -> None:
    visit = Visit("203.0.113.7")
    codes = []
    for _browser in range(4):
        sent = services.request_sign_in_code(email="samira@exemple.fr", visit=visit, now=NOW)
        codes.append((sent.id, mailbox.code))

    def enter(number: int) -> object:
        code_id, typed = codes[number]
        return services.redeem_sign_in_code(code_id=code_id, typed=typed, visit=visit, now=NOW).user_id

    entered = at_once([lambda number=number: enter(number) for number in range(4)])  # type: ignore[misc]
    assert set(entered) == {User.objects.get().id}


def test_one_code_typed_twice_at_once_serves_once(mailbox: Mailbox) -> None:
    visit = Visit("203.0.113.7")
    sent = services.request_sign_in_code(email="samira@exemple.fr", visit=visit, now=NOW)

    def enter() -> bool:
        try:
            services.redeem_sign_in_code(code_id=sent.id, typed=mailbox.code, visit=visit, now=NOW)
        except Exception:
            return False
        return True

    assert sorted(at_once([enter] * 4)) == [False, False, False, True]


def test_two_merges_and_an_unlinking_at_once_leave_one_account_whole(world: World, mailbox: Mailbox) -> None:
    here, there = world.person("ici@exemple.fr"), world.person("ailleurs@exemple.fr")
    row = ExternalIdentity.objects.create(
        user=there, issuer="https://fc.exemple", subject="x", provider_key="fc", linked_at=NOW, last_at=NOW
    )
    proof = Arrival("fc", ProviderKind.FRANCECONNECT, "https://fc.exemple", "x", "eidas1", "", None, NOW)

    def merge() -> str:
        try:
            services.merge_accounts(Actor.citizen(here.id), arrival=proof, factor_id=None, now=NOW)
        except MobError:
            return "refused"
        return "merged"

    def unlink() -> str:
        try:
            services.unlink_identity(Actor.citizen(there.id), identity_id=row.id, provider="FC", now=NOW)
        except MobError:
            return "refused"
        return "unlinked"

    done = sorted(at_once([merge, merge, unlink]))
    assert done in (["merged", "refused", "refused"], ["refused", "refused", "unlinked"])
    is_merged = "merged" in done
    row.refresh_from_db()
    assert (row.user_id, row.ended_at is None) == ((here.id, True) if is_merged else (there.id, False))
    assert User.objects.get(id=there.id).is_active is not is_merged
    assert User.objects.get(id=here.id).is_active
