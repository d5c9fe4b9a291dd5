"""Coming in through FranceConnect, as a browser sees it: new, known, linked, refused, out again."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mob.identity import selectors
from mob.identity.models import ExternalIdentity, IdentityClaim, User
from mob.identity.ports import AccountMail
from mob.identity.services import declare, provision
from mob.identity.types import ClaimName, ProfileField
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories.accounts import TOTP_SECRET, Mailbox, sign_in, totp_code
from tests.factories.federation import ISSUER, Provider, other, plugged, unsigned
from tests.factories.provider import read_token, service, userinfo
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db
RETURN = "/connexion/franceconnect/retour"
FIRST_TIME, LINK, IDENTITIES = "/connexion/premiere-visite", "/mon-compte/identites/lier", "/mon-compte/identites"


def leave(browser: Client, provider: Provider, at: str = "/connexion/franceconnect", **form: str) -> dict[str, str]:
    """To the provider, whose person agrees; what her browser brings back."""
    page = browser.post(at, form)
    assert page.status_code == 200, page["Location"]
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    uri = html.unescape(found[1])
    assert uri.startswith(f"{provider.config.issuer}/authorize?")
    return provider.authorize(uri)


def arrive(browser: Client, provider: Provider, **form: str) -> Any:
    return browser.get(RETURN, leave(browser, provider, **form))


def linked(world: World, email: str = "angela@exemple.fr", **fields: Any) -> User:
    """An account that Angela's FranceConnect opens."""
    user = world.person(email, **fields)
    ExternalIdentity.objects.create(
        user=user, issuer=ISSUER, subject="pairwise-angela", provider_key="franceconnect", linked_at=NOW, last_at=NOW
    )
    return user


def kinds(user: User) -> list[str]:
    return [fact.kind for fact in journal.stream_facts(Actor.system(), f"account:{user.id}")]


def test_somebody_new_proves_her_mailbox_and_gets_a_certified_account(provider: Provider, mailbox: Mailbox) -> None:
    browser = Client()
    assert arrive(browser, provider, next="/demandes?x=1")["Location"] == FIRST_TIME
    page = browser.get(FIRST_TIME).content.decode()
    assert 'value="angela@exemple.fr"' in page
    assert not User.objects.exists()
    assert browser.post(FIRST_TIME, {"email": "angela@exemple.fr"})["Location"] == "/connexion/code"
    assert browser.post("/connexion/code", {"code": mailbox.code})["Location"] == "/demandes?x=1"
    user = User.objects.get()
    view = selectors.profile_of(Actor.system(), user.id)
    assert {name.value: claim.value for name, claim in view.claims.items()} == {
        "first_name": "Angela", "birth_name": "DUBOIS", "usual_name": "MARTIN", "birth_date": "1962-08-24",
    }  # fmt: skip
    assert {name.value: claim.value for name, claim in view.civil.items()} == {
        "first_names": "Angela Claire Louise", "gender": "female", "birth_place": "75107", "birth_country": "99100",
    }  # fmt: skip
    assert {name for name, claim in view.claims.items() if claim.is_certified} == set(ClaimName) - {
        ClaimName.USUAL_NAME
    }
    assert view.claims[ClaimName.BIRTH_NAME].level == "eidas1"
    assert mailbox.last.kind is AccountMail.IDENTITY_LINKED
    assert "identity_linked" in kinds(user)


