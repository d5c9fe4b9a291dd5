"""A session that Aidants Connect opened: told apart from the person's, short, closed to what protects the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from mob.identity import sessions
from mob.identity.models import ExternalIdentity, User
from mob.identity.ports import AccountMail
from mob.kernel import clock
from mob.kernel.errors import Forbidden
from tests.edge.assisted.coming import AIDANTS, BAND, come, facts, go, linked, text
from tests.factories.accounts import TOTP_SECRET, Mailbox, assist, sign_in, totp_code
from tests.factories.federation import Provider
from tests.factories.provider import service
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the one clock on from where it stands."""
    passed = [timedelta()]
    before = clock.now

    def move(**by: float) -> None:
        passed[0] += timedelta(**by)

    monkeypatch.setattr(clock, "now", lambda: before() + passed[0])
    return move


def kinds(user: User) -> list[str]:
    return [fact.kind for fact in facts(user)]


def test_every_page_says_whose_account_it_is_until_when_and_how_to_end_it(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    assert come(browser, provider, next="/recherche")["Location"] == "/recherche"
    for path in ("/demandes", "/recherche", "/", f"/aides/{world.aid().slug}", "/aide", "/mon-compte/"):
        response = browser.get(path)
        assert BAND in text(response), path
        assert "<bdi>Angela M.</bdi>" in text(response), path
        assert "jusqu’à" in text(response), path
        assert 'action="/deconnexion"' in text(response), path
        assert response["Cache-Control"] == "no-store", path


def test_the_same_person_by_herself_has_an_ordinary_session(provider: Provider, world: World) -> None:
    user, browser = linked(world), Client()
    come(browser, provider, by="impots")
    assert BAND not in text(browser.get("/demandes"))
    assert browser.get("/mon-compte/securite").status_code == 200
    assert "assisted_session_began" not in kinds(user)


def test_who_helps_is_told_to_the_person_and_written_in_the_journal(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    user, browser = linked(world), Client()
    come(browser, provider)
    assert [(mail.kind, mail.to) for mail in mailbox.mails] == [(AccountMail.ASSISTED_SESSION, "angela@exemple.fr")]
    began = facts(user)[-1]
    assert began.kind == "assisted_session_began"
    assert began.actor == f"assisted:{user.id}:{began.data['visit']}"
    browser.post("/deconnexion")
    assert kinds(user)[-1] == "assisted_session_ended"
    assert facts(user)[-1].data == began.data


CLOSED = [
    "/mon-compte/",
    "/mon-compte/profil",
    "/mon-compte/profil/telephone",
    "/mon-compte/preferences",
    "/mon-compte/adresse-mail",
    "/mon-compte/confirmer",
    "/mon-compte/securite",
    "/mon-compte/securite/mot-de-passe",
    "/mon-compte/securite/application",
    "/mon-compte/securite/cles",
    "/mon-compte/securite/codes-de-secours",
    "/mon-compte/securite/appareils",
    "/mon-compte/aider",
    "/mon-compte/aider/demander",
    "/mon-compte/identites",
    "/mon-compte/identites/lier",
    "/mon-compte/identites/reunir",
    "/mon-compte/services-lies",
    "/mon-compte/donnees",
    "/mon-compte/donnees/telecharger",
    "/mon-compte/donnees-certifiees",
    "/mon-compte/accessibilite",
    "/mon-compte/accessibilite/partages",
    "/mon-compte/employeur",
    "/mon-compte/supprimer",
    "/demandes/ABCD-2345/coordonnees-bancaires",
    "/demandes/ABCD-2345/consultations",
    "/oidc/authorize?client_id=x",
    "/oidc/consent?client_id=x",
    "/connexion",
    "/connexion/code",
    "/connexion/cle",
    "/connexion/franceconnect",
    "/connexion/recu",
    "/gestion/",
    "/gestion/guichet",
    "/administration/",
    "/operateur/",
    "/a-space-that-will-come",
]


@pytest.mark.parametrize("path", CLOSED)
def test_what_is_for_the_person_alone_is_closed_with_a_page_that_says_what_she_may_do(world: World, path: str) -> None:
    browser = assist(Client(), world.person())
    for response in (browser.get(path), browser.post(path, {"email": "x@exemple.fr", "password": "x"})):
        assert response.status_code == 403
        assert "Cela revient à la personne elle-même" in text(response)
        assert "Se connecter elle-même" in text(response)


def test_staff_open_no_desk_in_such_a_session_even_with_their_second_factor(world: World) -> None:
    agent = world.staff(world.funder())
    browser = assist(Client(), User.objects.get(id=agent.id))
    session = browser.session
    session["account_authentication_methods"] += [{"method": "mfa", "type": "totp", "at": 0}]
    session.save()
    for path in ("/gestion/", "/gestion/demandes/", "/gestion/guichet"):
        assert browser.get(path, follow=True).status_code == 403


def test_it_ends_after_half_an_hour_whatever_is_done_meanwhile(
    provider: Provider, world: World, moment: Callable[..., None]
) -> None:
    user, browser = linked(world), Client()
    come(browser, provider)
    for _ in range(5):
        moment(minutes=5)
        assert browser.get("/demandes").status_code == 200
    moment(minutes=5)
    over = browser.get("/demandes")
    assert over.status_code == 403
    assert "La session Aidants Connect est terminée" in text(over)
    assert f"{provider.config.issuer}/session/end?id_token_hint=" in text(over)
    assert over["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/demandes")["Location"] == "/connexion?next=%2Fdemandes"
    assert not UserSession.objects.filter(user=user).exists()


def test_its_row_and_its_cookie_do_not_outlive_it(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    come(browser, provider)
    browser.get("/demandes")
    (row,) = Session.objects.all()
    assert row.expire_date <= timezone.now() + timedelta(minutes=30)
    cookie = browser.cookies["mob_session"]
    assert cookie["max-age"] == ""
    assert "mob_device" not in browser.cookies


def test_an_ordinary_session_of_the_person_is_replaced_and_its_services_are_signed_out(
    provider: Provider, world: World
) -> None:
    user = linked(world)
    browser = sign_in(Client(), user)
    session = browser.session
    session["simulation"] = "said of somebody"
    session.save()
    old = browser.session.session_key
    come(browser, provider, at="/mon-compte/identites/franceconnect/ajouter")
    assert browser.session.session_key != old
    assert BAND in text(browser.get("/demandes"))
    assert "simulation" not in browser.session
    assert browser.get("/mon-compte/securite").status_code == 403
    assert ExternalIdentity.objects.count() == 1


def test_somebody_elses_session_is_replaced_and_nothing_is_linked_to_it(provider: Provider, world: World) -> None:
    angela, karim = linked(world), world.person("karim@exemple.fr")
    browser = sign_in(Client(), karim)
    come(browser, provider, at="/mon-compte/identites/franceconnect/ajouter")
    assert browser.session["_auth_user_id"] == str(angela.id)
    assert BAND in text(browser.get("/demandes"))
    assert list(ExternalIdentity.objects.values_list("user_id", flat=True)) == [angela.id]


def test_it_never_becomes_an_ordinary_one(provider: Provider, world: World, mailbox: Mailbox) -> None:
    """Neither by a sign-in begun before, in another tab, nor by one begun meanwhile."""
    linked(world)
    browser = Client()
    ordinary = go(browser, provider, by="impots")
    browser.post("/connexion", {"email": "angela@exemple.fr"})
    code = mailbox.code
    come(browser, provider)
    provider.person["idp_id"] = "impots"
    for _ in range(2):
        assert browser.get("/connexion/franceconnect/retour", ordinary).status_code == 403
        assert browser.post("/connexion/code", {"code": code}).status_code == 403
        assert browser.post("/connexion", {"email": "angela@exemple.fr"}).status_code == 403
    assert BAND in text(browser.get("/demandes"))
    assert browser.get("/mon-compte/securite").status_code == 403


def test_whoever_begins_an_ordinary_session_in_its_place_ends_it_first(world: World) -> None:
    """The rule itself, below the pages that are closed."""
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.contrib.sessions.middleware import SessionMiddleware
    from django.http import HttpRequest, HttpResponse

    from mob.identity import assisted

    user = world.person()
    browser, request = assist(Client(), user), HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.COOKIES["mob_session"] = browser.cookies["mob_session"].value
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    request.user = user
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    assert assisted.is_open(request)
    assert not sessions.is_strong(request)
    with pytest.raises(Forbidden, match="assisted_closed"):  # what every token of a service begins with
        sessions.sign_in_of(request)
    key = request.session.session_key
    sessions.begin(request, user.id, method="code", next_path="/", now=clock.now())
    assert not assisted.is_open(request)
    assert request.session.session_key != key


def test_losing_the_mark_ends_the_session_instead_of_freeing_it(world: World) -> None:
    browser = assist(Client(), world.person())
    session = browser.session
    del session["assisted_visit"]
    session.save()
    assert browser.get("/mon-compte/securite").status_code == 403
    assert browser.get("/demandes")["Location"].startswith("/connexion")


def test_an_account_with_a_second_factor_asks_the_person_for_it(provider: Provider, world: World) -> None:
    user, browser = linked(world), Client()
    TOTP.activate(user, TOTP_SECRET)
    assert come(browser, provider)["Location"] == "/connexion/seconde-preuve"
    assert browser.get("/demandes")["Location"].startswith("/connexion?")
    assert "assisted_session_began" not in kinds(user)
    assert browser.post("/connexion/seconde-preuve", {"code": totp_code()})["Location"] == "/demandes"
    assert BAND in text(browser.get("/demandes"))
    assert browser.get("/mon-compte/securite").status_code == 403
    assert "assisted_session_began" in kinds(user)


def test_another_sign_in_before_the_second_proof_is_an_ordinary_one(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    TOTP.activate(linked(world), TOTP_SECRET)
    world.person("karim@exemple.fr")
    browser = Client()
    come(browser, provider)
    browser.post("/connexion", {"email": "karim@exemple.fr"})
    browser.post("/connexion/code", {"code": mailbox.code})
    assert BAND not in text(browser.get("/demandes"))
    assert browser.get("/mon-compte/securite").status_code == 200


def test_no_partner_gets_a_token(provider: Provider, world: World) -> None:
    linked(world)
    client = service()
    browser = Client()
    come(browser, provider)
    asked = {"client_id": client.client_id, "response_type": "code", "scope": "openid", "state": "s"}
    for prompt in ("", "none", "login"):
        answer = browser.get("/oidc/authorize", {**asked, "prompt": prompt})
        assert answer.status_code == 403
        assert "Relier un service" in text(answer)
    assert browser.post("/oidc/consent", {**asked, "decision": "yes"}).status_code == 403


def test_the_sign_out_ends_franceconnects_session_too_and_empties_the_browser(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    come(browser, provider)
    left = browser.post("/deconnexion")
    assert f"{provider.config.issuer}/session/end?id_token_hint=" in text(left)
    assert left["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/demandes")["Location"].startswith("/connexion")
    ordinary = sign_in(Client(), world.person("karim@exemple.fr")).post("/deconnexion")
    assert "Clear-Site-Data" not in ordinary.headers


def test_the_person_reads_each_session_and_may_close_an_open_one_from_elsewhere(
    provider: Provider, world: World
) -> None:
    user, helper = linked(world), Client()
    come(helper, provider)
    hers = sign_in(Client(), user)
    page = text(hers.get("/mon-compte/securite"))
    assert "Ouvert par un professionnel, par Aidants Connect" in page
    assert "sans avoir été terminée : fermée au bout d’une demi-heure au plus" in page
    devices = text(hers.get("/mon-compte/securite/appareils"))
    assert "Un professionnel, par Aidants Connect" in devices
    hers.post("/mon-compte/securite/appareils/deconnecter")
    assert helper.get("/demandes")["Location"].startswith("/connexion")
    come(helper, provider)
    helper.post("/deconnexion")
    assert ", terminée à " in text(hers.get("/mon-compte/securite"))


@pytest.mark.django_db(transaction=True)
def test_outside_of_any_transaction_too(provider: Provider, world: World) -> None:
    """As on a real server: facts and mails are written in one of their own."""
    user, browser = linked(world), Client()
    assert come(browser, provider)["Location"] == "/demandes"
    browser.post("/deconnexion")
    assert kinds(user)[-2:] == ["assisted_session_began", "assisted_session_ended"]


def test_who_was_never_helped_reads_nothing_of_it(world: World) -> None:
    assert "Aidants Connect" not in text(sign_in(Client(), world.person()).get("/mon-compte/securite"))


def test_a_closed_account_opens_for_nobody(provider: Provider, world: World) -> None:
    linked(world, is_active=False)
    assert come(Client(), provider).status_code == 403


def test_registers_are_asked_nothing_and_the_level_is_kept_for_no_service(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    come(browser, provider)
    assert "vouched_level" not in browser.session
    assert "proved_at" not in browser.session
    assert AIDANTS not in str(dict(browser.session))
