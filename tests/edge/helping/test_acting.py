"""The helper's hat in a browser: taken, shown, lost with the mandate, put down; what stays closed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from mob.applications.models import Application
from mob.identity.mandate_types import Power, Terms
from mob.identity.mandates import services
from mob.identity.models import User
from mob.kernel import clock
from mob.kernel.actor import Actor
from tests.factories import dossiers
from tests.factories.accounts import sign_in
from tests.factories.mandates import asked, given, person
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
HERE = "/mon-compte/aider"
BAND = "Vous agissez pour <strong><bdi>Odette M.</bdi></strong>"


@dataclass
class Pair:
    """Jean helps Odette; his browser."""

    jean: Actor
    odette: Actor
    mandate: UUID
    browser: Client

    def act(self) -> None:
        assert self.browser.post(f"{HERE}/{self.mandate}/agir")["Location"] == "/demandes"


@pytest.fixture
def pair(world: World) -> Pair:
    jean, odette = person(world, "Jean", "Martin"), person(world, "Odette")
    mandate = given(jean, odette, now=clock.now())
    return Pair(jean, odette, mandate, sign_in(Client(), User.objects.get(id=jean.id)))


def test_the_hat_is_shown_on_every_page_until_it_is_put_down(pair: Pair, world: World) -> None:
    pages = ["/demandes", "/recherche", "/", f"/aides/{world.aid().slug}", "/aide", HERE]
    pair.act()
    for path in pages:
        response = pair.browser.get(path)
        assert BAND in response.content.decode(), path
        assert response["Cache-Control"] == "no-store", path
    pair.browser.post(f"{HERE}/quitter")
    assert all("Vous agissez pour" not in pair.browser.get(path).content.decode() for path in pages)


@pytest.mark.parametrize(
    "path",
    [
        "/mon-compte/",
        "/mon-compte/profil",
        "/mon-compte/securite",
        "/mon-compte/adresse-mail",
        "/mon-compte/donnees/telecharger",
        "/mon-compte/donnees/consultations",
        "/mon-compte/supprimer",
        "/oidc/authorize?client_id=x",
        "/gestion/",
        "/administration/",
        "/operateur/",
        "/connexion",
        "/a-space-that-will-come",
    ],
)
def test_every_other_space_asks_first_to_put_the_hat_down(pair: Pair, path: str) -> None:
    pair.act()
    for response in (pair.browser.get(path), pair.browser.post(path)):
        assert response.status_code == 403
        assert "Revenez d’abord à votre compte" in response.content.decode()


def test_putting_it_down_leads_where_one_was_going(pair: Pair) -> None:
    pair.act()
    assert pair.browser.post(f"{HERE}/quitter", {"next": "/mon-compte/profil"})["Location"] == "/mon-compte/profil"
    assert pair.browser.get("/mon-compte/profil").status_code == 200
    assert pair.browser.post(f"{HERE}/quitter", {"next": "https://ailleurs.exemple"})["Location"] == HERE


def test_a_mandate_that_ends_closes_the_very_next_page(pair: Pair, world: World) -> None:
    draft = dossiers.started(world, citizen=pair.odette)
    pair.act()
    assert pair.browser.get(draft.path("beneficiaire")).status_code == 200
    services.end(pair.odette, mandate_id=pair.mandate, now=clock.now())
    lost = pair.browser.post(draft.path("beneficiaire"), {"kind": "self"})
    assert lost.status_code == 403
    assert "Ce mandat a pris fin" in lost.content.decode()
    assert "Vous agissez pour" not in lost.content.decode()
    assert Application.objects.get(id=draft.id).beneficiary == {}
    assert pair.browser.get(draft.path("beneficiaire")).status_code == 404
    assert pair.browser.get("/mon-compte/").status_code == 200


def test_the_last_day_closes_it_without_the_clock_passing(pair: Pair, today: Callable[[int], None]) -> None:
    pair.act()
    assert pair.browser.get("/demandes").status_code == 200
    today(100)
    User.objects.filter(id=pair.jean.id)
    browser = sign_in(Client(), User.objects.get(id=pair.jean.id))
    session = browser.session
    session["mandate"] = str(pair.mandate)
    session.save()
    assert browser.get("/demandes").status_code == 403


def test_nobody_takes_a_hat_that_was_not_given(pair: Pair, world: World) -> None:
    karim = person(world, "Karim")
    waiting = asked(pair.jean, karim, now=clock.now())
    assert pair.browser.post(f"{HERE}/{waiting}/agir").status_code == 403
    for stranger in (pair.odette, karim):
        browser = sign_in(Client(), User.objects.get(id=stranger.id))
        assert browser.post(f"{HERE}/{pair.mandate}/agir").status_code in (403, 404)
        assert "Vous agissez pour" not in browser.get("/demandes").content.decode()


def test_forms_of_another_tab_die_with_the_change_of_hat(pair: Pair, world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, User.objects.get(id=pair.jean.id))
    browser.get(HERE)
    before = browser.cookies[settings.CSRF_COOKIE_NAME].value
    aid = world.aid()
    browser.post(f"{HERE}/{pair.mandate}/agir", {"csrfmiddlewaretoken": before})
    assert browser.cookies[settings.CSRF_COOKIE_NAME].value != before
    stale = browser.post(f"/aides/{aid.slug}/demander", {"csrfmiddlewaretoken": before})
    assert stale.status_code == 403
    assert not Application.objects.filter(aid=aid).exists()


def test_what_a_simulation_left_does_not_follow_into_another_hat(pair: Pair) -> None:
    for step in (f"{HERE}/{pair.mandate}/agir", f"{HERE}/quitter"):
        session = pair.browser.session
        session["simulation"], session["simulation_aids"] = "sealed", ["prime"]
        session.save()
        pair.browser.post(step)
        assert not {"simulation", "simulation_aids"} & set(pair.browser.session.keys())


def test_the_language_may_change_while_acting_and_no_profile_does(pair: Pair) -> None:
    pair.act()
    assert pair.browser.post("/langue", {"language": "en", "next": "/demandes"}).status_code == 302
    assert set(User.objects.values_list("language", flat=True)) == {"fr"}


def test_the_whole_way_for_somebody_is_written_with_both_names(pair: Pair, world: World) -> None:
    draft = dossiers.ready(world, citizen=pair.odette, now=clock.now())
    pair.act()
    signing = pair.browser.get(draft.path("envoyer")).content.decode()
    assert "Votre nom, Jean Martin, est écrit à côté de la signature" in signing
    signed = dossiers.signature(draft)
    form = {"version": signed.text_version, "digest": signed.text_hash}
    assert pair.browser.post(draft.path("envoyer"), form)["Location"] == draft.path("recu")
    hers = sign_in(Client(), User.objects.get(id=pair.odette.id))
    for browser in (pair.browser, hers):
        assert "Jean Martin" in browser.get(draft.path("recu")).content.decode()
        assert "Fait par Jean Martin" in browser.get(draft.path()).content.decode()


def test_who_may_not_give_an_account_number_is_not_shown_the_form(pair: Pair, world: World) -> None:
    from tests.factories import money

    town = money.town(world)
    award = town.granted(citizen=pair.odette)
    page = f"/demandes/{award.application.reference}"
    pair.act()
    assert "coordonnees-bancaires" not in pair.browser.get(page).content.decode()
    assert pair.browser.get(f"{page}/coordonnees-bancaires").status_code == 303


def test_an_account_number_given_for_somebody_waits_for_an_agent(pair: Pair, world: World) -> None:
    from mob.payments.models import BankDetails
    from tests.factories import money

    award = money.town(world).granted(citizen=pair.odette)
    services.end(pair.odette, mandate_id=pair.mandate, now=clock.now())
    terms = Terms(frozenset({Power.READ, Power.BANK_DETAILS}))
    mandate = given(pair.jean, pair.odette, now=clock.now(), terms=terms)
    pair.browser.post(f"{HERE}/{mandate}/agir")
    form = {"holder": "Odette Morel", "iban": money.IBAN}
    done = pair.browser.post(f"/demandes/{award.application.reference}/coordonnees-bancaires", form)
    assert done.status_code == 303
    details = BankDetails.objects.get(award=award)
    assert details.is_change
    assert details.confirmed_at is None


def test_asking_answering_and_stopping_through_the_pages(world: World, pair: Pair) -> None:
    karim = person(world, "Karim")
    hers = sign_in(Client(), User.objects.get(id=karim.id))
    form = {"by": "mail", "email": User.objects.get(id=pair.jean.id).email, "powers": ["apply", "read"], "months": "6"}
    assert hers.post(f"{HERE}/etre-aide", form)["Location"] == HERE
    waiting = pair.browser.get(HERE).content.decode()
    assert "Karim Morel vous demande d’agir à sa place" in waiting
    from mob.identity.models import Mandate

    mandate = Mandate.objects.get(state="asked").id
    assert "Préparer et envoyer des demandes" in pair.browser.get(f"{HERE}/{mandate}").content.decode()
    pair.browser.post(f"{HERE}/{mandate}/repondre", {"answer": "yes"})
    assert "Agir pour Karim Morel" in pair.browser.get(HERE).content.decode()
    assert hers.post(f"{HERE}/{mandate}/prolonger", {"months": "12"})["Location"] == f"{HERE}/{mandate}"
    hers.post(f"{HERE}/{mandate}/fin", {"sure": "1"})
    assert "Agir pour Karim Morel" not in pair.browser.get(HERE).content.decode()


def test_a_code_is_shown_once_and_leads_who_types_it_to_the_question(world: World, pair: Pair) -> None:
    import re

    shown = pair.browser.post(f"{HERE}/demander", {"by": "code", "powers": ["apply"], "months": "3"}).content.decode()
    found = re.search(r"\d{4} \d{4} \d{4}", shown)
    assert found
    hers = sign_in(Client(), User.objects.get(id=person(world, "Karim").id))
    led = hers.post(f"{HERE}/code", {"code": found[0]})["Location"]
    assert "Jean Martin" in hers.get(led).content.decode()
    wrong = hers.post(f"{HERE}/code", {"code": "0000 0000 0000"})
    assert wrong.status_code == 422
    assert found[0] not in pair.browser.get(HERE).content.decode()


def test_the_form_says_what_is_missing(pair: Pair) -> None:
    answer = pair.browser.post(f"{HERE}/demander", {"by": "mail", "email": "", "months": "3"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Écrivez l’adresse, ou choisissez le code" in text
    assert "Cochez au moins une chose" in text
