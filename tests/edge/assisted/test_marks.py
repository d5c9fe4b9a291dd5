"""Everything a professional does bears the mark of it: the journal, the file on both sides, the signature, the mail."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from mob.applications import correspondents, helped, selectors
from mob.applications.models import Application, Message
from mob.applications.services import open_decision
from mob.applications.types import RejectionReason
from mob.identity import services as identity
from mob.identity.models import User
from mob.identity.ports import AccountMail
from mob.identity.types import ProfileField
from mob.journal import selectors as journal
from mob.journal.types import FactView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden
from mob.kernel.ids import uuid7
from mob.notifications.composers import accounts
from mob.notifications.composers import applications as composers
from tests.edge.assisted.coming import text
from tests.factories import dossiers, money
from tests.factories.accounts import assist, sign_in
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
LINE = "Avec l’aide d’un professionnel, par Aidants Connect."


def user_of(actor: Actor) -> User:
    return User.objects.get(id=actor.id)


def helper_of(actor: Actor) -> Client:
    return assist(Client(), user_of(actor))


def facts(dossier: Dossier) -> list[FactView]:
    return journal.stream_facts(Actor.system(), f"application:{dossier.id}")


def sent_assisted(world: World) -> tuple[Dossier, Client]:
    draft = dossiers.ready(world, now=clock.now())
    browser = helper_of(draft.citizen)
    signed = dossiers.signature(draft)
    form = {"version": signed.text_version, "digest": signed.text_hash}
    assert browser.post(draft.path("envoyer"), form)["Location"] == draft.path("recu")
    return draft, browser


def test_a_draft_is_begun_filled_in_and_thrown_away(world: World) -> None:
    citizen, slug = world.citizen(), world.aid().slug
    browser = helper_of(citizen)
    browser.post(f"/aides/{slug}/demander")
    row = Application.objects.get()
    assert row.citizen_id == citizen.id
    assert browser.post(f"/demandes/{row.reference}/question/prix", {"q-prix": "1490"}).status_code == 303
    row.refresh_from_db()
    assert row.answers == {"prix": "1490"}
    assert [each["kind"] for each in row.helped_by] == ["professional"]
    assert browser.post(f"/demandes/{row.reference}/supprimer", {"sure": "1"}).status_code == 303
    assert not Application.objects.exists()


def test_the_signature_says_so_on_the_page_in_the_receipt_and_in_what_is_kept(world: World) -> None:
    draft = dossiers.ready(world, now=clock.now())
    browser = helper_of(draft.citizen)
    assert "sous mandat Aidants Connect : relisez la déclaration ensemble" in text(browser.get(draft.path("envoyer")))
    signed = dossiers.signature(draft)
    browser.post(draft.path("envoyer"), {"version": signed.text_version, "digest": signed.text_hash})
    row = Application.objects.get(id=draft.id)
    assert row.declaration["sign_in"] == "assisted"
    assert f"assisted:{draft.citizen.id}:{row.declaration['assisted']}" == facts(draft)[-1].actor
    hers = sign_in(Client(), user_of(draft.citizen))
    for each in (browser, hers):
        assert "Signée au nom de la personne avec l’aide d’un professionnel" in text(each.get(draft.path("recu")))


def test_the_person_and_the_agent_read_it_on_the_lines_of_the_file(world: World) -> None:
    draft, _browser = sent_assisted(world)
    hers = sign_in(Client(), user_of(draft.citizen))
    page = text(hers.get(draft.path()))
    assert page.count(LINE) == 1  # begun by her, sent with help
    agent = world.staff(Application.objects.get(id=draft.id).funder)
    desk = sign_in(Client(), user_of(agent), strong=True)
    file = text(desk.get(f"/gestion/demandes/{draft.reference}"))
    assert "Un professionnel aide cette personne sous mandat, par Aidants Connect, depuis le 12 mars 2026" in file
    assert "Samira Haddad, avec un professionnel d’Aidants Connect" in file


def test_what_the_person_does_by_herself_is_not_marked(world: World) -> None:
    sent = dossiers.sent(world)
    hers = sign_in(Client(), user_of(sent.citizen))
    assert "Aidants Connect" not in text(hers.get(sent.path()))
    assert "assisted" not in Application.objects.get(id=sent.id).declaration


def test_the_mail_of_what_was_done_says_so(world: World) -> None:
    draft, _browser = sent_assisted(world)
    case = correspondents.of(draft.id)
    assert case is not None
    with translation.override("fr"):
        content = composers.compose("application_submitted", case)
        view = helped.of_label(facts(draft)[-1].actor, case.helpers)
        assert view is not None
        told = composers.in_place(content, view)
    assert (
        told.paragraphs[-1] == "Cela a été fait avec l’aide d’un professionnel, sous votre mandat, par Aidants Connect."
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_mail_of_a_session_says_what_was_open_and_what_to_do(language: str) -> None:
    with translation.override(language):
        content = accounts.compose(AccountMail.ASSISTED_SESSION, {"at": "2026-03-12T09:20:00+00:00"})
    assert "Aidants Connect" in content.subject
    assert "2026" in content.paragraphs[0]
    assert content.button is not None
    assert content.button.path == "/mon-compte/securite"


def test_a_message_bears_the_persons_name_and_the_mark_on_both_sides(world: World) -> None:
    sent = dossiers.sent(world)
    browser = helper_of(sent.citizen)
    browser.post(sent.path("messages"), {"text": "Le devis est-il lisible ?"})
    message = Message.objects.get()
    assert (message.author_name, message.author_id) == ("Samira Haddad", None)
    hers = sign_in(Client(), user_of(sent.citizen))
    hers.post(sent.path("messages"), {"text": "C’est moi."})
    page = text(hers.get(sent.path()))
    assert page.count("Vous, avec un professionnel d’Aidants Connect") == 1
    agent = world.staff(Application.objects.get(id=sent.id).funder)
    desk = sign_in(Client(), user_of(agent), strong=True)
    assert text(desk.get(f"/gestion/demandes/{sent.reference}")).count("</strong> avec un professionnel") == 1


def test_a_correction_is_answered_and_an_application_withdrawn(world: World) -> None:
    sent = dossiers.sent(world)
    agent = world.staff(Application.objects.get(id=sent.id).funder)
    dossiers.asked_again(world, sent, agent, fields=("prix",), proofs=())
    browser = helper_of(sent.citizen)
    browser.post(sent.path("question/prix"), {"q-prix": "1500"})
    browser.post(sent.path("corriger"), {})
    assert browser.post(sent.path("retirer"), {"sure": "1"}).status_code == 303
    row = Application.objects.get(id=sent.id)
    assert row.state == "withdrawn"
    labels = {fact.kind: fact.actor.partition(":")[0] for fact in facts(sent)}
    assert labels["application_submitted"] == "citizen"
    assert labels["application_withdrawn"] == "assisted"


def test_what_the_helper_reads_the_person_has_not_read(world: World) -> None:
    town = money.town(world)
    file = town.file(world.citizen())
    from mob.applications import services

    services.write_message(town.agent, application_id=file.id, text="Bonjour.", now=world.later(hours=1))
    services.reject(
        town.agent,
        application_id=file.id,
        reason=RejectionReason.OTHER,
        text="Non.",
        appeal="Recours.",
        now=world.later(hours=2),
    )
    assert file.citizen_id is not None
    browser = helper_of(Actor.citizen(file.citizen_id))
    assert "Bonjour." in text(browser.get(f"/demandes/{file.reference}"))
    open_decision(Actor.assisted(file.citizen_id, uuid7()), application_id=file.id, now=clock.now())
    assert file.decisions.get().opened_at is None
    assert Message.objects.get().read_at is None
    assert "decision_opened" not in [
        fact.kind for fact in journal.stream_facts(Actor.system(), f"application:{file.id}")
    ]


def test_money_granted_waits_for_the_person_and_the_page_says_so(world: World) -> None:
    award = money.town(world).granted(citizen=world.citizen())
    page = f"/demandes/{award.application.reference}"
    assert award.application.citizen_id is not None
    browser = helper_of(Actor.citizen(award.application.citizen_id))
    assert "Acceptée. Le versement attend vos coordonnées bancaires." not in text(browser.get("/demandes"))
    hers = sign_in(Client(), User.objects.get(id=award.application.citizen_id))
    assert "Acceptée. Le versement attend vos coordonnées bancaires." in text(hers.get("/demandes"))
    shown = text(browser.get(page))
    assert "La personne les donne elle-même" in shown
    assert "Donner mes coordonnées bancaires" not in shown
    refused = browser.post(f"{page}/coordonnees-bancaires", {"holder": "Samira Haddad", "iban": money.IBAN})
    assert refused.status_code == 403
    assert "L’argent va au compte indiqué ici" in text(refused)
    assert "seul le versement attend" in text(refused)
    assert not award.bank_details.exists()


def test_no_rule_below_the_pages_lets_an_account_number_be_given(world: World) -> None:
    from mob.payments import services

    award = money.town(world).granted(citizen=world.citizen())
    assert award.application.citizen_id is not None
    actor = Actor.assisted(award.application.citizen_id, uuid7())
    with pytest.raises(Forbidden):
        services.give_bank_details(actor, award_id=award.id, holder="Samira Haddad", iban=money.IBAN, now=clock.now())
    assert not award.bank_details.exists()


@pytest.mark.parametrize("field", [ProfileField.PHONE, ProfileField.CONTACT_EMAIL, ProfileField.POSTAL_ADDRESS])
def test_how_the_person_is_reached_is_neither_changed_nor_shown(world: World, field: ProfileField) -> None:
    citizen = world.citizen()
    identity.declare(citizen, answers={ProfileField.PHONE: "06 12 34 56 78"}, now=clock.now())
    actor = Actor.assisted(citizen.id, uuid7())  # type: ignore[arg-type]
    with pytest.raises(Forbidden, match="assisted_closed"):
        identity.declare(actor, answers={field: "x"}, now=clock.now())
    from mob.identity import selectors as accounts_read

    view = accounts_read.profile_of(actor, citizen.id)  # type: ignore[arg-type]
    assert (view.email, view.phone, view.postal_address) == ("", None, None)


def test_a_professional_reads_no_other_persons_files(world: World) -> None:
    mine, other = dossiers.sent(world), dossiers.sent(world)
    browser = helper_of(mine.citizen)
    assert browser.get(mine.path()).status_code == 200
    for path in (other.path(), other.path("envoi"), other.path("recu")):
        assert browser.get(path).status_code == 404
    actor = Actor.assisted(mine.citizen.id, uuid7())  # type: ignore[arg-type]
    assert [row.reference for row in selectors.mine(actor)] == [mine.reference]
