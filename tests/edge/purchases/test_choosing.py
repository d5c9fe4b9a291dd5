"""What the person sees of a proof of purchase, and that it goes nowhere without her word."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client as Browser

from mob.applications import retention, services
from mob.applications.models import Application, Proof, Purchase
from mob.applications.personal_data import ApplicationData
from mob.applications.purchases import joining, paper, tracing
from mob.catalogue.models import Aid
from mob.documents import encryption
from mob.documents import selectors as documents
from mob.documents.models import Document
from mob.identity import services as accounts
from mob.identity.models import Link, User
from mob.identity.oidc import links
from mob.identity.oidc_types import Scope
from mob.journal.models import Fact
from mob.journal.runner import run_due
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden
from tests.factories import dossiers, mandates
from tests.factories.accounts import sign_in
from tests.factories.bearers import Caller, caller
from tests.factories.dossiers import Dossier
from tests.factories.pdf_text import text_of
from tests.factories.purchases import KEY, handed
from tests.factories.world import World, key_pair

pytestmark = pytest.mark.django_db
SERVICES = "/mon-compte/services-lies"
OFFER = "Justificatif d’achat remis par Tilleul Mobilités le 11\u00a0mars\u00a02026"


@pytest.fixture
def herself(person: User) -> Browser:
    return sign_in(Browser(), person)


@pytest.fixture
def draft(world: World, aid: Aid, person: User) -> Dossier:
    return dossiers.started(world, aid, Actor.citizen(person.id))


def shown(browser: Browser, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, path
    return unescape(answer.content.decode())


def choose(browser: Browser, draft: Dossier, row: Purchase, act: str = "join", code: str = "abonnement") -> Any:
    return browser.post(draft.path(f"papiers/{code}/achat/{row.id}"), {"act": act})


def page_of(row: Purchase) -> str:
    return f"{SERVICES}/justificatifs/{row.id}"


def opened(proof: Proof) -> str:
    """The words of a paper, read with the funder's key as an agent does."""
    container = documents.container(proof.document_id)
    content, kind = encryption.open_(container, key_pair("main")[1], encryption.bound_to(container))
    assert kind == "application/pdf"
    return text_of(content)


def test_the_address_leads_her_to_the_aid_and_says_what_waits(service: Caller, aid: Aid, herself: Browser) -> None:
    row = handed(service, aid.slug)
    said = shown(herself, f"/aides/{aid.slug}/demander?justificatif={row.id}")
    assert OFFER in said
    assert "Abonnement mensuel et 1 autre ligne, 54,90\u00a0€" in said
    assert "rien n’est joint sans vous" in said
    begun = herself.post(f"/aides/{aid.slug}/demander?justificatif={row.id}")
    assert begun.status_code == 303
    assert not Proof.objects.exists(), "beginning joins nothing"


@pytest.mark.abuse(31)
def test_the_address_is_hers_alone(service: Caller, aid: Aid, world: World) -> None:
    row = handed(service, aid.slug)
    path = f"/aides/{aid.slug}/demander?justificatif={row.id}"
    answer = Browser().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/connexion?next={path.replace('/', '%2F').replace('?', '%3F').replace('=', '%3D')}",
    )
    other = sign_in(Browser(), world.person())
    shown(other, path, 404)
    shown(other, page_of(row), 404)
    assert other.post(page_of(row)).status_code == 404
    assert Purchase.objects.get().state == "waiting"


@pytest.mark.parametrize("named", ["x", "00000000-0000-0000-0000-000000000000", "", "%00"])
def test_an_address_that_names_nothing_of_hers_leads_nowhere(aid: Aid, herself: Browser, named: str) -> None:
    said = shown(herself, f"/aides/{aid.slug}/demander?justificatif={named}", 404 if named else 200)
    assert OFFER not in said


