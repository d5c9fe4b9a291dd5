"""Who is written to on paper gets a letter for each mail somebody else would get, printed and posted by her counter."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mob.applications import services as application_services
from mob.applications.correspondents import Correspondence
from mob.applications.types import RejectionReason, State
from mob.directory import selectors as directory
from mob.directory.models import Funder
from mob.identity import registry
from mob.identity.ports import AccountMail
from mob.identity.types import ProfileField
from mob.journal import runner
from mob.journal.types import FactView
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Refused
from mob.kernel.money import Cents
from mob.notifications import letters, paying, retention, selectors, subscribers, tasks
from mob.notifications.account_mailer import ON_PAPER, QueuedAccountMailer
from mob.notifications.composers import applications as application_mails
from mob.notifications.composers import payments as payment_mails
from mob.notifications.models import Letter, OutgoingMail
from mob.notifications.personal_data import MailData
from mob.payments.correspondents import Matter
from mob.web.letters import post
from tests.factories.at_the_counter import HOME, person_of
from tests.factories.dossiers import Dossier, platform_key, sent_as_she_is
from tests.factories.pdf_text import text_of
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db

_THREAD = "message_sent"
_EXPIRES = "draft_expiring"
_REMINDER = "reminder"
KINDS = sorted({*application_mails.kinds(), *payment_mails.kinds(), _THREAD, _EXPIRES, _REMINDER})


@pytest.fixture
def funder(world: World) -> Funder:
    platform_key()
    return world.funder("Métropole de Valmont")


@pytest.fixture
def agent(world: World, funder: Funder) -> Actor:
    return world.staff(funder)


@pytest.fixture
def dossier(world: World, funder: Funder, agent: Actor) -> Dossier:
    return sent_as_she_is(world, world.aid(funder), person_of(agent, world))


def the_letter() -> Letter:
    return Letter.objects.get()


def told(kind: str, case: Correspondence, matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the subscribers do of a fact of this kind about this person."""
    monkeypatch.setattr("mob.applications.correspondents.of", lambda _id: case)
    monkeypatch.setattr("mob.applications.correspondents.message_text", lambda _id: ("Julien Roche", "Bonjour."))
    monkeypatch.setattr("mob.applications.correspondents.decision_letter", lambda _id: None)
    monkeypatch.setattr("mob.payments.correspondents.of", lambda *_ids: matter)
    data: dict[str, Any] = {"message_id": str(uuid4()), "from_funder": True, "erased_after": "2026-04-01"}
    data |= {"application_id": str(case.application_id)}
    fact = FactView(uuid4(), f"application:{case.application_id}", 1, kind, data, "system", NOW)
    if kind == _THREAD:
        subscribers.tell_other_side(fact)
    elif kind == _EXPIRES:
        subscribers.tell_of_expiry(fact)
    elif kind == _REMINDER:
        tasks._owe("due:2026-04-01", case, application_mails._changes, NOW)
    elif kind in payment_mails.kinds():
        paying.tell_person(fact)
    else:
        subscribers.tell_person(fact)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS),
    postal=st.sampled_from([(), tuple(HOME.split("\n"))]),
    language=st.sampled_from(["fr", "en"]),
)
def test_every_fact_that_mails_who_has_an_address_writes_a_letter_to_who_has_none(
    funder: Funder, monkeypatch: pytest.MonkeyPatch, kind: str, postal: tuple[str, ...], language: str
) -> None:
    OutgoingMail.objects.all().delete()
    Letter.objects.all().delete()
    mailed = _case(funder, language)
    matter = _matter(mailed)
    told(kind, mailed, matter, monkeypatch)
    assert (OutgoingMail.objects.count(), Letter.objects.count()) == (1, 0)
    on_paper = replace(mailed, application_id=uuid4(), email="", is_on_paper=True, postal=postal, has_login=False)
    told(kind, on_paper, matter, monkeypatch)
    assert (OutgoingMail.objects.count(), Letter.objects.count()) == (1, 1)
    row, mail = the_letter(), OutgoingMail.objects.get()
    assert (row.kind, row.subject, row.funder_id) == (mail.kind, mail.subject, funder.id)
    assert row.recipient.split("\n") == ["Odette Marchal", *postal]
    words = json.dumps(json.loads(row.sheet), ensure_ascii=False)
    assert "ABCD-1234" in words
    assert "click" not in words
    assert "en un clic" not in words


