"""Several at the same moment: the counters hold, and one mailbox is one account."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from mob.identity import services
from mob.identity.models import User
from mob.identity.throttle import Slowed
from mob.identity.types import Visit
from mob.kernel.errors import Invalid
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