def test_the_address_of_another_aid_shows_nothing(service: Caller, aid: Aid, world: World, herself: Browser) -> None:
    row = handed(service, aid.slug)
    said = shown(herself, f"/aides/{world.aid().slug}/demander?justificatif={row.id}", 404)
    assert OFFER not in said
    assert "54,90" not in said


def test_she_reads_all_of_it_before_anything_leaves(service: Caller, draft: Dossier, herself: Browser) -> None:
    handed(service, draft.detail().aid.slug)
    said = shown(herself, draft.path("papiers"))
    assert OFFER in said
    every = (
        "F-2026-1187", "20\u00a0février\u00a02026", "Transports de Valmont, 1 place de la Gare, 38950 Valmont-sur-Isère",
        "73282932000074", "49.31Z", "Léa QUOKKABLEU, 12 rue des Tilleuls, numéro client C-7781", "49,90\u00a0€",
        "45,36\u00a0€ hors taxe", "TVA 10\u00a0%", "valable du 1er\u00a0mars\u00a02026 au 31\u00a0mars\u00a02026", "Zones 1 à 3",
        "Carte sans contact\u00a0× 2", "5\u00a0€", "54,90\u00a0€",
    )  # fmt: skip
    assert [word for word in every if word not in said] == []
    assert said.count('value="join"') == said.count('value="leave"') == 1, "under the season ticket, not the address"
    assert not Proof.objects.exists()


def test_joined_it_is_a_paper_like_another_that_says_whose_word_it_is(
    service: Caller, draft: Dossier, herself: Browser, person: User, world: World
) -> None:
    row = handed(service, draft.detail().aid.slug)
    answer = choose(herself, draft, row)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{draft.path('papiers')}#paper-abonnement")
    proof, document = Proof.objects.get(), Document.objects.get()
    assert (proof.code, proof.handed_by, proof.handed_at) == ("abonnement", "Tilleul Mobilités", world.now)
    assert (document.media_type, document.proof_type, document.funder_id) == (
        "application/pdf",
        "season_ticket",
        draft.detail().funder_id,
    )
    assert document.scan_engine
    words = opened(proof)
    for said in (
        "Justificatif d’achat", "Remis par Tilleul Mobilités", "au nom de la personne", "ne l’a pas vérifié",
        "F-2026-1187", "QUOKKABLEU", "Abonnement mensuel", "49,90", "54,90", "Zones 1 à 3",
    ):  # fmt: skip
        assert said in words, said
    row.refresh_from_db()
    assert (row.state, row.sealed, row.proof_id) == ("joined", None, proof.id)
    kinds = list(Fact.objects.filter(stream=f"application:{draft.id}").values_list("kind", flat=True))
    assert kinds == ["application_started", "purchase_joined"]
    page = shown(herself, draft.path("papiers"))
    assert "Remis par Tilleul Mobilités au nom de la personne, le 11\u00a0mars\u00a02026" in page
    assert OFFER not in page
    assert "Justificatif d’achat" in shown(herself, SERVICES)
    assert draft.reference in shown(herself, SERVICES)


def test_pressed_twice_it_is_one_paper(service: Caller, draft: Dossier, herself: Browser) -> None:
    row = handed(service)
    choose(herself, draft, row)
    again = choose(herself, draft, row)
    assert again.status_code == 422
    assert "n’est plus là" in unescape(again.content.decode())
    assert Proof.objects.count() == Document.objects.count() == 1