def test_who_is_known_by_issuer_and_subject_comes_in_at_once_whatever_her_address(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    user, browser = linked(world, "ailleurs@exemple.fr"), Client()
    assert arrive(browser, provider)["Location"] == "/demandes"
    assert browser.get("/mon-compte/").status_code == 200
    assert selectors.profile_of(Actor.system(), user.id).claims[ClaimName.BIRTH_NAME].value == "DUBOIS"
    assert mailbox.mails == []


@pytest.mark.parametrize("same", ["email", "identity", "subject of another provider"])
def test_nothing_but_issuer_and_subject_leads_to_an_account(provider: Provider, world: World, same: str) -> None:
    user = world.person("angela@exemple.fr" if same == "email" else "autre@exemple.fr")
    if same == "identity":
        answers = {"first_name": "Angela", "birth_name": "Dubois", "birth_date": "1962-08-24"}
        declare(Actor.citizen(user.id), answers={ProfileField(k): v for k, v in answers.items()}, now=clock.now())
    if same.startswith("subject"):
        linked(world, "x@exemple.fr")
        ExternalIdentity.objects.update(issuer="https://autre.exemple")
    browser = Client()
    assert arrive(browser, provider)["Location"] == FIRST_TIME
    assert browser.get("/mon-compte/").status_code == 302
    page = browser.get(FIRST_TIME).content.decode()
    assert "autre@exemple.fr" not in page


def test_before_her_code_is_right_nobody_learns_whether_an_address_has_an_account(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    world.person("connue@exemple.fr")
    pages = []
    for email in ("connue@exemple.fr", "inconnue@exemple.fr"):
        browser = Client()
        arrive(browser, provider)
        assert browser.post(FIRST_TIME, {"email": email})["Location"] == "/connexion/code"
        page = browser.get("/connexion/code").content.decode().replace(email, "…")
        pages.append([line for line in page.splitlines() if "csrfmiddlewaretoken" not in line])
    assert pages[0] == pages[1]
    assert [mail.kind for mail in mailbox.mails] == [AccountMail.SIGN_IN_CODE] * 2


def test_an_older_account_is_linked_once_both_are_proved_and_she_agrees(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    user, browser = world.person("angela@exemple.fr"), Client()
    arrive(browser, provider, next="/recherche")
    browser.post(FIRST_TIME, {"email": "angela@exemple.fr"})
    assert browser.post("/connexion/code", {"code": mailbox.code})["Location"] == LINK
    assert not ExternalIdentity.objects.exists()
    page = browser.get(LINK).content.decode()
    assert "angela@exemple.fr" in page
    assert "Angela Claire Louise DUBOIS" in page
    assert browser.post(LINK)["Location"] == "/recherche"
    assert ExternalIdentity.objects.get().user == user
    assert arrive(Client(), provider)["Location"] == "/demandes"


def test_she_may_leave_them_apart(provider: Provider, world: World, mailbox: Mailbox) -> None:
    world.person("angela@exemple.fr")
    browser = Client()
    arrive(browser, provider)
    browser.post(FIRST_TIME, {"email": "angela@exemple.fr"})
    browser.post("/connexion/code", {"code": mailbox.code})
    assert browser.post(LINK, {"no": "1"})["Location"] == IDENTITIES
    assert not ExternalIdentity.objects.exists()
    assert not IdentityClaim.objects.exists()


def test_an_account_with_a_second_factor_is_linked_only_once_it_too_is_proved(
    provider: Provider, mailbox: Mailbox
) -> None:
    provision(Actor.system(), email="anne@exemple.fr", totp_secret=TOTP_SECRET, now=NOW)
    browser = Client()
    arrive(browser, provider)
    browser.post(FIRST_TIME, {"email": "anne@exemple.fr"})
    assert browser.post("/connexion/code", {"code": mailbox.code})["Location"] == "/connexion/seconde-preuve"
    assert browser.post(LINK).status_code == 302
    assert not ExternalIdentity.objects.exists()
    assert browser.post("/connexion/seconde-preuve", {"code": totp_code()})["Location"] == LINK
    browser.post(LINK)
    assert ExternalIdentity.objects.count() == 1


def test_franceconnect_does_not_replace_a_second_factor(provider: Provider, mailbox: Mailbox) -> None:
    user_id = provision(Actor.system(), email="anne@exemple.fr", totp_secret=TOTP_SECRET, now=NOW)
    ExternalIdentity.objects.create(
        user_id=user_id,
        issuer=ISSUER,
        subject="pairwise-angela",
        provider_key="franceconnect",
        linked_at=NOW,
        last_at=NOW,
    )
    browser = Client()
    assert arrive(browser, provider, next="/gestion/")["Location"] == "/connexion/seconde-preuve"
    assert browser.get("/mon-compte/").status_code == 302


def test_somebody_of_fifteen_is_told_how_a_parent_applies_and_nothing_is_kept(provider: Provider) -> None:
    provider.person["birthdate"] = (clock.civil_date(clock.now()) - timedelta(days=15 * 366)).isoformat()
    browser = Client()
    assert arrive(browser, provider)["Location"] == "/moins-de-16-ans"
    assert browser.get(FIRST_TIME)["Location"] == "/connexion"
    assert not User.objects.exists()


@pytest.mark.abuse(55)
def test_the_session_gets_a_new_key_when_somebody_comes_in(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    answer = leave(browser, provider)
    planted = browser.cookies["mob_session"].value
    browser.get(RETURN, answer)
    assert browser.cookies["mob_session"].value != planted
    thief = Client()
    thief.cookies["mob_session"] = planted
    assert thief.get("/mon-compte/").status_code == 302


@pytest.mark.abuse(55)
def test_so_does_the_session_of_somebody_not_known_yet(provider: Provider) -> None:
    browser = Client()
    answer = leave(browser, provider)
    planted = browser.cookies["mob_session"].value
    browser.get(RETURN, answer)
    thief = Client()
    thief.cookies["mob_session"] = planted
    assert thief.get(FIRST_TIME)["Location"] == "/connexion"


def refused(browser: Client, answer: dict[str, str], at: str = RETURN) -> Any:
    response = browser.get(at, answer)
    assert response.status_code == 400
    page = response.content.decode()
    assert "ne dit rien de vos droits" in page
    assert browser.get("/mon-compte/").status_code == 302
    return page


def test_a_callback_serves_once(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    answer = leave(browser, provider)
    assert browser.get(RETURN, answer).status_code == 302
    browser.post("/deconnexion")
    refused(browser, answer)


def test_a_callback_serves_in_the_browser_that_left_and_nowhere_else(provider: Provider, world: World) -> None:
    linked(world)
    answer = leave(Client(), provider)
    refused(Client(), answer)
    assert not provider.forms, "the code is not even shown to the provider"


def test_a_callback_with_another_state_or_two_is_refused(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    answer = leave(browser, provider)
    refused(browser, answer | {"state": "0" * 64})
    refused(browser, {"code": "a-code"})
    response = browser.get(f"{RETURN}?code=a-code&state={answer['state']}&state={answer['state']}")
    assert response.status_code == 400


def test_a_callback_ten_minutes_later_is_refused(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    answer = leave(browser, provider)
    clock.set_offset(timedelta(minutes=10))
    try:
        page = refused(browser, answer)
    finally:
        clock.set_offset(timedelta(0))
    assert "n’est plus valable" in page


def test_the_answer_of_one_provider_is_refused_at_the_callback_of_another(world: World) -> None:
    linked(world)
    honest, rogue = Provider(), Provider(config=other("malin"))
    with plugged(honest, rogue):
        browser = Client()
        answer = leave(browser, rogue, "/connexion/malin")
        refused(browser, answer)
    assert not honest.forms
    assert not rogue.forms


def test_a_provider_that_lies_is_refused_and_nobody_comes_in(provider: Provider, world: World) -> None:
    linked(world)
    provider.id_token = unsigned
    browser = Client()
    assert "/connexion" in refused(browser, leave(browser, provider)), "the other ways in are offered"
    assert "_auth_user_id" not in browser.session


def test_a_provider_that_is_down_is_a_page_that_says_so_and_offers_the_other_ways(provider: Provider) -> None:
    provider.is_down = True
    page = Client().post("/connexion/franceconnect")
    assert page.status_code == 503
    assert "FranceConnect ne répond pas" in page.content.decode()
    provider.is_down = False
    browser = Client()
    answer = leave(browser, provider)
    provider.token_status = 500
    page = browser.get(RETURN, answer)
    assert page.status_code == 503
    assert 'href="/connexion"' in page.content.decode()


def test_somebody_who_changes_her_mind_is_not_told_off(provider: Provider) -> None:
    browser = Client()
    answer = leave(browser, provider)
    page = browser.get(RETURN, {"error": "access_denied", "state": answer["state"]})
    assert page.status_code == 200
    assert "sans connexion" in page.content.decode()


def test_an_unknown_provider_does_not_exist() -> None:
    assert Client().post("/connexion/inconnu").status_code == 404
    assert Client().get("/connexion/inconnu/retour").status_code == 404


def test_signing_out_here_signs_out_there_and_comes_back(provider: Provider, world: World) -> None:
    linked(world)
    browser = Client()
    arrive(browser, provider)
    page = html.unescape(browser.post("/deconnexion").content.decode())
    assert f"{ISSUER}/session/end?id_token_hint=" in page
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fconnexion%2Fau-revoir" in page
    assert browser.get("/mon-compte/").status_code == 302
    assert browser.post("/deconnexion").status_code == 302  # nothing is left to end there


def test_no_token_and_no_name_can_be_read_in_the_sessions_of_the_database(provider: Provider, world: World) -> None:
    linked(world)
    arrive(Client(), provider)
    provider.person["sub"] = "somebody-new"
    arrive(Client(), provider)
    kept = json.dumps([row.get_decoded() for row in Session.objects.all()])
    for secret in ("an-access-token", "DUBOIS", "Angela", "angela@", "eyJ"):
        assert secret not in kept


def test_what_is_linked_is_shown_and_unlinked_with_what_it_certified_kept(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    user = world.person("angela@exemple.fr")
    browser = sign_in(Client(), user)
    assert "Relier FranceConnect" in browser.get(IDENTITIES).content.decode()
    answer = leave(browser, provider, f"{IDENTITIES}/franceconnect/ajouter")
    assert provider.asked["prompt"] == "login"
    assert browser.get(RETURN, answer)["Location"] == LINK
    browser.post(LINK)
    page = browser.get(IDENTITIES).content.decode()
    assert "Angela Claire Louise" in page
    assert "Faible (eIDAS)" in page
    row = ExternalIdentity.objects.get()
    assert "Retirer FranceConnect" in browser.get(f"{IDENTITIES}/{row.id}/retirer").content.decode()
    assert browser.post(f"{IDENTITIES}/{row.id}/retirer")["Location"] == IDENTITIES
    assert [mail.kind for mail in mailbox.mails] == [AccountMail.IDENTITY_LINKED, AccountMail.IDENTITY_UNLINKED]
    assert kinds(user)[-1] == "identity_unlinked"
    assert selectors.profile_of(Actor.system(), user.id).claims[ClaimName.BIRTH_NAME].is_certified
    assert arrive(Client(), provider)["Location"] == FIRST_TIME


def test_nobody_unlinks_the_identity_of_somebody_else(provider: Provider, world: World) -> None:
    linked(world)
    browser = sign_in(Client(), world.person("autre@exemple.fr"))
    assert browser.post(f"{IDENTITIES}/{ExternalIdentity.objects.get().id}/retirer").status_code == 404
    assert ExternalIdentity.objects.get().ended_at is None


def test_linking_asks_for_a_recent_proof_of_the_account(provider: Provider, world: World) -> None:
    browser = sign_in(Client(), world.person(), now=clock.now() - timedelta(hours=3))
    response = browser.post(f"{IDENTITIES}/franceconnect/ajouter")
    assert response["Location"].startswith("/mon-compte/confirmer?")


def test_an_account_that_bears_somebody_elses_certified_identity_is_not_linked(
    provider: Provider, world: World
) -> None:
    browser = sign_in(Client(), linked(world))
    ExternalIdentity.objects.all().delete()
    browser.get(RETURN, leave(browser, provider, f"{IDENTITIES}/franceconnect/ajouter"))
    browser.post(LINK)
    ExternalIdentity.objects.all().delete()
    provider.person |= {"sub": "x", "birthdate": "1990-01-01", "family_name": "ROCHE"}
    browser.get(RETURN, leave(browser, provider, f"{IDENTITIES}/franceconnect/ajouter"))
    assert browser.post(LINK).status_code == 409
    assert not ExternalIdentity.objects.exists()


def test_a_certified_name_is_shown_and_only_the_name_in_use_can_be_changed(provider: Provider, world: World) -> None:
    user, browser = linked(world), Client()
    arrive(browser, provider)
    page = browser.get("/mon-compte/profil/nom").content.decode()
    assert 'name="usual_name"' in page
    assert 'name="birth_name"' not in page
    assert browser.post("/mon-compte/profil/nom", {"usual_name": "Roche", "birth_name": "Faux"}).status_code == 302
    view = selectors.profile_of(Actor.system(), user.id)
    assert (view.value(ClaimName.BIRTH_NAME), view.value(ClaimName.USUAL_NAME)) == ("DUBOIS", "Roche")
    assert browser.get("/mon-compte/profil/naissance")["Location"] == "/mon-compte/profil"


def test_a_higher_level_is_kept_when_a_lower_one_comes_later(provider: Provider, world: World) -> None:
    user = linked(world)
    provider.claims = lambda said: said | {"acr": "eidas2"}
    arrive(Client(), provider)
    provider.claims = lambda said: said
    arrive(Client(), provider)
    assert selectors.profile_of(Actor.system(), user.id).claims[ClaimName.BIRTH_DATE].level == "eidas2"
    assert kinds(user).count("claims_certified") == 1


def test_an_employers_installation_shows_no_franceconnect() -> None:
    from mob.integrations.openid.configured import people_and_agents

    assert [each.label for each in people_and_agents("fake:", operated_by="public", public_url="http://localhost:8000")]
    assert not people_and_agents("fake:", operated_by="employer", public_url="http://localhost:8000")
    with plugged(Provider(config=replace(other("franceconnect"), label="Nul autre"))):
        assert "S’identifier avec Nul autre" in html.unescape(Client().get("/connexion").content.decode())


def test_a_service_is_told_the_level_at_which_franceconnect_vouched_in_this_session(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    linked(world)
    app = service(Client())
    wanted = json.dumps({"id_token": {"acr": {"essential": True, "values": ["eidas1"]}}})
    arrive(app.browser, provider)
    answer = app.decide(scope="openid", claims=wanted)
    assert read_token(app.redeem(answer["code"]).json()["id_token"])[1]["acr"] == "eidas1"
    surer = wanted.replace("eidas1", "eidas2")
    assert app.decide(scope="openid", claims=surer)["error"] == "unmet_authentication_requirements"
    sign_in(app.browser, world.person())
    assert app.decide(scope="openid", claims=wanted)["error"] == "unmet_authentication_requirements"


def test_the_level_obtained_is_passed_down_to_services_with_its_certificate(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    browser = Client()
    provider.claims = lambda said: said | {"acr": "eidas2"}
    arrive(browser, provider)
    browser.post(FIRST_TIME, {"email": "angela@exemple.fr"})
    browser.post("/connexion/code", {"code": mailbox.code})
    app = service(browser, scopes=["openid", "profile"], legal_basis="")
    claims = userinfo(app.tokens(("profile",))["access_token"]).json()
    assert (claims["identity_certified"], claims["identity_source"], claims["identity_level"]) == (
        True, "franceconnect.gouv.fr", "eidas2",
    )  # fmt: skip
    assert "birthdate" not in claims
    who = browser.session
    assert "eidas2" in json.dumps(dict(who.items()))


def test_a_service_that_needs_franceconnect_has_it_asked_for_and_she_comes_back(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    app = service(sign_in(Client(), linked(world)))
    wanted = json.dumps({"id_token": {"acr": {"essential": True, "values": ["eidas1"]}}})
    page = app.ask(scope="openid", claims=wanted).content.decode()
    assert "Prouver qui je suis avec FranceConnect" in page
    way_back = app.address(scope="openid", claims=wanted)
    assert html.escape(way_back) in page
    answer = leave(app.browser, provider, f"{IDENTITIES}/franceconnect/ajouter", next=way_back)
    assert app.browser.get(RETURN, answer)["Location"] == way_back
    code = app.decide(scope="openid", claims=wanted)["code"]
    assert read_token(app.redeem(code).json()["id_token"])[1]["acr"] == "eidas1"


def test_an_older_session_over_there_links_nothing(provider: Provider, world: World) -> None:
    browser = sign_in(Client(), world.person("angela@exemple.fr"))
    provider.claims = lambda said: said | {"auth_time": said["iat"] - 3600}
    answer = leave(browser, provider, f"{IDENTITIES}/franceconnect/ajouter")
    assert browser.get(RETURN, answer).status_code == 400
    assert browser.get(LINK)["Location"] == IDENTITIES


def test_without_a_new_sign_in_over_there_nothing_is_linked_and_no_proof_is_recorded(
    provider: Provider, world: World
) -> None:
    """Signed in here meanwhile in another window: the answer of an open session over there is asked for again."""
    browser = Client()
    answer = leave(browser, provider)
    sign_in(browser, world.person("angela@exemple.fr"))
    page = browser.get(RETURN, answer).content.decode()
    assert "prompt=login" in html.unescape(page)
    assert browser.get(LINK)["Location"] == IDENTITIES
