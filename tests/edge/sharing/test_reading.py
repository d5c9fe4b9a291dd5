"""What a service reads of what a person needs to travel: nothing without a share, its level with one, nothing after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from mob.identity import services
from mob.identity.accessibility.profile import AccessibilityProfile, Need
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models import AccessibilityReading, AccessibilityShare, AccessToken, Receipt, User
from mob.identity.services import sharing
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.accounts import sign_in
from tests.factories.provider import Service, link, read_token, service, told
from tests.factories.sharing import link_of, reading, shared, standing, trip
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def refusal(token: str, query: str = "") -> str:
    response = reading(token, query)
    assert response.status_code == 403, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    return str(response.json()["code"])


def wait(token: str, **span: float) -> None:
    """Time passes for the share; the token is kept alive beside it."""
    clock.set_offset(timedelta(**span))
    AccessToken.objects.update(expires=clock.now() + timedelta(minutes=15))


def test_the_scope_alone_opens_nothing(token: str) -> None:
    assert refusal(token) == "accessibility_not_shared"


def test_without_the_scope_a_share_opens_nothing_either(person: User, token: str) -> None:
    app = service(sign_in(Browser(), person), scopes=("openid", "email"))
    other = app.tokens(("email",))["access_token"]
    response = reading(other)
    assert response.status_code == 403
    assert "insufficient_scope" in response.headers["WWW-Authenticate"]
    assert reading("faux").status_code == 401


def test_codes_are_told_and_nothing_else(app: Service, token: str) -> None:
    shared(app, trip())
    response = reading(token, "?journey=QX7K2P")
    assert response.headers["Cache-Control"] == "no-store"
    said = response.json()
    assert said["content"] == {
        "format": 1,
        "needs": ["motorizedWheelchair", "averseToCrowds"],
        "animal": "guideDog",
    }
    assert (said["level"], said["losses"], said["share"]["kind"]) == ("codes", [], "trip")
    assert "contact" not in said
    for held_back in (b"140", b"QUOKKAVERT", b"ramp", b"samira"):
        assert held_back not in response.content


@pytest.mark.parametrize(
    ("kind", "content", "losses"),
    [
        (
            "netex",
            {
                "userNeeds": [
                    {"MobilityNeed": "motorizedWheelchair", "NeedRanking": 1},
                    {"PsychosensoryNeed": "averseToCrowds", "NeedRanking": 2},
                    {"EncumbranceNeed": "guideDog", "NeedRanking": 3},
                ]
            },
            ["equipment", "boarding", "note"],
        ),
        (
            "tomp",
            {
                "prmNeeds": [
                    {"mobilityNeed": "motorized_wheelchair"},
                    {"psychoSensoryNeed": "averse_to_crowds"},
                    {"encumbranceNeed": "guide_dog"},
                ]
            },
            ["ranking", "equipment", "boarding", "note"],
        ),
        (
            "osdm",
            {"prmNeeds": ["WHEELCHAIR", "NEED_PRM_SUPPORT", "ACCOMPANYING_DOG"]},
            ["ranking", "equipment", "motor", "boarding", "note", "aversions"],
        ),
    ],
)
def test_f1_each_vocabulary_comes_with_what_it_cannot_say(
    app: Service, token: str, kind: str, content: Any, losses: list[str]
) -> None:
    shared(app, standing(Sharing.EQUIPMENT))
    said = reading(token, f"?format={kind}").json()
    assert (said["content"], said["losses"]) == (content, losses)


def test_how_to_reach_her_is_told_at_its_level_alone_and_never_her_name(app: Service, token: str, person: User) -> None:
    said = {ProfileField.PHONE: "06 12 34 56 78", ProfileField.FIRST_NAME: "Samira"}
    services.declare(Actor.citizen(person.id), answers=said, now=clock.now())
    shared(app, standing(Sharing.EQUIPMENT))
    assert "contact" not in reading(token).json()
    shared(app, standing(Sharing.CONTACT))
    answer = reading(token)
    assert answer.json()["contact"] == {"email": person.email, "phone": "+33612345678", "language": "fr"}
    assert "Samira" not in answer.content.decode()


def test_f3_after_the_trip_it_is_refused_and_she_sees_that_it_tried(app: Service, token: str) -> None:
    shared(app, trip(hours=5))
    wait(token, hours=28, minutes=59)
    assert reading(token, "?journey=QX7K2P").status_code == 200
    wait(token, hours=29, minutes=1)
    assert refusal(token, "?journey=QX7K2P") == "accessibility_share_over"
    row = AccessibilityReading.objects.get(level="")
    assert row.link == link_of(app)
    page = sign_in(Browser(), row.link.user).get("/mon-compte/accessibilite/partages").content.decode()
    assert "Refusé" in page


def test_a_standing_share_lasts_the_months_she_chose(app: Service, token: str) -> None:
    shared(app, standing(months=12))
    wait(token, days=363)
    assert reading(token).status_code == 200
    wait(token, days=366)
    assert refusal(token) == "accessibility_share_over"


def test_ending_it_closes_it_at_once_and_keeps_the_proof(app: Service, token: str) -> None:
    share_id = shared(app, standing())
    assert reading(token).status_code == 200
    assert app.browser.post(f"/mon-compte/accessibilite/partages/{share_id}/fin").status_code == 302
    assert refusal(token) == "accessibility_share_ended"
    assert Receipt.objects.get(kind="accessibility_share").withdrawn_at is not None


def test_a_share_of_one_trip_says_nothing_of_another(app: Service, token: str) -> None:
    shared(app, trip(reference="ALLER"))
    assert reading(token, "?journey=ALLER").status_code == 200
    assert refusal(token, "?journey=RETOUR") == refusal(token) == "accessibility_other_trip"
    shared(app, trip(reference="RETOUR"))
    assert AccessibilityShare.objects.filter(ended_at=None).count() == 2
    assert reading(token, "?journey=RETOUR").status_code == 200


def test_the_same_trip_shared_again_replaces_the_share_and_withdraws_its_receipt(app: Service, token: str) -> None:
    shared(app, trip(Sharing.CONTACT))
    shared(app, trip(Sharing.CODES))
    assert AccessibilityShare.objects.filter(ended_at=None).count() == 1
    assert reading(token, "?journey=QX7K2P").json()["level"] == "codes"
    assert Receipt.objects.filter(kind="accessibility_share", withdrawn_at=None).count() == 1


def test_telling_less_counts_from_the_next_reading(app: Service, token: str) -> None:
    share_id = shared(app, standing(Sharing.CONTACT))
    done = app.browser.post(f"/mon-compte/accessibilite/partages/{share_id}/moins", {"level": "codes"})
    assert done.status_code == 302
    assert reading(token).json()["level"] == "codes"
    kept = Receipt.objects.filter(kind="accessibility_share").order_by("given_at", "id")
    assert [row.withdrawn_at is None for row in kept] == [False, True]
    app.browser.post(f"/mon-compte/accessibilite/partages/{share_id}/moins", {"level": "contact"})
    assert reading(token).json()["level"] == "codes", "telling more takes a new share"


def test_one_service_s_share_opens_nothing_to_another(app: Service, token: str, person: User) -> None:
    shared(app, standing())
    other = service(app.browser)
    link(Actor.citizen(person.id), other)
    code = told(other.ask())["code"]
    assert refusal(other.redeem(code).json()["access_token"]) == "accessibility_not_shared"


def test_ending_the_link_ends_the_share_for_good(app: Service, token: str) -> None:
    shared(app, standing())
    app.browser.post(f"/mon-compte/services-lies/{link_of(app).id}/fin")
    assert reading(token).status_code == 401
    assert AccessibilityShare.objects.get().ended_at is not None


def test_taking_the_scope_back_ends_the_share(app: Service, token: str) -> None:
    shared(app, standing())
    app.decide(chosen=("email",), prompt="consent")
    assert AccessibilityShare.objects.get().ended_at is not None


def test_erasing_what_she_said_ends_every_share(app: Service, token: str, person: User) -> None:
    shared(app, standing())
    services.erase_accessibility(Actor.citizen(person.id), now=clock.now())
    assert refusal(token) == "accessibility_share_ended"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [("?format=xml", "format"), ("?journey=" + "x" * 61, "journey"), ("?user=1", "user"), ("?journey=%00", "journey")],
)
def test_what_makes_no_sense_is_named(app: Service, token: str, query: str, pointer: str) -> None:
    shared(app, standing())
    response = reading(token, query)
    assert (response.status_code, response.json()["pointer"]) == (422, pointer)


def test_readings_of_one_minute_make_one_line(app: Service, token: str) -> None:
    shared(app, standing())
    for _time in range(3):
        reading(token)
    assert sum(AccessibilityReading.objects.values_list("times", flat=True)) == 3
    assert AccessibilityReading.objects.count() <= 2, "the minute may turn meanwhile"


def test_more_than_sixty_readings_an_hour_are_refused(app: Service, token: str) -> None:
    shared(app, standing())
    for _time in range(60):
        sharing.read(link_of(app).id, reference="", now=clock.now())
    response = reading(token)
    assert (response.status_code, response.json()["code"]) == (429, "api_slowed")


def test_it_comes_signed_for_that_service_alone_when_asked(app: Service, token: str) -> None:
    shared(app, trip(hours=1))
    response = reading(token, "?journey=QX7K2P&format=tomp", accept="application/jose")
    assert response.headers["Content-Type"] == "application/jose"
    assert response.headers["Cache-Control"] == "no-store"
    header, claims = read_token(response.content.decode())
    assert header["typ"] == "mob-accessibility+jwt"
    assert claims["aud"] == app.client_id
    assert claims["content"]["prmNeeds"]
    assert claims["exp"] <= AccessibilityShare.objects.get().ends_at.timestamp()
    assert claims["exp"] - claims["iat"] <= 86_400


def test_her_needs_changed_since_are_those_that_are_read(app: Service, token: str, person: User) -> None:
    shared(app, standing())
    changed = AccessibilityProfile(needs=(Need.PUSHCHAIR,))
    services.keep_accessibility(Actor.citizen(person.id), profile=changed, now=clock.now())
    assert reading(token).json()["content"]["needs"] == ["pushchair"]


def test_somebody_else_ends_or_narrows_nothing(app: Service, token: str, world: World) -> None:
    share_id = shared(app, standing(Sharing.CONTACT))
    stranger = sign_in(Browser(), world.person())
    for act, form in (("fin", {}), ("moins", {"level": "codes"})):
        assert stranger.post(f"/mon-compte/accessibilite/partages/{share_id}/{act}", form).status_code == 404
    assert reading(token).json()["level"] == "contact"