def test_two_requests_at_once_make_one_paper(
    service: Caller, draft: Dossier, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one was quicker while this one made its PDF: its document is taken back."""
    row, real = handed(service), paper.pdf

    def meanwhile(offer: Any) -> bytes:
        Purchase.objects.update(state="joined", closed_at=world.now, sealed=None)
        return real(offer)

    monkeypatch.setattr(paper, "pdf", meanwhile)
    with pytest.raises(Conflict):
        joining.join(draft.citizen, row.id, application_id=draft.id, code="abonnement", now=world.now)
    assert not Proof.objects.exists()
    assert not Document.objects.filter(state="live").exists()


def test_left_out_it_is_erased_and_no_paper_is_made(service: Caller, draft: Dossier, herself: Browser) -> None:
    row = handed(service)
    assert choose(herself, draft, row, act="leave").status_code == 303
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("declined", None)
    assert not Proof.objects.exists()
    assert OFFER not in shown(herself, draft.path("papiers"))
    assert "non joint, effacé" in shown(herself, SERVICES)


@pytest.mark.parametrize("act", ["", "Join", "erase"])
def test_no_other_word_does_anything(service: Caller, draft: Dossier, herself: Browser, act: str) -> None:
    assert choose(herself, draft, handed(service), act=act).status_code == 303
    assert Purchase.objects.get().state == "waiting"
    assert not Proof.objects.exists()


def test_a_paper_taken_out_of_the_draft_leaves_nothing_behind(
    service: Caller, draft: Dossier, herself: Browser
) -> None:
    choose(herself, draft, handed(service))
    herself.post(draft.path(f"papiers/{Proof.objects.get().id}/retirer"))
    assert not Document.objects.filter(state="live").exists()
    row = Purchase.objects.get()
    assert (row.state, row.proof_id, row.sealed) == ("joined", None, None)


@pytest.mark.abuse(44)
def test_it_makes_no_other_paper_and_none_of_another_aid(
    service: Caller, draft: Dossier, herself: Browser, world: World
) -> None:
    elsewhere = world.aid(proofs=[{"code": "facture", "proof_type": "invoice", "label_fr": "Facture"}])
    for row, code, status in (
        (handed(service), "domicile", 409),
        (handed(service, key=f"{KEY}-2"), "inconnu", 404),
        (handed(service, elsewhere.slug, key=f"{KEY}-3"), "abonnement", 409),
    ):
        assert choose(herself, draft, row, code=code).status_code in (status, 422), code
    assert not Proof.objects.exists()
    assert Purchase.objects.filter(state="waiting").count() == 3


@pytest.mark.abuse(31, 44)
def test_nobody_joins_what_was_handed_over_for_somebody_else(service: Caller, world: World, aid: Aid) -> None:
    row, other = handed(service), world.person()
    hers = dossiers.started(world, aid, Actor.citizen(other.id))
    browser = sign_in(Browser(), other)
    assert OFFER not in shown(browser, hers.path("papiers"))
    for act in ("join", "leave"):
        answer = choose(browser, hers, row, act=act)
        assert answer.status_code == 422
        assert "n’est plus là" in unescape(answer.content.decode()), "as of one that was never there"
    assert not Proof.objects.exists()
    assert Purchase.objects.get().state == "waiting"


def test_who_acts_for_her_neither_sees_nor_joins_it(world: World, person: User, service: Caller, aid: Aid) -> None:
    helped, helper = Actor.citizen(person.id), mandates.person(world, "Jean")
    dossiers.introduce(helped, now=world.now)
    draft = dossiers.started(world, aid, helped)
    row = handed(service)
    hat = mandates.hat(helper, mandates.given(helper, helped, now=world.now), now=world.now)
    assert joining.offers(hat, now=world.now) == []
    with pytest.raises(Forbidden):
        joining.join(hat, row.id, application_id=draft.id, code="abonnement", now=world.now)


def test_it_may_answer_a_correction(service: Caller, aid: Aid, world: World, herself: Browser, person: User) -> None:
    citizen = Actor.citizen(person.id)
    dossiers.platform_key()
    dossiers.introduce(citizen, now=world.now)
    dossier = dossiers.started(world, aid, citizen)
    services.save_beneficiary(citizen, application_id=dossier.id, kind="self", now=world.now)
    for code in ("abonnement", "domicile"):
        services.attach(citizen, application_id=dossier.id, code=code, raw=dossiers.PDF, now=world.now)
    services.submit(citizen, application_id=dossier.id, declaration=dossiers.signature(dossier), now=world.now)
    agent = world.staff(dossier.detail().aid.funder_id and Aid.objects.get(id=aid.id).funder)
    dossiers.asked_again(world, dossier, agent, proofs=("abonnement",))
    row = handed(service)
    assert OFFER in shown(herself, dossier.path("corriger"))
    answer = choose(herself, dossier, row)
    assert answer.headers["Location"] == f"{dossier.path('corriger')}#paper-abonnement"
    assert Proof.objects.filter(handed_by="Tilleul Mobilités", replaced_at=None).count() == 1


def test_her_account_shows_it_whole_and_erases_it(service: Caller, herself: Browser) -> None:
    row = handed(service)
    listed = shown(herself, SERVICES)
    assert page_of(row) in listed
    assert "à vous de choisir" in listed
    assert "18\u00a0mars\u00a02026" in listed
    page = shown(herself, page_of(row))
    assert "Il n’est joint à rien." in page
    assert "Léa QUOKKABLEU" in page
    assert herself.post(page_of(row)).headers["Location"] == SERVICES
    assert Purchase.objects.get().sealed is None
    shown(herself, page_of(row), 404)


def test_after_seven_days_it_is_offered_to_nobody_and_the_clock_erases_it(
    service: Caller, draft: Dossier, herself: Browser, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, rule = handed(service), next(each for each in retention.rules() if each.code == "applications.purchases")
    last, over = world.now + timedelta(days=7, seconds=-1), world.now + timedelta(days=7)
    assert rule.due(last) == 0
    monkeypatch.setattr("mob.kernel.clock.now", lambda: over)
    assert joining.offers(draft.citizen, now=last)
    assert joining.offers(draft.citizen, now=over) == []
    (trace,) = tracing.traces(draft.citizen, now=over)[row.link_id]
    assert trace.state.value == "expired"
    assert (rule.due(over), rule.erase(over)) == (1, 1)
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("expired", None)
    assert rule.due(world.now + timedelta(days=360)) == 0, "that it was handed over is told for a year"
    assert rule.erase(world.now + timedelta(days=370)) == 1
    assert not Purchase.objects.exists()


@pytest.mark.abuse(90)
def test_a_link_that_ends_takes_what_waits_with_it_at_once(
    service: Caller, draft: Dossier, herself: Browser, world: World
) -> None:
    waits, kept = handed(service), handed(service, key=f"{KEY}-2")
    choose(herself, draft, kept)
    herself.post(f"{SERVICES}/{Link.objects.get().id}/fin")
    assert OFFER not in shown(herself, draft.path("papiers")), "before the worker comes by"
    shown(herself, page_of(waits), 404)
    assert "effacé avec le lien" in shown(herself, SERVICES)
    run_due(now=world.now)
    waits.refresh_from_db()
    assert (waits.state, waits.sealed) == ("unlinked", None)
    assert Proof.objects.count() == 1, "what she joined is hers"


@pytest.mark.abuse(90)
def test_a_scope_taken_back_does_the_same(service: Caller, herself: Browser, world: World) -> None:
    row = handed(service)
    service.app.decide(chosen=("email",), prompt="consent")
    shown(herself, page_of(row), 404)
    # Given again at once: what she had taken back is not there again.
    service.app.decide(chosen=("email", Scope.METADATA.value), prompt="consent")
    run_due(now=world.now)
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("unlinked", None)


def test_it_follows_a_link_into_the_account_that_stays(service: Caller, person: User, world: World) -> None:
    """Two accounts brought together: the service's link moves, with what waits under it."""
    row, stays = handed(service), world.person()
    Link.objects.update(user=stays)
    browser = sign_in(Browser(), stays)
    assert "Léa QUOKKABLEU" in shown(browser, page_of(row))
    assert joining.offers(Actor.citizen(person.id), now=world.now) == []


def test_a_link_that_ends_as_two_accounts_are_brought_together_takes_it_too(
    service: Caller, person: User, world: World
) -> None:
    """The fact is told of the account that goes; the link that ended is kept, as history, by the one that stays."""
    row = handed(service)
    links.end_link(Actor.citizen(person.id), row.link_id, now=world.now)
    Link.objects.update(user=world.person())
    run_due(now=world.now)
    row.refresh_from_db()
    assert (row.state, row.sealed) == ("unlinked", None)


def test_another_service_s_link_changes_nothing(service: Caller, person: User, world: World, herself: Browser) -> None:
    row, other = handed(service), caller(person)
    link = Link.objects.exclude(id=row.link_id).get()
    herself.post(f"{SERVICES}/{link.id}/fin")
    run_due(now=world.now)
    row.refresh_from_db()
    assert row.state == "waiting"
    assert other.get("/api/v2/aids").status_code == 401


def test_she_takes_it_away_with_her_data_and_nothing_stays_when_the_account_goes(
    service: Caller, draft: Dossier, herself: Browser, person: User, world: World
) -> None:
    handed(service)
    choose(herself, draft, handed(service, key=f"{KEY}-2"))
    files = {file.path: file.content for file in ApplicationData().export(person.id)}
    waits, joined = json.loads(files["demandes/justificatifs-remis.json"])
    assert waits["invoices"][0]["customer"]["last_name"] == "QUOKKABLEU"
    assert waits["service"] == "Tilleul Mobilités"
    assert (joined["state"], joined["invoices"]) == ("joined", None)
    (paper_from,) = json.loads(files[f"demandes/{draft.reference}/demande.json"])["papers_from_services"]
    assert (paper_from["paper"], paper_from["service"]) == ("abonnement", "Tilleul Mobilités")
    accounts.delete_account(Actor.citizen(person.id), choices={}, now=world.now)
    assert not Purchase.objects.exists()
    assert not Proof.objects.exists()


def test_what_cannot_be_unsealed_any_more_is_as_gone(
    service: Caller, draft: Dossier, herself: Browser, settings: Any
) -> None:
    row = handed(service)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-of-the-installation-that-is-long-enough"
    Purchase.objects.filter(id=row.id).update(sealed=b"x" * 1052)
    assert OFFER not in shown(herself, draft.path("papiers"))
    shown(herself, page_of(row), 404)


def test_the_former_address_of_mob_leads_there(aid: Aid) -> None:
    answer = Browser().get(f"/subscriptions/new?incentiveId={aid.import_key}&metadataId=abc", follow=True)
    assert f"/aides/{aid.slug}/demander" in str(answer.redirect_chain)
    assert "justificatif%3Dabc" in str(answer.redirect_chain)


def test_a_receipt_of_the_whole_story_for_the_agent(
    service: Caller, aid: Aid, person: User, world: World, herself: Browser
) -> None:
    citizen = Actor.citizen(person.id)
    dossiers.platform_key()
    dossiers.introduce(citizen, now=world.now)
    draft = dossiers.started(world, aid, citizen)
    services.save_beneficiary(citizen, application_id=draft.id, kind="self", now=world.now)
    services.attach(citizen, application_id=draft.id, code="domicile", raw=dossiers.PDF, now=world.now)
    choose(herself, draft, handed(service))
    services.submit(citizen, application_id=draft.id, declaration=dossiers.signature(draft), now=world.now)
    agent = world.staff(Aid.objects.get(id=aid.id).funder)
    assert agent.id
    desk = sign_in(Browser(), User.objects.get(id=agent.id), strong=True)
    page = shown(desk, f"/gestion/demandes/{draft.reference}")
    assert "Remis par Tilleul Mobilités au nom de la personne, le 11\u00a0mars\u00a02026" in page
    assert page.count("moB ne l’a pas vérifié") == 1, "beside that paper alone"
    assert "Justificatif d’achat remis par un service relié, joint" in page
    assert "remis par Tilleul Mobilités" in shown(herself, f"/demandes/{draft.reference}")
    assert Application.objects.get().manifest
