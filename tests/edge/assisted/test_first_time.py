"""Somebody whom no account here knows, and for whom a professional comes: an account of hers, without a mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mob.applications import correspondents
from mob.identity import selectors
from mob.identity.models import ExternalIdentity, User
from mob.identity.services import declare
from mob.identity.types import ClaimName, ProfileField
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.edge.assisted.coming import BAND, FIRST_TIME, come, facts, linked, person, text
from tests.factories import dossiers
from tests.factories.accounts import Mailbox, sign_in
from tests.factories.federation import Provider
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
ADDRESS = {"postal_address": "12 rue des Tilleuls\n38950 Valmont-sur-Isère"}


def opened(browser: Client, provider: Provider) -> User:
    come(browser, provider, next="/demandes?x=1")
    assert browser.post(FIRST_TIME, ADDRESS)["Location"] == "/demandes?x=1"
    return User.objects.get()


def test_the_account_opened_has_certified_names_a_postal_address_and_no_way_in_but_franceconnect(
    provider: Provider, mailbox: Mailbox
) -> None:
    browser = Client()
    assert come(browser, provider)["Location"] == FIRST_TIME
    page = text(browser.get(FIRST_TIME))
    assert "Angela DUBOIS" in page
    assert "Adresse mail" not in page.split("Ce qui est ouvert", maxsplit=1)[0]
    assert not User.objects.exists()
    assert browser.post(FIRST_TIME, ADDRESS)["Location"] == "/demandes"
    user = User.objects.get()
    assert (user.email, user.email_key, user.has_usable_password()) == ("", None, False)
    view = selectors.profile_of(Actor.system(), user.id)
    assert view.claims[ClaimName.BIRTH_NAME].is_certified
    assert view.postal_address == ADDRESS["postal_address"]
    assert mailbox.mails[-1].to == ""  # which nobody carries
    assert facts(user)[0].kind == "account_opened_assisted"
    assert selectors.has_login(user.id)
    assert BAND in text(browser.get("/demandes"))


def test_who_has_no_mailbox_is_told_on_paper_of_what_is_sent_for_her(provider: Provider, world: World) -> None:
    user = opened(Client(), provider)
    actor = Actor.citizen(user.id)
    declare(actor, answers={ProfileField.COMMUNE: "99V01"}, now=clock.now())
    sent = dossiers.sent_as_she_is(world, world.aid(), actor)
    case = correspondents.of(sent.id)
    assert case is not None
    assert (case.email, case.is_on_paper, case.has_login) == ("", True, True)
    assert case.postal == ("12 rue des Tilleuls", "38950 Valmont-sur-Isère")


def test_what_the_helper_types_besides_the_address_changes_nothing(provider: Provider) -> None:
    browser = Client()
    come(browser, provider)
    browser.post(FIRST_TIME, ADDRESS | {"email": "aidant@ccas.exemple", "phone": "0600000000", "first_name": "Autre"})
    user = User.objects.get()
    view = selectors.profile_of(Actor.system(), user.id)
    assert (user.email, view.phone, view.contact_email) == ("", None, None)
    assert view.value(ClaimName.FIRST_NAME) == "Angela"


@pytest.mark.parametrize("typed", ["", "Valmont", "12 rue des Tilleuls"])
def test_without_an_address_where_decisions_arrive_nothing_is_opened(provider: Provider, typed: str) -> None:
    browser = Client()
    come(browser, provider)
    answer = browser.post(FIRST_TIME, {"postal_address": typed})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text(answer)
    assert not User.objects.exists()


def test_the_person_comes_by_herself_afterwards_and_adds_her_mailbox(provider: Provider, mailbox: Mailbox) -> None:
    helper = Client()
    user = opened(helper, provider)
    helper.post("/deconnexion")
    hers = Client()
    assert come(hers, provider, by="impots")["Location"] == "/demandes"
    assert BAND not in text(hers.get("/demandes"))
    assert "Ouvert par un professionnel" in text(hers.get("/mon-compte/securite"))
    hers.post("/mon-compte/adresse-mail", {"email": "angela@exemple.fr"})
    hers.post("/mon-compte/adresse-mail/code", {"code": mailbox.code})
    user.refresh_from_db()
    assert user.email == "angela@exemple.fr"


def test_she_confirms_with_franceconnect_what_a_mailed_code_confirms_elsewhere(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    user = opened(Client(), provider)
    hers = sign_in(Client(), user, now=clock.now() - timedelta(hours=2))
    assert "/mon-compte/confirmer" in hers.get("/mon-compte/adresse-mail")["Location"]
    page = text(hers.get("/mon-compte/confirmer?next=/mon-compte/adresse-mail"))
    assert "Confirmer avec FranceConnect" in page
    assert "Recevoir un code" not in page
    back = come(hers, provider, by="impots", at="/mon-compte/confirmer", above="1", next="/mon-compte/adresse-mail")
    assert back["Location"] == "/mon-compte/adresse-mail"
    assert hers.get("/mon-compte/adresse-mail").status_code == 200


def test_who_has_a_mailbox_is_not_offered_franceconnect_in_place_of_her_code(provider: Provider, world: World) -> None:
    hers = sign_in(Client(), linked(world))
    assert "Confirmer avec FranceConnect" not in text(hers.get("/mon-compte/confirmer"))
    assert hers.post("/mon-compte/confirmer", {"above": "1"}).status_code in (200, 422)


def test_a_pending_helper_opens_or_links_nothing_by_the_pages_of_people(
    provider: Provider, world: World, mailbox: Mailbox
) -> None:
    """Else a mailbox of the helper's would open the person's certified account."""
    browser = Client()
    come(browser, provider)
    assert browser.get("/connexion/premiere-visite")["Location"] == "/connexion"
    browser.post("/connexion", {"email": "aidant@ccas.exemple"})
    browser.post("/connexion/code", {"code": mailbox.code})
    assert User.objects.get().email == "aidant@ccas.exemple"
    assert not ExternalIdentity.objects.exists()
    assert browser.get("/mon-compte/identites/lier")["Location"] == "/mon-compte/identites"
    assert browser.get(FIRST_TIME)["Location"] == "/connexion"
    assert browser.post(FIRST_TIME, ADDRESS)["Location"] == "/connexion"
    assert not ExternalIdentity.objects.exists()


def test_the_page_is_for_who_just_came_and_for_twenty_minutes(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get(FIRST_TIME)["Location"] == "/connexion"
    browser = Client()
    come(browser, provider)
    before = clock.now
    monkeypatch.setattr(clock, "now", lambda: before() + timedelta(minutes=20))
    assert browser.post(FIRST_TIME, ADDRESS)["Location"] == "/connexion"
    assert not User.objects.exists()


def test_two_browsers_open_one_account(provider: Provider) -> None:
    one, two = Client(), Client()
    come(one, provider)
    come(two, provider)
    one.post(FIRST_TIME, ADDRESS)
    assert two.post(FIRST_TIME, ADDRESS).status_code == 409
    assert User.objects.count() == ExternalIdentity.objects.count() == 1


def test_a_child_has_no_account(provider: Provider) -> None:
    provider.person |= person("lea", "Léa", born="2015-03-06")
    assert come(Client(), provider)["Location"] == "/moins-de-16-ans"


def test_an_identity_without_a_name_opens_nothing(provider: Provider) -> None:
    del provider.person["family_name"]
    browser = Client()
    assert come(browser, provider).status_code == 409
    assert browser.get(FIRST_TIME)["Location"] == "/connexion"