def _case(funder: Funder, language: str) -> Correspondence:
    return Correspondence(
        application_id=uuid4(),
        reference="ABCD-1234",
        email="odette@exemple.fr",
        language=language,
        name="Odette Marchal",
        aid_title="Prime vélo",
        funder_name=funder.name,
        state=State.DRAFT,
        created_at=NOW,
        submitted_at=NOW,
        decision=None,
        request_message="L’adresse est coupée.",
        request_author="Julien Roche",
        request_due_on=date(2026, 4, 1),
        assignee_id=None,
        citizen_id=uuid4(),
        wants_courtesy=True,
        funder=directory.funder(funder.id),
        silence_on=None,
        withdrawal_text="Le vélo est revendu.",
        withdrawal_author="Julien Roche",
        reply_by=date(2026, 4, 1),
    )


def _matter(case: Correspondence) -> Matter:
    return Matter(
        award_id=uuid4(),
        application_id=case.application_id,
        funder_id=uuid4(),
        total=Cents(50_000),
        payments=1,
        masked="FR76 •••• 0189",
        usable_from=NOW,
        is_change=False,
        awaits_invoice=False,
        invoice_due_on=None,
        invoice_is_late=False,
        is_live=True,
    )


def test_sending_a_file_at_the_counter_owes_one_letter_and_no_mail(dossier: Dossier, world: World) -> None:
    runner.run_due(world.later(hours=1))
    runner.run_due(world.later(hours=2))
    assert the_letter().recipient == f"Odette Marchal\n{HOME}"
    assert not OutgoingMail.objects.filter(person_id=dossier.citizen.id).exists()


def test_who_gave_an_address_to_write_to_and_no_home_is_mailed_without_a_button(
    world: World, funder: Funder, agent: Actor
) -> None:
    person = person_of(agent, world, {ProfileField.CONTACT_EMAIL: "foyer@exemple.fr"})
    dossier = sent_as_she_is(world, world.aid(funder), person)
    runner.run_due(world.later(hours=1))
    mail = OutgoingMail.objects.get(to="foyer@exemple.fr")
    assert f"/demandes/{dossier.reference}" not in mail.text
    assert "guichet" in mail.text
    assert not Letter.objects.exists()


def test_a_refusal_on_paper_is_the_decision_itself_with_its_author_and_its_appeal(
    dossier: Dossier, agent: Actor, world: World
) -> None:
    application_services.reject(
        agent,
        application_id=dossier.id,
        reason=RejectionReason.OTHER,
        text="Le vélo a été acheté avant la date de l’aide.",
        remedy="",
        appeal="Vous avez deux mois pour contester cette décision.",
        now=world.later(hours=1),
    )
    runner.run_due(world.later(hours=2))
    row = Letter.objects.get(kind="application_rejected")
    words = text_of(post.pdf(letters.take(agent, ids=[row.id], now=world.later(hours=3))))
    for expected in (
        "acheté avant la date",
        "deux mois pour contester",
        "Julien Roche",
        "Chargé d’instruction",
        "38950",
    ):
        assert expected in words


def test_a_batch_is_one_pdf_in_the_order_of_the_queue_each_letter_numbered_by_itself(
    world: World, funder: Funder, agent: Actor, dossier: Dossier
) -> None:
    second = sent_as_she_is(world, world.aid(funder), person_of(agent, world))
    runner.run_due(world.later(hours=1))
    ids = [row.id for row in Letter.objects.order_by("-created_at", "-id")]
    words = text_of(post.pdf(letters.take(agent, ids=ids, now=world.later(hours=2))))
    assert 0 < words.index(dossier.reference) < words.index(second.reference)
    assert words.count("1 / 1") == 2


def test_another_funder_and_another_community_neither_see_nor_print_a_letter(
    world: World, funder: Funder, agent: Actor, dossier: Dossier
) -> None:
    runner.run_due(world.later(hours=1))
    stranger = world.staff(world.funder())
    narrow = replace(agent, community_ids=frozenset({world.community(funder).id}))
    for actor in (stranger, narrow, world.citizen(), dossier.citizen):
        assert selectors.letters_of(actor, posted=False) == ([], 0)
        with pytest.raises(NotFound):
            letters.take(actor, ids=[the_letter().id], now=NOW)
        assert letters.mark_posted(actor, ids=[the_letter().id], now=NOW) == 0
    assert the_letter().printed_at is None


