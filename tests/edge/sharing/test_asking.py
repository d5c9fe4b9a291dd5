"""A service asks for a trip: she finds it by mail and on her page, accepts at her level or refuses; nothing is nagged."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from mob.identity.models import AccessibilityRequest, AccessibilityShare, User
from mob.identity.ports import AccountMail
from mob.journal.models import Fact
from mob.kernel import clock
from tests.factories.accounts import Mailbox, sign_in
from tests.factories.provider import Service
from tests.factories.sharing import asking, link_of, reading, shared, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/accessibilite/partages"


def trip(**changes: object) -> str:
    now = clock.now()
    said: dict[str, object] = {
        "journey": "QX7K2P",
        "from": "Lyon Part-Dieu",
        "to": "Marseille Saint-Charles",
        "departs": (now + timedelta(days=2)).isoformat(),
        "arrives": (now + timedelta(days=2, hours=2)).isoformat(),
        "level": "equipment",
        **changes,
    }
    return json.dumps({name: value for name, value in said.items() if value is not None})


def page(browser: Browser) -> str:
    return unescape(browser.get(HERE).content.decode())


def test_she_is_told_by_a_mail_that_says_nothing_and_finds_the_trip_on_her_page(
    app: Service, token: str, mailbox: Mailbox
) -> None:
    response = asking(token, trip())
    assert response.status_code == 202
    assert response.json() == {
        "id": str(AccessibilityRequest.objects.get().id), "journey": "QX7K2P", "state": "waiting",
    }  # fmt: skip
    assert mailbox.kinds() == [AccountMail.ACCESSIBILITY_ASKED]
    assert dict(mailbox.mails[0].context) == {"service": "Tilleul Mobilités"}
    assert "Lyon Part-Dieu" in page(app.browser)
    assert reading(token, "?journey=QX7K2P").status_code == 403


def test_asking_again_is_the_same_request_and_no_other_mail(app: Service, token: str, mailbox: Mailbox) -> None:
    first, again = asking(token, trip()).json(), asking(token, trip()).json()
    assert first == again
    assert len(mailbox.mails) == 1


def test_she_accepts_at_the_level_she_chooses(app: Service, token: str) -> None:
    asked = asking(token, trip()).json()
    address = f"{HERE}/avec/{link_of(app).id}?demande={asked['id']}"
    assert "Marseille Saint-Charles" in app.browser.get(address).content.decode()
    assert app.browser.post(address, {"step": "agree", "level": "codes"}).headers["Location"] == HERE
    said = reading(token, "?journey=QX7K2P").json()
    assert (said["level"], said["share"]["journey"]) == ("codes", "QX7K2P")
    share = AccessibilityShare.objects.get()
    assert share.ends_at == AccessibilityRequest.objects.get().arrives_at + timedelta(hours=24)
    assert "À vous" not in page(app.browser).split("<main")[1]
    answer = asking(token, trip())
    assert (answer.status_code, answer.json()["state"]) == (200, "shared")


def test_refused_it_is_not_asked_again_for_that_trip_and_she_may_still_share(
    app: Service, token: str, mailbox: Mailbox
) -> None:
    asked = asking(token, trip()).json()
    app.browser.post(f"{HERE}/demandes/{asked['id']}/refuser")
    assert reading(token, "?journey=QX7K2P").status_code == 403
    answer = asking(token, trip())
    assert (answer.status_code, answer.json()["code"]) == (409, "share_refused")
    assert len(mailbox.mails) == 1
    assert app.browser.post(f"{HERE}/demandes/{asked['id']}/refuser").status_code == 404
    shared(app, standing())
    assert asking(token, trip()).status_code == 200


def test_what_a_share_already_answers_is_not_asked(app: Service, token: str, mailbox: Mailbox) -> None:
    shared(app, standing())
    assert asking(token, trip()).json() == {"id": None, "journey": "QX7K2P", "state": "shared"}
    assert not AccessibilityRequest.objects.exists()
    assert not mailbox.mails


def test_ten_trips_a_day_and_no_more(app: Service, token: str) -> None:
    codes = [asking(token, trip(journey=f"T{n}")).status_code for n in range(11)]
    assert codes == [202] * 10 + [429]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"journey": None}, "journey"),
        ({"journey": "a\nb"}, "journey"),
        ({"from": 3}, "from"),
        ({"to": "\u202egauche"}, "to"),
        ({"departs": "2026-12-01T14:30:00"}, "departs"),
        ({"arrives": "demain"}, "arrives"),
        ({"level": "all"}, "level"),
        ({"user": "x"}, "user"),
    ],
)
def test_what_makes_no_sense_is_named_and_asks_nothing(
    app: Service, token: str, changes: dict[str, object], pointer: str
) -> None:
    response = asking(token, trip(**changes))
    assert (response.status_code, response.json()["pointer"]) == (422, pointer)
    assert not AccessibilityRequest.objects.exists()


def test_nobody_else_sees_or_answers_it(app: Service, token: str, world: World) -> None:
    asked = asking(token, trip()).json()
    stranger = sign_in(Browser(), world.person())
    stranger.post("/mon-compte/accessibilite", {"agreed": "on"})
    assert "Lyon" not in page(stranger)
    assert stranger.post(f"{HERE}/demandes/{asked['id']}/refuser").status_code == 404
    address = f"{HERE}/avec/{link_of(app).id}?demande={asked['id']}"
    assert stranger.get(address).status_code == 404
    assert app.browser.get(f"{HERE}/avec/{link_of(app).id}?demande=x").status_code == 404


def test_a_trip_that_is_over_asks_nothing_any_more(app: Service, token: str) -> None:
    asking(token, trip())
    clock.set_offset(timedelta(days=3))
    sign_in(app.browser, User.objects.get(email="samira@exemple.fr"))
    assert "Lyon Part-Dieu" not in page(app.browser)


def test_no_fact_says_where_she_goes(app: Service, token: str) -> None:
    asking(token, trip())
    told = " ".join(Fact.objects.values_list("data", flat=True))
    assert "Lyon" not in told
    assert "QX7K2P" not in told
