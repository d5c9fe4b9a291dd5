"""Several programs at the same instant: a code gives once, a refresh token leaves one line that goes on, nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client as Browser

from mob.identity.models import AccessToken, Client, Grant
from mob.identity.oidc import keeping
from mob.identity.oidc.limits import Quota, QuotaKind
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.accounts import sign_in
from tests.factories.provider import service, told, userinfo
from tests.factories.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, work: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    def run(_number: int) -> tuple[int, str]:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.abuse(49, 51)
def test_a_code_shown_six_times_at_once_gives_at_most_once_and_leaves_nothing_alive(world: World) -> None:
    app = service(sign_in(Browser(), world.person()))
    code = app.code()

    def redeem() -> tuple[int, str]:
        response = app.redeem(code)
        return response.status_code, response.json().get("access_token", "")

    answers = at_once(6, redeem)
    assert sorted(status for status, _token in answers)[1:] == [400] * 5
    assert {status for status, _token in answers} <= {200, 400}
    assert all(userinfo(token).status_code == 401 for status, token in answers if status == 200)
    assert not AccessToken.objects.exists()


@pytest.mark.abuse(51)
def test_parallel_refreshes_all_answer_and_one_line_goes_on(world: World) -> None:
    app = service(sign_in(Browser(), world.person()))
    token = app.tokens()["refresh_token"]

    def refresh() -> tuple[int, str]:
        response = app.refresh(token)
        return response.status_code, response.json().get("refresh_token", "")

    answers = at_once(6, refresh)
    assert [status for status, _next in answers] == [200] * 6
    assert app.refresh(answers[0][1]).status_code == 200
    assert app.refresh(answers[1][1]).json()["error"] == "invalid_grant", "a sibling that was replaced"


def test_a_quota_is_exact_however_many_ask_at_once(world: World) -> None:
    app = service(is_service_account=True, redirect_uris=(), scopes=("incentives_list",), required=())
    client = Client.objects.get(client_id=app.client_id)
    keeping.set_quotas(Actor.system(), client.id, {QuotaKind.TOKEN: Quota(5, 5)}, now=clock.now())

    def ask() -> tuple[int, str]:
        return app.exchange(grant_type="client_credentials").status_code, ""

    answers = at_once(12, ask)
    assert sorted(status for status, _none in answers) == [200] * 5 + [429] * 7
    assert AccessToken.objects.count() == 5


def test_parallel_silent_requests_each_get_their_code(world: World) -> None:
    user = world.person()
    app = service(sign_in(Browser(), user))
    app.decide()
    cookies = app.browser.cookies

    def silent() -> tuple[int, str]:
        browser = Browser()
        browser.cookies = cookies
        return 302, told(browser.get(app.address(prompt="none")))["code"]

    assert len({code for _status, code in at_once(4, silent)}) == 4
    assert Grant.objects.filter(used_at=None).count() == 5
