"""Abuses that the account pages must withstand."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import URLPattern

from mob.identity.models import User
from mob.identity.session_store import row_key
from mob.kernel import clock
from mob.web.account.urls import urlpatterns
from tests.factories.accounts import Mailbox, sign_in
from tests.factories.world import World

pytestmark = pytest.mark.django_db

OUTSIDE = [
    "https://mechant.example/",
    "//mechant.example",
    "/\\mechant.example",
    "javascript:alert(1)",
    "http:///x",
    "x",
]


def enter(client: Client, mailbox: Mailbox, email: str = "samira@exemple.fr", next_path: str = "") -> str:
    client.post("/connexion", {"email": email, "next": next_path})
    return client.post("/connexion/code", {"code": mailbox.code})["Location"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_row_91_nothing_leads_outside_after_a_sign_in(client: Client, mailbox: Mailbox, path: str) -> None:
    assert enter(client, mailbox, next_path=path) == "/demandes"
    assert client.get("/connexion", {"next": path})["Location"] == "/demandes"
    assert client.post("/mon-compte/profil/telephone", {"phone": "", "next": path})["Location"] == "/mon-compte/profil"


def test_row_91_pages_of_accounts_are_never_framed_sniffed_or_cached(client: Client, world: World) -> None:
    sign_in(client, world.person())
    for path in ("/connexion/au-revoir", "/mon-compte/", "/mon-compte/securite"):
        headers = client.get(path).headers
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in Client().get("/connexion")["Cache-Control"]


def test_row_91_an_unknown_host_gets_no_page(client: Client) -> None:
    assert client.get("/connexion", headers={"host": "mechant.example"}).status_code == 400
    forwarded = client.get("/connexion", headers={"x-forwarded-host": "mechant.example"})
    assert "mechant.example" not in forwarded.content.decode()


def test_row_92_a_forged_header_does_not_escape_the_throttle(client: Client, world: World) -> None:
    judged = set()
    for number in range(45):
        answer = {"email": f"p{number}@exemple.fr", "password": "essai au hasard"}
        response = client.post("/connexion/mot-de-passe", answer, headers={"x-forwarded-for": f"198.51.100.{number}"})
        judged.add(response.status_code)
    assert judged == {422, 429}


def test_row_92_behind_a_trusted_proxy_each_person_has_her_own_count(client: Client) -> None:
    from dataclasses import replace

    from django.conf import settings

    behind = replace(settings.ENV, trusted_proxies=("127.0.0.1",))
    with override_settings(ENV=behind):
        for number in range(45):
            answer = {"email": f"p{number}@exemple.fr", "password": "essai au hasard"}
            response = client.post(
                "/connexion/mot-de-passe", answer, headers={"x-forwarded-for": f"198.51.100.{number}"}
            )
            assert response.status_code == 422


def test_row_56_every_state_change_asks_for_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, world.person())
    for path in _paths():
        if path not in ("/oidc/authorize", "/oidc/logout"):  # these only lead to themselves, read
            assert client.post(path).status_code in (403, 405), path
    for content_type in ("text/plain", "application/json", "multipart/form-data; boundary=x"):
        response = client.post("/deconnexion", data=b'{"a":1}', content_type=content_type)
        assert response.status_code == 403
    assert client.get("/mon-compte/").status_code == 200


def test_row_55_a_planted_session_does_not_follow_and_a_closed_one_opens_nothing(mailbox: Mailbox) -> None:
    planted = Client()
    planted.post("/connexion", {"email": "mechant@exemple.fr"})
    key = planted.cookies["mob_session"].value
    victim = Client()
    victim.cookies["mob_session"] = key
    assert enter(victim, mailbox, "samira@exemple.fr") == "/demandes"
    assert planted.get("/mon-compte/").status_code == 302
    opened = victim.cookies["mob_session"].value
    victim.post("/deconnexion")
    assert not Session.objects.filter(session_key=row_key(opened)).exists()
    assert victim.cookies["mob_session"].value in ("", key) or victim.cookies["mob_session"].value != opened


def test_row_55_every_other_browser_can_be_signed_out(world: World, mailbox: Mailbox) -> None:
    mine, lost = Client(), Client()
    enter(mine, mailbox)
    enter(lost, mailbox)
    assert lost.get("/mon-compte/").status_code == 200
    page = mine.get("/mon-compte/securite/appareils").content.decode()
    assert page.count("/deconnecter") == 2
    mine.post("/mon-compte/securite/appareils/deconnecter")
    assert lost.get("/mon-compte/").status_code == 302
    assert mine.get("/mon-compte/").status_code == 200


def test_row_55_a_new_password_signs_the_other_browsers_out(world: World, mailbox: Mailbox) -> None:
    mine, lost = Client(), Client()
    enter(mine, mailbox)
    enter(lost, mailbox)
    mine.post("/mon-compte/securite/mot-de-passe", {"password": "tilleul-gare-pluie-rame"})
    assert mine.get("/mon-compte/").status_code == 200
    assert lost.get("/mon-compte/").status_code == 302


def test_nothing_in_the_database_opens_a_session(mailbox: Mailbox) -> None:
    """Whoever has a back-up and its private key has every row: none of them is a cookie, and none can be made one."""
    browser = Client()
    enter(browser, mailbox)
    cookie = browser.cookies["mob_session"].value
    assert cookie not in {
        str(value) for model in apps.get_models() for row in model.objects.values() for value in row.values()
    }
    thief = Client()
    for key in [*Session.objects.values_list("session_key", flat=True), row_key(cookie)]:
        thief.cookies["mob_session"] = key
        assert thief.get("/mon-compte/").status_code == 302
    assert browser.get("/mon-compte/").status_code == 200


def test_a_new_password_leaves_this_browser_alone_in_the_list(mailbox: Mailbox) -> None:
    mine, lost = Client(), Client()
    enter(mine, mailbox)
    enter(lost, mailbox)
    mine.post("/mon-compte/securite/mot-de-passe", {"password": "tilleul-gare-pluie-rame"})
    page = mine.get("/mon-compte/securite/appareils").content.decode()
    assert page.count("/deconnecter") == 0
    assert UserSession.objects.count() == Session.objects.filter(expire_date__gt=clock.now()).count() - 1 == 1


def test_nobody_ends_the_session_of_somebody_else(world: World, mailbox: Mailbox) -> None:
    owner, stranger = Client(), Client()
    enter(owner, mailbox)
    enter(stranger, mailbox, "autre@exemple.fr")
    theirs = UserSession.objects.get(user__email="samira@exemple.fr")
    stranger.post(f"/mon-compte/securite/appareils/{theirs.pk}/deconnecter")
    assert owner.get("/mon-compte/").status_code == 200


def test_row_62_a_header_in_an_address_is_refused_with_what_was_typed(client: Client, mailbox: Mailbox) -> None:
    response = client.post("/connexion", {"email": "a@exemple.fr\r\nBcc: victime@exemple.fr"})
    assert response.status_code == 422
    assert mailbox.mails == []


def test_row_62_an_enormous_address_is_refused(client: Client, mailbox: Mailbox) -> None:
    assert client.post("/connexion", {"email": "a" * 70_000 + "@exemple.fr"}).status_code == 422
    assert mailbox.mails == []


def test_row_65_an_address_with_look_alike_letters_is_told_kindly(client: Client) -> None:
    page = client.post("/connexion", {"email": "samira@gm\u0430il.com"}).content.decode()
    assert "mélange des lettres qui se ressemblent" in page


def test_row_43_a_form_cannot_write_what_it_does_not_show(client: Client, world: World) -> None:
    user = world.person("samira@exemple.fr")
    sign_in(client, user)
    smuggled = {
        "phone": "0612345678",
        "source": "franceconnect.gouv.fr",
        "certified_at": "2026-01-01",
        "email": "x@y.fr",
    }
    client.post("/mon-compte/profil/telephone", {**smuggled, "is_active": "", "user_id": "0", "birth_name": "Reine"})
    fresh = User.objects.get(id=user.id)
    assert (fresh.email, fresh.is_active, fresh.claims.count()) == ("samira@exemple.fr", True, 0)


def test_no_stock_page_of_the_library_is_reachable(client: Client, world: World) -> None:
    """Every address it looks up leads to a page of ours, with one `main` and one `h1`."""
    sign_in(client, world.person())
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        assert pattern.callback.__module__.startswith("mob.web.account")
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/2fa/", "/accounts/email/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_every_page_is_ours(client: Client, world: World, signed_in: bool) -> None:
    if signed_in:
        sign_in(client, world.person())
    seen = 0
    for path in _paths():
        response = client.get(path)
        assert response.status_code in (200, 301, 302, 400, 404, 405, 409), path
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            seen += 1
            page = response.content.decode()
            assert page.count('<main id="contenu"') == 1, path
            assert page.count("<h1") == 1, path
            assert "style=" not in page.replace("stylesheet", ""), path
    assert seen >= (6 if not signed_in else 18)


def _paths() -> list[str]:
    samples = {
        "<slug:name>": "nom",
        "<slug:provider_key>": "franceconnect",
        "<uuid:identity_id>": "00000000-0000-7000-8000-000000000000",
        "<slug:slug>": "entreprise-voisine",
        "<slug:vocabulary>": "netex",
        "<int:passkey_id>": "1",
        "<int:session_id>": "1",
        "<str:token>": "x",
        "<uuid:affiliation_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:mandate_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:fact_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:agreement_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:link_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:share_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:request_id>": "00000000-0000-7000-8000-000000000000",
        "<uuid:purchase_id>": "00000000-0000-7000-8000-000000000000",
    }
    paths = []
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        for placeholder, sample in samples.items():
            route = route.replace(placeholder, sample)
        assert "<" not in route, f"no sample fills {route}"
        paths.append(f"/{route}")
    return paths
