"""The console as its people use it: a client made, changed, its proofs changed over, its team, its end."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import translation

from mob.directory import selectors, services
from mob.directory.models import PartnerClient, PartnerInvitation, PartnerTestPerson
from mob.directory.partner_types import PartnerRole, SandboxScript
from mob.identity.models import Client
from mob.identity.oidc import credentials
from mob.identity.oidc.failures import record_failure
from mob.identity.oidc.reasons import Reason
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.operator.advice import ADVICE
from tests.factories.accounts import sign_in
from tests.factories.partners import Console, console
from tests.factories.sessions import strong_client
from tests.factories.world import World, key_pair

pytestmark = pytest.mark.django_db
FORM = {
    "place": "sandbox",
    "kind": "web",
    "name": "Covoit du Tilleul",
    "redirect_uris": "https://covoit.exemple.fr/retour\nhttp://localhost:3000/retour",
    "sector": "covoit.exemple.fr",
    "signing": "RS256",
    "scope_0": "needed",
    "why_0": "Nous montrons si l’identité est certifiée.",
    "mark": "a1b2c3",
}


@pytest.fixture
def house(world: World) -> Console:
    return console(world)


@pytest.fixture
def browser(house: Console) -> Browser:
    return strong_client(house.user)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_client_of_the_sandbox_is_made_with_its_secret_shown_once(house: Console, browser: Browser) -> None:
    page = browser.post("/operateur/clients/nouveau", FORM)
    assert page.status_code == 200
    row = Client.objects.get()
    secret = re.search(r'id="v-secret">([0-9a-f]{64})<', text(page))
    assert secret is not None
    assert credentials.secret_fault(row, secret[1], now=clock.now()) is None
    assert (row.client_id, row.owner, row.is_sandbox, row.scope) == (
        "covoit-du-tilleul-essai-a1b2c3",
        house.id,
        True,
        "openid profile",
    )
    assert page.headers["Cache-Control"].startswith("no-store") or "no-store" in page.headers["Cache-Control"]
    assert secret[1] not in text(browser.get(f"/operateur/clients/{row.id}"))
    again = browser.post("/operateur/clients/nouveau", FORM)
    assert (again.status_code, Client.objects.count()) == (422, 1), "the same form sent twice makes one"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"redirect_uris": "https://*.exemple.fr/"}, "redirect_uris", "https://*.exemple.fr/"),
        ({"redirect_uris": ""}, "redirect_uris", ""),
        ({"redirect_uris": "http://exemple.fr/retour"}, "redirect_uris", "http://exemple.fr/retour"),
        ({"webhook_uri": "http://covoit.exemple.fr/w"}, "webhook_uri", "http://covoit.exemple.fr/w"),
        ({"post_logout_redirect_uris": "ici"}, "post_logout_redirect_uris", "ici"),
        ({"sector": "autre.exemple.fr"}, "sector", "autre.exemple.fr"),
        ({"client_id": "É"}, "client_id", ""),
        ({"jwks": '{"kty":"RSA","n":"AA","e":"AQAB","d":"AA"}'}, "jwks", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(browser: Browser, changes: dict[str, str], field: str, words: str) -> None:
    page = browser.post("/operateur/clients/nouveau", FORM | changes)
    assert page.status_code == 422
    assert f'id="id_{field}-error"' in text(page)
    assert words in text(page)
    assert not Client.objects.exists()


def test_a_private_key_is_refused_loudly_and_nothing_of_it_is_sent_back(browser: Browser) -> None:
    _public, private = key_pair("client")
    page = browser.post("/operateur/clients/nouveau", FORM | {"jwks": json.dumps(private)})
    assert page.status_code == 422
    assert "PRIVÉE" in text(page)
    assert private["d"] not in text(page)


def test_a_live_client_waits_and_the_platform_opens_it(world: World, house: Console, browser: Browser) -> None:
    live = FORM | {"place": "live", "redirect_uris": "https://covoit.exemple.fr/retour"}
    browser.post("/operateur/clients/nouveau", live)
    row = Client.objects.get()
    assert row.is_waiting
    keeper = world.person()
    services_platform(keeper.id, world)
    admin = strong_client(keeper)
    asked = text(admin.get("/administration/operateurs"))
    assert "Covoit du Tilleul" in asked
    detail = f"/administration/operateurs/clients/{row.id}"
    assert "Nous montrons si l’identité est certifiée." in text(admin.get(detail))
    assert admin.post(detail, {"decision": "no", "why": ""}).status_code == 422
    admin.post(detail, {"decision": "no", "why": "Le nom du service manque de clarté."})
    assert "Le nom du service manque de clarté." in text(browser.get("/operateur/"))
    browser.post(f"/operateur/clients/{row.id}/redemander")
    assert admin.post(detail, {"decision": "yes"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_waiting


def services_platform(user_id: Any, world: World) -> None:
    services.appoint_administrator(
        Actor.system(), user_id=user_id, first_name="Anne", last_name="Le Goff", now=world.now
    )


def test_a_change_is_read_back_before_it_is_made(house: Console, browser: Browser) -> None:
    made = house.register()
    address = f"/operateur/clients/{made.id}/modifier"
    sent = {
        "name": "Autre nom",
        "redirect_uris": "https://appli.exemple.fr/autre",
        "signing": "ES256",
        "scope_0": "choice",
    }
    page = browser.post(address, sent)
    assert page.status_code == 200
    assert "https://appli.exemple.fr/autre" in text(page)
    assert "Tilleul Mobilités" in text(page)
    row = Client.objects.get(id=made.id)
    assert row.name == "Tilleul Mobilités", "nothing is written yet"
    assert browser.post(address, sent | {"sure": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.redirect_uris, row.algorithm) == ("Autre nom", "https://appli.exemple.fr/autre", "ES256")
    wrong = browser.post(address, sent | {"redirect_uris": "x", "sure": "1"})
    assert wrong.status_code == 422


def test_a_secret_is_changed_over_from_its_page(house: Console, browser: Browser) -> None:
    made = house.register()
    page = browser.post(f"/operateur/clients/{made.id}/secret", {"overlap": "24h"})
    fresh = re.search(r'id="v-secret">([0-9a-f]{64})<', text(page))
    assert fresh is not None
    new, old = credentials.credentials_of(made.id, now=clock.now())
    end = f"/operateur/clients/{made.id}/preuves/{old.id}/fin"
    assert browser.get(end).status_code == 200
    assert browser.post(end, {"overlap": "0"}).status_code == 302
    row = Client.objects.get(id=made.id)
    assert credentials.secret_fault(row, made.secret, now=clock.now()) is Reason.SECRET_ENDED
    assert credentials.secret_fault(row, fresh[1], now=clock.now()) is None
    last = browser.post(f"/operateur/clients/{made.id}/preuves/{new.id}/fin", {"overlap": "0"})
    assert last.status_code == 422


def test_a_public_key_is_added_from_a_file(house: Console, browser: Browser) -> None:
    made = house.register(jwks={"keys": [key_pair("client")[0]]})
    file = SimpleUploadedFile("cle.json", json.dumps(key_pair("main")[0]).encode())
    assert browser.post(f"/operateur/clients/{made.id}/cles", {"file": file}).status_code == 302
    assert len(credentials.credentials_of(made.id, now=clock.now())) == 2


def test_the_first_page_says_what_was_refused_and_what_to_do(house: Console, browser: Browser) -> None:
    made = house.register()
    record_failure(made.id, "token", Reason.CODE_LATE, clock.now())
    with translation.override("fr"):
        advice = ADVICE[Reason.CODE_LATE]
        page = text(browser.get("/operateur/"))
        assert str(advice.what) in page
        assert str(advice.to_do) in page
    assert "token code_late" in page


def test_every_reason_has_its_words() -> None:
    assert set(ADVICE) == {reason.value for reason in Reason}


def test_test_people_are_made_shown_and_removed(house: Console, browser: Browser) -> None:
    for script in SandboxScript:
        assert browser.post("/operateur/essai", {"script": script.value}).status_code == 302
    page, row = text(browser.get("/operateur/essai")), PartnerTestPerson.objects.first()
    assert row is not None
    assert row.code in page
    assert browser.post(f"/operateur/essai/{row.id}/fin").status_code == 302
    row.refresh_from_db()
    assert (row.ended_at is not None, row.code, row.user.is_active) == (True, "", False)


def test_the_team_invites_and_somebody_joins_through_the_mailed_page(
    world: World, house: Console, browser: Browser
) -> None:
    browser.post("/operateur/equipe/inviter", {"email": "dev@tilleul.exemple", "role": "developer"})
    invitation = PartnerInvitation.objects.get()
    mail = selectors.partner_invitation_mail(invitation.id)
    assert mail is not None
    address = f"/operateur/invitation/{mail[1]}"
    newcomer = sign_in(Browser(), world.person("dev@tilleul.exemple"))
    assert newcomer.get(address).status_code == 200
    assert newcomer.post(address)["Location"] == "/operateur/"
    assert newcomer.get("/operateur/")["Location"].startswith("/mon-compte/securite/proteger"), "a second factor first"
    assert browser.get(address).status_code == 409
    member = next(
        each for each in selectors.partner_members(house.actor, house.id) if each.role is PartnerRole.DEVELOPER
    )
    assert browser.post(f"/operateur/equipe/{member.id}/fin").status_code == 302
    assert not selectors.is_staff(member.user_id)


def test_a_developer_sees_the_team_and_invites_nobody(world: World) -> None:
    house = console(world, role=PartnerRole.DEVELOPER)
    browser = strong_client(house.user)
    assert "/operateur/equipe/inviter" not in text(browser.get("/operateur/equipe"))
    assert browser.get("/operateur/equipe/inviter").status_code == 404


def test_another_partner_finds_none_of_these_pages(world: World, house: Console) -> None:
    made, stranger = house.register(), strong_client(console(world).user)
    person = services.make_sandbox_person(house.actor, partner_id=house.id, script=SandboxScript.EMPTY, now=clock.now())
    held = credentials.credentials_of(made.id, now=clock.now())[0]
    for path in (
        f"clients/{made.id}",
        f"clients/{made.id}/modifier",
        f"clients/{made.id}/brancher",
        f"clients/{made.id}/secret",
        f"clients/{made.id}/cles",
        f"clients/{made.id}/webhook",
        f"clients/{made.id}/webhook/secret",
        f"clients/{made.id}/fermer",
        f"clients/{made.id}/preuves/{held.id}/fin",
        f"essai/{person}/fin",
    ):
        assert stranger.get(f"/operateur/{path}").status_code == 404, path
    for path in ("redemander", "webhook/essayer", f"webhook/{held.id}/renvoyer", "secret", "fermer"):
        assert stranger.post(f"/operateur/clients/{made.id}/{path}", {"overlap": "0"}).status_code == 404, path


def test_a_client_is_closed_from_its_page_and_its_name_stays_in_the_list(house: Console, browser: Browser) -> None:
    made = house.register()
    assert browser.get(f"/operateur/clients/{made.id}/fermer").status_code == 200
    assert browser.post(f"/operateur/clients/{made.id}/fermer").status_code == 302
    assert Client.objects.get(id=made.id).closed_at is not None
    assert made.client_id in text(browser.get("/operateur/"))
    assert browser.get(f"/operateur/clients/{made.id}").status_code == 200
    assert browser.get(f"/operateur/clients/{made.id}/modifier").status_code == 404


def test_who_works_for_two_partners_says_for_which(world: World, house: Console, browser: Browser) -> None:
    other = console(world)
    other_partner = selectors.partner(other.actor, other.id)
    token = services.invite_partner(
        other.actor, partner_id=other.id, email=house.user.email, role=PartnerRole.DEVELOPER, now=clock.now()
    )
    services.accept_partner_invitation(Actor.citizen(house.user.id), token=token, now=clock.now())
    assert other_partner.name not in text(browser.get("/operateur/"))
    assert browser.post("/operateur/choisir", {"partner": str(other.id)}).status_code == 302
    assert other_partner.name in text(browser.get("/operateur/"))


def test_the_platform_creates_edits_and_closes_an_operator(world: World, house: Console) -> None:
    keeper = world.person()
    services_platform(keeper.id, world)
    admin = strong_client(keeper)
    card = {"name": "Nouvel opérateur", "kind": "maas", "contact": "tech@nouvel.exemple"}
    made = admin.post("/administration/operateurs/nouveau", card)
    assert made["Location"] == "/administration/operateurs/nouvel-operateur"
    assert admin.post("/administration/operateurs/nouveau", card).status_code == 422
    page = "/administration/operateurs/nouvel-operateur"
    assert admin.post(f"{page}/fiche", card | {"name": "Autre nom"}).status_code == 302
    assert admin.post(f"{page}/inviter", {"email": "dev@nouvel.exemple"}).status_code == 302
    assert "dev@nouvel.exemple" in text(admin.get(page))
    client = house.register()
    quotas = f"/administration/operateurs/clients/{client.id}/quotas"
    figures = {"token_minute": "5", "token_day": "50", "api_minute": "", "api_day": ""}
    assert admin.post(quotas, figures).status_code == 302
    assert Client.objects.get(id=client.id).quotas == {"token": [5, 50]}
    assert admin.post(quotas, figures | {"token_day": "1"}).status_code == 422
    assert admin.post(f"{page}/fermer").status_code == 302
    assert not PartnerClient.objects.filter(partner__slug="nouvel-operateur").exists()


def test_row_58_words_of_one_side_are_text_for_the_other(world: World, house: Console, browser: Browser) -> None:
    bad = "<i id=x1>\"'onerror=alert(1)"
    made = house.register(is_sandbox=False, name=bad)
    PartnerClient.objects.update(refusal=bad, justification={"profile": bad}, wanted={"name": bad, "legal_basis": bad})
    keeper = world.person()
    services_platform(keeper.id, world)
    admin = strong_client(keeper)
    pages = [
        browser.get("/operateur/"),
        browser.get(f"/operateur/clients/{made.id}"),
        browser.get(f"/operateur/clients/{made.id}/modifier"),
        browser.get(f"/operateur/clients/{made.id}/brancher"),
        admin.get("/administration/operateurs"),
        admin.get(f"/administration/operateurs/clients/{made.id}"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<i id=x1>" not in text(page)
        assert "&lt;i id=x1&gt;" in text(page)
