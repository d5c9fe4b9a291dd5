"""The list and each application as its author sees it: who acts next, what was decided, what she may undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mob.applications import services
from mob.applications.models import Application, Decision, Message
from mob.applications.tasks import lapse_due
from mob.applications.types import AwardTerms, Frequency, PaymentMode, RejectionReason, State
from mob.directory.models import Funder
from mob.identity.models import User
from mob.journal.models import Fact
from mob.kernel.actor import Actor
from mob.kernel.money import Cents
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]

MONTHLY = AwardTerms(PaymentMode.RECURRING, Cents(30_00), Frequency.MONTHLY, date(2026, 12, 31))


@pytest.fixture
def me(world: World, client: Client) -> User:
    user = world.person()
    client.force_login(user)
    return user


@pytest.fixture
def funder(world: World) -> Funder:
    return world.funder("Métropole de Valmont")


@pytest.fixture
def agent(world: World, funder: Funder) -> Actor:
    return world.staff(funder)


def _sent(world: World, me: User, funder: Funder) -> Dossier:
    return dossiers.sent(world, world.aid(funder), world.citizen(me))


def test_nothing_yet_leads_to_the_aids(client: Client, me: User) -> None:
    page = client.get("/demandes").text
    assert "Pas encore de demande" in page
    assert 'href="/recherche"' in page


def test_what_waits_for_me_comes_first_and_is_yellow_once(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    draft = dossiers.started(world, world.aid(funder), world.citizen(me))
    asked, other = _sent(world, me, funder), _sent(world, me, funder)
    dossiers.asked_again(world, asked, agent)
    page = client.get("/demandes").text
    assert page.count("your-turn") == 1
    assert page.index(asked.reference) < page.index(draft.reference) < page.index(other.reference)


def test_every_application_is_listed(client: Client, world: World, me: User, funder: Funder) -> None:
    all_of_them = [_sent(world, me, funder).reference for _ in range(12)]
    page = client.get("/demandes").text
    assert [reference in page for reference in all_of_them] == [True] * 12


def test_the_list_costs_the_same_for_one_or_many(client: Client, world: World, me: User, funder: Funder) -> None:
    _sent(world, me, funder)
    client.get("/demandes")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/demandes")
    for _ in range(4):
        _sent(world, me, funder)
    with CaptureQueriesContext(connection) as for_many:
        client.get("/demandes")
    assert len(for_many) == len(for_one)


@pytest.mark.parametrize("state", ["submitted", "under_review", "changes_requested"])
def test_the_line_names_who_acts_next(
    client: Client, world: World, me: User, funder: Funder, agent: Actor, state: str
) -> None:
    sent = _sent(world, me, funder)
    if state != "submitted":
        services.claim(agent, application_id=sent.id, now=world.later(hours=1))
    if state == "changes_requested":
        dossiers.asked_again(world, sent, agent)
    page = client.get(sent.path()).text
    words = {
        "submitted": "C’est à l’organisme d’agir\u00a0: Métropole de Valmont",
        "under_review": "C’est à Julien Roche d’agir",
        "changes_requested": "À vous, avant le",
    }
    assert words[state] in page


def test_an_agreement_says_how_much_and_until_when(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    services.approve(agent, application_id=sent.id, terms=MONTHLY, message="Bonne route.", now=world.later(hours=3))
    page = client.get(sent.path()).text
    assert "30\u00a0€ par mois jusqu’au 31\u00a0décembre\u00a02026" in page
    assert "Julien Roche" in page
    assert "Chargé d’instruction" in page
    assert "Bonne route." in page


def test_a_refusal_says_why_what_to_do_and_how_to_contest(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    services.reject(
        agent,
        application_id=sent.id,
        reason=RejectionReason.CONDITIONS_NOT_MET,
        text="Le vélo n’a pas <i>d’assistance</i>.",
        remedy="Refaites une demande.",
        appeal="Devant le tribunal, sous deux mois.",
        now=world.later(hours=3),
    )
    page = client.get(sent.path()).text
    for words in ("Le vélo n’a pas &lt;i&gt;d’assistance", "Refaites une demande.", "Devant le tribunal"):
        assert words in page


def test_the_first_sight_of_a_decision_is_recorded_once(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    services.approve(agent, application_id=sent.id, terms=MONTHLY, now=world.later(hours=3))
    client.head(sent.path())
    assert Decision.objects.get().opened_at is None
    for _ in range(3):
        client.get(sent.path())
    assert Fact.objects.filter(kind="decision_opened").count() == 1
    assert Decision.objects.get().opened_at is not None


def test_reading_marks_what_the_funder_wrote(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    services.write_message(agent, application_id=sent.id, text="Bonjour.", now=world.later(hours=1))
    assert "1 message à lire" in client.get("/demandes").text
    client.get(sent.path())
    assert Message.objects.get().read_at is not None
    assert "à lire" not in client.get("/demandes").text


def test_an_empty_message_is_refused_with_words(client: Client, world: World, me: User, funder: Funder) -> None:
    sent = _sent(world, me, funder)
    page = client.post(sent.path("messages"), {"text": " \u200b "})
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert Message.objects.count() == 0


def test_a_draft_cannot_be_written_about(client: Client, world: World, me: User) -> None:
    draft = dossiers.started(world, citizen=world.citizen(me))
    assert client.post(draft.path("messages"), {"text": "Bonjour"}).status_code == 403


def test_a_closed_file_is_taken_up_again_in_one_click(
    client: Client, world: World, me: User, funder: Funder, agent: Actor, today: Callable[[int], None]
) -> None:
    sent = _sent(world, me, funder)
    dossiers.asked_again(world, sent, agent)
    today(40)
    lapse_due({}, world.later(days=40))
    assert Application.objects.get().state == State.CLOSED_INCOMPLETE
    assert "Reprendre ma demande" in client.get("/demandes").text
    assert "Reprenez votre demande" in client.get(sent.path()).text
    assert client.post(sent.path("reprendre")).headers["Location"] == sent.path()
    assert Application.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize(("path", "method"), [("retirer", "get"), ("retirer", "post"), ("reprendre", "post")])
def test_what_is_no_longer_possible_is_refused(
    client: Client, world: World, me: User, funder: Funder, agent: Actor, path: str, method: str
) -> None:
    sent = _sent(world, me, funder)
    services.approve(agent, application_id=sent.id, terms=MONTHLY, now=world.later(hours=3))
    assert getattr(client, method)(sent.path(path)).status_code == 409
    assert Application.objects.get().state == State.APPROVED


def test_the_answer_to_a_correction_must_be_whole(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    dossiers.asked_again(world, sent, agent)
    page = client.post(sent.path("corriger"))
    assert page.status_code == 422
    assert 'href="#file-devis"' in page.text
    assert Application.objects.get().state == State.CHANGES_REQUESTED


def test_what_was_not_asked_stays_closed_in_a_correction(
    client: Client, world: World, me: User, funder: Funder, agent: Actor
) -> None:
    sent = _sent(world, me, funder)
    dossiers.asked_again(world, sent, agent)
    client.post(sent.path("brouillon"), {"q-prix": "1"})
    client.post(sent.path("corriger"), {"q-prix": "1"})
    assert Application.objects.get().answers["prix"] == "1490"


def test_the_receipt_and_what_was_sent_are_read_again(client: Client, world: World, me: User, funder: Funder) -> None:
    sent = _sent(world, me, funder)
    receipt = client.get(sent.path("recu")).text
    assert "11\u00a0mai\u00a02026" in receipt  # two months after: a public body's silence is a refusal
    assert "1490" in client.get(sent.path("envoi")).text.replace("\u202f", "")


def test_former_addresses_lead_here_with_their_query(client: Client) -> None:
    assert client.get("/mon-dashboard?x=1").headers["Location"] == "/demandes?x=1"
    moved = client.get("/subscriptions/new?incentiveId=12%20a")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/aide-page?incentiveId=12+a")


@pytest.mark.parametrize("path", ["", "/recu", "/envoi", "/verifier", "/papiers"])
def test_methods_a_page_does_not_know_are_refused(
    client: Client, world: World, me: User, funder: Funder, path: str
) -> None:
    sent = _sent(world, me, funder)
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(sent.path() + path).status_code == 405
    assert client.post(sent.path() + path, headers={"X-HTTP-Method-Override": "GET"}).status_code == 405


@pytest.mark.parametrize("spelled", ["//demandes", "/demandes/", "/Demandes", "/demandes/../gestion/", "/demandes/./"])
def test_other_spellings_of_an_address_open_nothing(client: Client, me: User, spelled: str) -> None:
    assert client.get("/", PATH_INFO=spelled).status_code == 404


def test_english_speaks_english(client: Client, world: World, me: User, funder: Funder) -> None:
    sent = _sent(world, me, funder)
    client.cookies["mob_language"] = "en"
    assert "Your application has been sent" in client.get(sent.path()).text
