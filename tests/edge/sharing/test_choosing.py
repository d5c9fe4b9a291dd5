"""Sharing from her page, or as a step of its own after the consent screen: chosen, read again, then agreed to."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client as Browser

from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.models import AccessibilityShare, Receipt, User
from mob.kernel import clock
from tests.factories.accounts import sign_in
from tests.factories.provider import Service, told
from tests.factories.sharing import link_of, say, shared, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/accessibilite/partages"
STANDING = {"level": "codes", "kind": "standing", "months": "3"}


def arrival(days: int = 2) -> dict[str, str]:
    day = clock.civil_date(clock.now()) + timedelta(days=days)
    parts = {"arrives_0": str(day.day), "arrives_1": str(day.month), "arrives_2": str(day.year)}
    return {"level": "equipment", "kind": "trip", "at": "14:30", "reference": "QX7K2P", **parts}


def choose(app: Service, step: str, **said: str):
    return app.browser.post(f"{HERE}/avec/{link_of(app).id}", {"step": step, **said})


def words(response) -> str:
    return unescape(response.content.decode())


def test_nothing_is_chosen_for_her_and_each_level_says_what_it_adds(app: Service, token: str) -> None:
    page = words(app.browser.get(f"{HERE}/avec/{link_of(app).id}"))
    assert "checked" not in page
    for added in ("J’utilise un fauteuil électrique", "140 kg", "samira@exemple.fr"):
        assert added in page, added


def test_she_reads_exactly_what_will_be_sent_before_she_agrees(app: Service, token: str) -> None:
    page = words(choose(app, "check", **arrival()))
    assert not AccessibilityShare.objects.exists()
    sent = json.loads(page.split("<code>")[1].split("</code>")[0])
    assert sent["equipment"] == {"width_mm": 700, "mass_kg": 140}
    assert "QX7K2P" in page
    assert "samira@exemple.fr" not in page.split("<main")[1]
    done = choose(app, "agree", **arrival())
    assert done.headers["Location"] == HERE
    share = AccessibilityShare.objects.get()
    assert share.arrives_at is not None
    assert share.ends_at - share.arrives_at == timedelta(hours=24)
    receipt = Receipt.objects.get(kind="accessibility_share")
    for sentence in receipt.text.split("\n"):
        assert sentence in page, "she agreed to what she read"
    for need in ("fauteuil", "140", "QUOKKAVERT"):
        assert need not in receipt.text
    assert "Votre accord pour qu’un service lise" in words(app.browser.get("/mon-compte/donnees/preuves"))


def test_changing_her_mind_brings_back_what_she_chose(app: Service, token: str) -> None:
    page = words(choose(app, "change", **arrival()))
    assert 'value="QX7K2P"' in page
    assert 'value="14:30"' in page
    assert "error-summary" not in page


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"level": "codes"},
        {"level": "all", "kind": "standing", "months": "3"},
        {"level": "codes", "kind": "standing"},
        {"level": "codes", "kind": "standing", "months": "24"},
        {"level": "codes", "kind": "trip"},
        {**arrival(), "at": "25 heures"},
        arrival(-1),
        arrival(400),
    ],
)
@pytest.mark.parametrize("step", ["check", "agree"])
def test_a_choice_that_is_not_whole_shares_nothing_and_says_why(
    app: Service, token: str, said: dict[str, str], step: str
) -> None:
    answer = choose(app, step, **said)
    assert answer.status_code == 422
    assert "error-summary" in words(answer)
    assert not AccessibilityShare.objects.exists()


def test_her_page_says_who_may_read_until_when_and_nobody_without_a_share(app: Service, token: str) -> None:
    assert "Personne. Ce que vous avez dit n’est qu’à vous." in words(app.browser.get(HERE))
    shared(app, standing(Sharing.CONTACT))
    page = words(app.browser.get(HERE))
    for said in ("Tilleul Mobilités", "Arrêter le partage", "En dire moins", "Le tout, et comment me joindre"):
        assert said in page


def test_with_nothing_said_there_is_nothing_to_share(app: Service, person: User) -> None:
    app.tokens()
    assert app.browser.get(HERE).headers["Location"] == "/mon-compte/accessibilite"
    app.browser.post("/mon-compte/accessibilite", {"agreed": "on"})
    assert "dites d’abord ce dont vous avez besoin" in words(app.browser.get(HERE))
    assert choose(app, "agree", **STANDING).headers["Location"] == "/mon-compte/accessibilite"
    assert not AccessibilityShare.objects.exists()


def test_somebody_else_s_link_is_nobody_s_business(app: Service, token: str, world: World) -> None:
    stranger = sign_in(Browser(), world.person())
    address = f"{HERE}/avec/{link_of(app).id}"
    stranger.post("/mon-compte/accessibilite", {"agreed": "on"})
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"step": "agree", **STANDING}).status_code == 404


# The step after the consent screen.


def step_of(app: Service, **changes: str | None) -> str:
    """She allowed everything on the consent screen: where that leads."""
    address = app.address(**changes).replace("/oidc/authorize", "/oidc/consent", 1)
    answer = app.browser.post(address, {"decision": "yes", "scope": app.scope.split()})
    return str(answer.headers["Location"])


def test_consent_to_be_asked_leads_to_the_choice_and_sharing_there_leads_back(app: Service, person: User) -> None:
    say(person.id)
    step = step_of(app)
    assert step.startswith("/oidc/accessibilite?")
    page = app.browser.get(step)
    assert "form-action 'self' https://appli.exemple.fr" in page.headers["Content-Security-Policy"]
    assert "Pas maintenant" in words(page)
    assert "Voici tout ce qui sera lu" in words(app.browser.post(step, {"step": "check", **STANDING}))
    assert app.browser.post(step, {"step": "agree", "kind": "standing"}).status_code == 422
    back = told(app.browser.post(step, {"step": "agree", **STANDING}))
    assert back["code"]
    assert AccessibilityShare.objects.get().kind == "standing"
    assert "/oidc/accessibilite" not in step_of(app, prompt="consent"), "shared already: nothing to choose"


def test_refusing_there_harms_nothing_and_shares_nothing(app: Service, person: User) -> None:
    say(person.id)
    back = told(app.browser.post(step_of(app), {"step": "later"}))
    answer = app.redeem(back["code"])
    assert answer.status_code == 200
    assert "urn:cms:accessibility:read" in answer.json()["scope"]
    assert not AccessibilityShare.objects.exists()
    assert "code" in told(app.ask()), "and she is not asked at each sign-in"


def test_the_step_cannot_be_entered_before_the_consent_screen(app: Service, person: User) -> None:
    say(person.id)
    address = app.address().replace("authorize", "accessibilite", 1)
    for answer in (app.browser.get(address), app.browser.post(address, {"step": "agree", **STANDING})):
        assert answer.headers["Location"] == app.address()
    assert Browser().post(address, {"step": "later"}).headers["Location"] == app.address()
    assert not AccessibilityShare.objects.exists()


def test_signing_in_anew_is_asked_once_for_the_whole_way(app: Service, person: User) -> None:
    """`prompt=login`: the proof she gave counts on the step too."""
    say(person.id)
    app.ask(prompt="login")
    sign_in(app.browser, person)
    step = step_of(app, prompt="login")
    assert step.startswith("/oidc/accessibilite")
    assert app.browser.get(step).status_code == 200
    assert "code" in told(app.browser.post(step, {"step": "later"}))
