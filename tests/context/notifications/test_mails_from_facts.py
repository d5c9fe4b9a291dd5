"""Each change of an application makes exactly one mail to the person, in her language, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mob.applications import services as applications
from mob.applications.types import AwardTerms, Frequency, OpenRequest, PaymentMode, RejectionReason
from mob.identity import selectors as identity
from mob.identity.models import User
from mob.journal import runner
from mob.journal.models import Delivery
from mob.kernel import clock, ports
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.money import Cents
from mob.kernel.ports import PortRefused, PortUnavailable
from mob.notifications import services, tasks
from mob.notifications.models import OutgoingMail
from mob.notifications.ports import MailTransport
from mob.notifications.types import OutgoingMessage
from tests.factories import dossiers, mandates
from tests.factories.dossiers import Dossier, platform_key, sent
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


class Postman:
    """A transport that remembers, and fails when told to."""

    def __init__(self) -> None:
        self.carried: list[OutgoingMessage] = []
        self.failure: Exception | None = None

    def carry(self, message: OutgoingMessage) -> None:
        if self.failure:
            raise self.failure
        self.carried.append(message)


@pytest.fixture
def postman() -> Iterator[Postman]:
    man = Postman()
    ports.plug(MailTransport, lambda: man)  # type: ignore[type-abstract]
    yield man
    from mob.integrations.mailbox import Mailbox

    ports.plug(MailTransport, Mailbox)  # type: ignore[type-abstract]


@pytest.fixture
def dossier(world: World) -> Dossier:
    platform_key()
    return sent(world)


@pytest.fixture
def agent(world: World, dossier: Dossier) -> Actor:
    from mob.directory.models import Funder

    return world.staff(Funder.objects.get(id=dossier.detail().funder_id))


def _subjects(postman: Postman) -> list[str]:
    return [message.subject for message in postman.carried]


def _later(dossier: Dossier) -> timedelta:
    return timedelta(days=1)


def test_sending_an_application_is_confirmed_under_mobs_own_subject(
    dossier: Dossier, postman: Postman, world: World
) -> None:
    runner.run_due(world.later(hours=1))
    assert _subjects(postman) == ["Confirmation d’envoi de la demande"]
    text = postman.carried[0].text
    assert dossier.detail().reference in text
    assert "/demandes/" in text
    assert "d’agir" in text


def test_what_was_done_in_her_place_says_who_did_it(postman: Postman, world: World) -> None:
    jean, odette = mandates.person(world, "Jean", "Martin"), mandates.person(world, "Odette")
    hat = mandates.hat(jean, mandates.given(jean, odette, now=NOW), now=NOW)
    dossier = dossiers.ready(world, citizen=odette)
    applications.submit(hat, application_id=dossier.id, declaration=dossiers.signature(dossier), now=NOW)
    runner.run_due(world.later(hours=1))
    (confirmed,) = [mail for mail in postman.carried if mail.subject == "Confirmation d’envoi de la demande"]
    assert confirmed.to == identity.email_of(odette.id)  # type: ignore[arg-type]
    assert "Jean Martin" in " ".join(confirmed.text.split())


def test_a_question_to_a_stranger_holds_no_link_made_of_a_name(postman: Postman, world: World) -> None:
    spammer = mandates.person(world, "gagnez.exemple.com", "Vite")
    mandates.asked(spammer, mandates.person(world, "Odette"), now=NOW)
    runner.run_due(clock.now())
    mail = postman.carried[-1]
    assert "gagnez exemple com Vite" in mail.text
    assert "gagnez.exemple" not in mail.text + mail.html + mail.subject


def test_a_second_run_carries_nothing_again(dossier: Dossier, postman: Postman, world: World) -> None:
    runner.run_due(world.later(hours=1))
    Delivery.objects.update(done_at=None)
    runner.run_due(world.later(hours=2))
    assert len(postman.carried) == 1
    assert OutgoingMail.objects.count() == 1


def test_an_approval_tells_the_amount_and_who_decided(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    terms = AwardTerms(PaymentMode.RECURRING, Cents(3_050), Frequency.MONTHLY, civil_date(world.later(days=90)))
    applications.approve(
        agent, application_id=dossier.id, terms=terms, message="Bonne route !", now=world.later(days=1)
    )
    runner.run_due(world.later(days=1))
    mail = postman.carried[-1]
    assert mail.subject == "Votre demande d’aide a été validée"
    assert "30,50\u00a0€" in mail.text
    assert "chaque mois" in mail.text
    assert "Julien Roche" in mail.text
    assert "Bonne route" in mail.html


def test_a_refusal_tells_why_what_to_do_and_how_to_appeal(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    applications.reject(
        agent,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="Le vélo <b>n’est pas</b> électrique.",
        remedy="Envoyez un autre devis.",
        appeal="Vous avez deux mois.",
        now=world.later(days=1),
    )
    runner.run_due(world.later(days=1))
    mail = postman.carried[-1]
    assert mail.subject == "Votre demande d’aide a été refusée"
    assert "Envoyez un autre devis." in mail.text
    assert "Vous avez deux mois." in mail.text
    assert "<b>n’est pas</b>" not in mail.html
    assert "&lt;b&gt;" in mail.html


def test_a_person_who_reads_english_is_written_to_in_english(dossier: Dossier, postman: Postman, world: World) -> None:
    User.objects.update(language="en")
    runner.run_due(world.later(hours=1))
    assert _subjects(postman) == ["Confirmation that your application was sent"]


@pytest.mark.abuse(16)
def test_a_decision_is_not_held_by_a_mail_server_down_for_four_hours_and_is_mailed_once(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    runner.run_due(world.later(minutes=1))
    postman.failure = PortUnavailable("down")
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    applications.approve(agent, application_id=dossier.id, terms=terms, message="", now=world.later(hours=1))
    assert dossier.detail().state.value == "approved"
    for minutes in range(60, 300, 10):
        runner.run_due(world.later(minutes=minutes))
    postman.failure = None
    for hours in range(5, 48):
        runner.run_due(world.later(hours=hours))
    about = [message for message in postman.carried if "validée" in message.subject]
    assert len(about) == 1
    assert not Delivery.objects.filter(done_at=None).exists()


@pytest.mark.abuse(16)
def test_a_mail_server_that_is_down_delays_the_mail_and_loses_nothing(
    dossier: Dossier, postman: Postman, world: World
) -> None:
    postman.failure = PortUnavailable("down")
    runner.run_due(world.later(hours=1))
    first = OutgoingMail.objects.get()
    assert first.sent_at is None
    postman.failure = None
    runner.run_due(world.later(days=2))
    assert [message.message_id for message in postman.carried] == [first.message_id]


def test_an_address_that_is_refused_for_good_is_left_alone(dossier: Dossier, postman: Postman, world: World) -> None:
    postman.failure = PortRefused("address_refused")
    runner.run_due(world.later(hours=1))
    assert OutgoingMail.objects.get().refused_at is not None
    assert not Delivery.objects.filter(subscriber="mail.person", done_at=None).exists()


@pytest.mark.abuse(62)
def test_a_line_break_in_a_name_never_reaches_a_header(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    from mob.directory.models import Funder

    Funder.objects.filter(id=dossier.detail().funder_id).update(name="Ville\r\nBcc: autre@exemple.fr")
    applications.write_message(agent, application_id=dossier.id, text="Bonjour", now=world.later(hours=2))
    runner.run_due(world.later(hours=3))
    subject = postman.carried[-1].subject
    assert "\r" not in subject
    assert "\n" not in subject


def test_the_agents_question_reaches_the_person_with_its_words(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    applications.write_message(agent, application_id=dossier.id, text="Quel est le modèle ?", now=world.later(hours=2))
    runner.run_due(world.later(hours=3))
    assert "Quel est le modèle ?" in postman.carried[-1].text


def test_the_persons_answer_reaches_the_agent_without_its_words(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    applications.claim(agent, application_id=dossier.id, now=world.later(hours=1))
    owner = Actor.citizen(dossier.detail().citizen_id)  # type: ignore[arg-type]
    applications.write_message(owner, application_id=dossier.id, text="Un secret", now=world.later(hours=2))
    runner.run_due(world.later(hours=3))
    mail = postman.carried[-1]
    assert mail.subject.startswith("Nouveau message")
    assert "secret" not in mail.text


def _ask(dossier: Dossier, agent: Actor, world: World) -> None:
    code = dossier.detail().aid.proofs[0].code
    request = OpenRequest(frozenset(), frozenset({code}), civil_date(world.now) + timedelta(days=20))
    applications.request_changes(
        agent, application_id=dossier.id, request=request, message="La page entière, svp.", now=world.later(hours=2)
    )


def test_a_correction_is_reminded_once_seven_days_before_its_date_even_without_courtesy_mails(
    dossier: Dossier, agent: Actor, postman: Postman, world: World
) -> None:
    _ask(dossier, agent, world)
    User.objects.update(courtesy_mails=False)
    tasks.remind({}, world.later(days=12))
    assert not OutgoingMail.objects.filter(kind="reminder.due").exists()
    tasks.remind({}, world.later(days=13))
    tasks.remind({}, world.later(days=14))
    mail = OutgoingMail.objects.get(kind="reminder.due")
    assert "31\u00a0mars\u00a02026" in mail.subject


def test_a_draft_left_for_three_days_is_reminded_once_and_only_to_those_who_want_it(world: World) -> None:
    from tests.factories.dossiers import started

    started(world)
    tasks.remind({}, world.later(days=2))
    assert not OutgoingMail.objects.exists()
    User.objects.update(courtesy_mails=False)
    tasks.remind({}, world.later(days=3, hours=1))
    assert not OutgoingMail.objects.exists()
    User.objects.update(courtesy_mails=True)
    tasks.remind({}, world.later(days=3, hours=7))
    tasks.remind({}, world.later(days=4))
    assert OutgoingMail.objects.filter(kind="reminder.draft").count() == 1


def test_the_words_of_a_mail_are_forgotten_after_a_month(dossier: Dossier, postman: Postman, world: World) -> None:
    runner.run_due(world.later(hours=1))
    OutgoingMail.objects.update(created_at=world.now)
    services.forget(now=world.later(days=29))
    assert OutgoingMail.objects.get().text
    services.forget(now=world.later(days=31))
    assert OutgoingMail.objects.get().text == ""