def test_a_letter_is_gone_once_printed_by_whom_and_when_and_her_file_says_so(
    dossier: Dossier, agent: Actor, world: World
) -> None:
    runner.run_due(world.later(hours=1))
    key, now = the_letter().id, world.later(hours=2)
    with pytest.raises(Refused, match="letter_not_printed"):
        letters.mark_posted(agent, ids=[key], now=now)
    letters.take(agent, ids=[key], now=now)
    assert letters.mark_posted(agent, ids=[key], now=now) == 1
    assert letters.mark_posted(agent, ids=[key], now=now) == 0
    row = the_letter()
    assert (row.posted_at, row.posted_by) == (now, agent.id)
    fact = dossier.detail(agent).facts[-1]
    assert (fact.kind, fact.data["is_handed"], fact.actor) == ("letter_posted", False, f"staff:{agent.id}")


def test_a_letter_marked_by_mistake_comes_back_within_a_quarter_of_an_hour_and_not_after(
    dossier: Dossier, agent: Actor, world: World
) -> None:
    runner.run_due(world.later(hours=1))
    key, now = the_letter().id, world.later(hours=2)
    letters.take(agent, ids=[key], now=now)
    letters.mark_posted(agent, ids=[key], now=now)
    letters.undo_posted(agent, letter_id=key, now=now + timedelta(minutes=14))
    assert the_letter().posted_at is None
    assert dossier.detail(agent).facts[-1].kind == "letter_posting_undone"
    letters.mark_posted(agent, ids=[key], now=now)
    with pytest.raises(Refused, match="letter_gone"):
        letters.undo_posted(agent, letter_id=key, now=now + timedelta(minutes=15))


def test_words_of_letters_are_forgotten_after_they_left_and_never_before(
    dossier: Dossier, agent: Actor, world: World
) -> None:
    runner.run_due(world.later(hours=1))
    (rule,) = [each for each in retention.rules() if each.code == "letters"]
    late = NOW + timedelta(days=400)
    assert (rule.due(late), rule.erase(late)) == (0, 0)
    letters.take(agent, ids=[the_letter().id], now=NOW)
    letters.mark_posted(agent, ids=[the_letter().id], now=NOW)
    assert rule.erase(NOW + timedelta(days=31)) == 1
    assert (the_letter().sheet, the_letter().recipient) == ("", "")
    rule.erase(late)
    assert not Letter.objects.exists()


def test_her_letters_are_exported_and_go_with_her_account(dossier: Dossier, world: World) -> None:
    runner.run_due(world.later(hours=1))
    person = dossier.citizen.id or UUID(int=0)
    (file,) = MailData().export(person)
    assert (file.path, json.loads(file.content)[0]["to"][0]) == ("compte/courriers.json", "Odette Marchal")
    MailData().erase(dossier.citizen, user_id=person, choices={}, now=NOW)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("kind", list(AccountMail))
def test_of_account_mails_only_those_that_make_sense_on_paper_are_queued(dossier: Dossier, kind: AccountMail) -> None:
    context = {"last_day": "2027-01-31", "new_email": "o…e@exemple.fr", "code": "12345678"}
    QueuedAccountMailer().send(kind, "", "fr", context, person=dossier.citizen.id)
    assert Letter.objects.count() == (kind in ON_PAPER)
    assert "12345678" not in "".join(Letter.objects.values_list("sheet", flat=True))


def test_what_is_typed_is_never_read_as_markup(world: World, agent: Actor, dossier: Dossier) -> None:
    runner.run_due(world.later(hours=1))
    (sheet,) = letters.take(agent, ids=[the_letter().id], now=NOW)
    hostile = replace(sheet, title='#read("/etc/passwd") *x* $1$', recipient=("#panic()", "<script>"))
    assert '#read("/etc/passwd") *x* $1$' in text_of(post.pdf([hostile]))


def test_a_letter_that_waits_follows_the_person_into_the_account_she_keeps(
    dossier: Dossier, agent: Actor, world: World
) -> None:
    runner.run_due(world.later(hours=1))
    kept = world.citizen()
    assert dossier.citizen.id is not None
    assert kept.id is not None
    for mover in registry.movers():
        mover.move(kept, source=dossier.citizen.id, target=kept.id, now=NOW)
    assert the_letter().person_id == kept.id
    assert [letter.reference for letter in selectors.letters_of(agent, posted=False)[0]] == [dossier.reference]
