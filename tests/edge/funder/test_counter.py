"""The counter as its agent and the person live it: from her names to her receipt, and to her own account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mob.applications import declaration
from mob.applications.models import Application, CounterVisit
from mob.identity.models import MailedCode, User
from mob.journal import runner
from mob.notifications.models import Letter
from tests.edge.funder.conftest import Desk
from tests.factories.accounts import plugged_mailbox
from tests.factories.at_the_counter import HOME
from tests.factories.dossiers import PDF
from tests.factories.pdf_text import text_of

pytestmark = pytest.mark.django_db

ODETTE = {
    "first_name": "Odette",
    "birth_name": "Marchal",
    "usual_name": "",
    "birth_date_0": "17",
    "birth_date_1": "2",
    "birth_date_2": "1948",
    "commune": "99V01",
    "lieu": "",
    "postal_address": HOME,
    "phone": "",
    "contact_email": "",
    "language": "fr",
}


@pytest.fixture(autouse=True)
def noon(desk: Desk) -> None:
    """The agent signed in today."""


def received(desk: Desk, **changes: str) -> str:
    """The address of the visit of somebody new."""
    answer = desk.browser.post("/gestion/guichet/nouvelle-personne", ODETTE | changes)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def signed(desk: Desk) -> str:
    visit = received(desk)
    answer = desk.browser.post(f"{visit}/mandat", {"place": "Mairie de Valmont", "signed": "on"})
    assert answer.status_code == 303, answer.content.decode()
    return visit


def begun(desk: Desk, visit: str) -> str:
    """The address of the application begun in this visit."""
    answer = desk.browser.post(f"{visit}/demander", {"aid": desk.aid.slug})
    assert answer.status_code == 303
    return str(answer["Location"]).rsplit("/", 1)[0]


def filled(desk: Desk, address: str) -> None:
    browser = desk.browser
    assert browser.post(f"{address}/beneficiaire", {"kind": "self"}).status_code == 303
    assert browser.post(f"{address}/question/prix", {"q-prix": "1490"}).status_code == 303
    paper = SimpleUploadedFile("devis.pdf", PDF, "application/pdf")
    assert browser.post(f"{address}/papiers/devis", {"file": paper}).status_code == 303
    asked = declaration.words("fr", desk.funder.name)
    form = {"version": asked.version, "digest": asked.digest}
    answer = browser.post(f"{address}/envoyer", form)
    assert answer["Location"] == f"{address}/recu"


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_the_whole_journey_from_her_names_to_her_own_account(desk: Desk) -> None:
    visit = received(desk)
    assert "Odette Marchal" in page(desk.browser, visit)
    said = text_of(desk.browser.get(f"{visit}/mandat.pdf").content)
    assert "je donne mandat à Julien Roche" in said
    desk.browser.post(f"{visit}/mandat", {"place": "Mairie de Valmont", "signed": "on"})
    address = begun(desk, visit)
    assert "Odette M." in page(desk.browser, f"{address}/beneficiaire")
    filled(desk, address)
    row = Application.objects.get()
    assert (row.applicant_name, row.state, row.citizen_id == desk.agent.id) == ("Odette Marchal", "submitted", False)
    receipt = text_of(desk.browser.post(f"{visit}/recu.pdf").content)
    assert row.reference in receipt
    assert "VALMONT SUR ISERE" in receipt
    (claim,) = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt.replace(row.reference, ""))
    desk.browser.post(f"{visit}/fin")
    assert page(desk.browser, address, 404)
    _claims(desk, claim, row)


def _claims(desk: Desk, claim: str, row: Application) -> None:
    hers = Client()
    form = {
        "claim": claim,
        "birth_date_0": "17",
        "birth_date_1": "2",
        "birth_date_2": "1948",
        "email": "odette@exemple.fr",
    }
    with plugged_mailbox() as mailbox:
        assert hers.post("/connexion/recu", form)["Location"] == "/connexion/recu/code"
        assert hers.post("/connexion/recu/code", {"code": mailbox.code})["Location"] == "/demandes"
    assert "Julien Roche" in page(hers, f"/demandes/{row.reference}/recu") or page(hers, f"/demandes/{row.reference}")
    assert User.objects.get(id=row.citizen_id).email == "odette@exemple.fr"


def test_the_code_of_a_receipt_opens_nothing_with_another_birth_date(desk: Desk) -> None:
    visit = signed(desk)
    receipt = text_of(desk.browser.post(f"{visit}/recu.pdf").content)
    (claim,) = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt)
    form = {
        "claim": claim,
        "birth_date_0": "18",
        "birth_date_1": "2",
        "birth_date_2": "1948",
        "email": "odette@exemple.fr",
    }
    answer = Client().post("/connexion/recu", form)
    assert answer.status_code == 422
    assert "n’ouvrent aucun compte" in answer.content.decode()
    assert not MailedCode.objects.exists()


def test_before_the_signature_no_application_is_begun(desk: Desk) -> None:
    visit = received(desk)
    answer = desk.browser.post(f"{visit}/demander", {"aid": desk.aid.slug}, follow=True)
    assert "n’a pas encore signé le mandat" in answer.content.decode()
    assert not Application.objects.exists()


def test_the_mandate_is_not_recorded_without_the_box_and_the_place(desk: Desk) -> None:
    visit = received(desk)
    answer = desk.browser.post(f"{visit}/mandat", {"place": "", "banque": "1"})
    assert answer.status_code == 422
    assert "coordonnées bancaires, d’après" in answer.content.decode()
    assert CounterVisit.objects.get().mandate_id is None


def test_at_the_counter_her_other_pages_and_other_applications_stay_closed(desk: Desk) -> None:
    visit = signed(desk)
    address = begun(desk, visit)
    filled(desk, address)
    for rest in ("decision", "retirer", "supprimer", "messages", "consultations"):
        assert desk.browser.get(f"{address}/{rest}").status_code in (404, 405), rest
    row = Application.objects.get()
    assert "Odette" not in page(desk.browser, "/mon-compte/profil")
    assert row.reference in page(desk.browser, "/demandes")
    desk.browser.post(f"{visit}/fin")
    assert row.reference not in page(desk.browser, "/demandes")


def test_another_agent_another_funder_and_a_weak_session_do_not_enter_a_visit(desk: Desk) -> None:
    visit = signed(desk)
    address = begun(desk, visit)
    stranger = desk.world.staff(desk.world.funder())
    for actor in (desk.colleague(), stranger, desk.world.citizen()):
        browser = desk.browser_of(actor)
        session = browser.session
        session["counter_visit"] = visit.rsplit("/", 1)[1]
        session.save()
        assert browser.get(visit).status_code == 404
        assert browser.get(f"{address}/beneficiaire").status_code == 404
        assert browser.post(f"{visit}/recu.pdf").status_code == 404
    weak = desk.browser_of(desk.agent, strong=False)
    session = weak.session
    session["counter_visit"] = visit.rsplit("/", 1)[1]
    session.save()
    assert weak.get(f"{address}/beneficiaire").status_code == 404


def test_an_agent_who_no_longer_works_there_is_out_at_the_next_page(desk: Desk) -> None:
    from mob.directory.models import Membership

    address = begun(desk, signed(desk))
    Membership.objects.filter(user_id=desk.agent.id).update(ended_at=desk.world.now)
    assert desk.browser.get(f"{address}/beneficiaire").status_code == 404


def test_a_visit_is_over_after_twelve_hours_wherever_it_stands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = signed(desk)
    address = begun(desk, visit)
    late = desk.world.now + timedelta(hours=12)
    monkeypatch.setattr("mob.identity.sessions.is_too_old_for_staff", lambda *_a, **_k: False)
    monkeypatch.setattr("mob.kernel.clock.now", lambda: late)
    assert desk.browser.get(f"{address}/beneficiaire").status_code == 404
    assert "Cette visite est terminée" in page(desk.browser, visit)


def test_somebody_already_known_is_shown_before_another_account_is_opened(desk: Desk) -> None:
    filled(desk, begun(desk, signed(desk)))
    people = User.objects.count()
    answer = desk.browser.post("/gestion/guichet/nouvelle-personne", ODETTE)
    assert "déjà connue ici" in answer.content.decode()
    assert User.objects.count() == people
    assert desk.browser.post("/gestion/guichet/nouvelle-personne", ODETTE | {"sure": "1"}).status_code == 303
    assert User.objects.count() == people + 1


def test_a_person_is_found_again_by_reference_or_by_name_and_received(desk: Desk) -> None:
    filled(desk, begun(desk, signed(desk)))
    row = Application.objects.get()
    born = {"birth_date_0": "17", "birth_date_1": "2", "birth_date_2": "1948"}
    by_name = {"par": "nom", "first_name": "odette", "family_name": "MARCHAL"} | born
    for asked in ({"par": "reference", "reference": row.reference.lower()}, by_name):
        found = desk.browser.post("/gestion/guichet", asked).content.decode()
        assert "Odette Marchal" in found
        (key,) = re.findall(r'name="person" value="([0-9a-f-]{36})"', found)
    assert desk.browser.post("/gestion/guichet/recevoir", {"person": key}).status_code == 303
    refused = desk.browser.post("/gestion/guichet", {"par": "nom"})
    assert refused.status_code == 422


def test_who_calls_says_the_code_of_her_receipt(desk: Desk) -> None:
    visit = signed(desk)
    filled(desk, begun(desk, visit))
    receipt = text_of(desk.browser.post(f"{visit}/recu.pdf").content)
    row = Application.objects.get()
    code = re.findall(r"ce code : (\d{3} \d{3})", receipt.replace("\u00a0", " "))[0]
    form = {"par": "appel", "call_reference": row.reference}
    assert "Le code est juste" in desk.browser.post("/gestion/guichet", form | {"call_code": code}).content.decode()
    wrong = "000 000" if code != "000 000" else "000 001"
    assert "Le code est faux" in desk.browser.post("/gestion/guichet", form | {"call_code": wrong}).content.decode()


def test_a_correction_is_answered_at_the_counter_in_another_visit(desk: Desk) -> None:
    from tests.factories.dossiers import Dossier, asked_again

    visit = signed(desk)
    address = begun(desk, visit)
    filled(desk, address)
    row = Application.objects.get()
    from mob.kernel.actor import Actor

    dossier = Dossier(Actor.citizen(row.citizen_id or row.id), row.id, row.reference)
    asked_again(desk.world, dossier, desk.colleague(), fields=("prix",), proofs=())
    desk.browser.post(f"{visit}/fin")
    again = desk.browser.post("/gestion/guichet/recevoir", {"person": str(row.citizen_id)})["Location"]
    desk.browser.post(f"{again}/mandat", {"place": "Mairie", "signed": "on"})
    answer = desk.browser.post(f"{again}/reprendre", {"reference": row.reference})
    assert answer["Location"] == f"{address}/corriger"
    assert "Odette M." in page(desk.browser, answer["Location"])
    assert desk.browser.post(answer["Location"], {"q-prix": "1300"}).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.answers["prix"]) != ("changes_requested", "1490")


def test_letters_are_printed_marked_as_gone_and_brought_back(desk: Desk) -> None:
    filled(desk, begun(desk, signed(desk)))
    runner.run_due(desk.world.later(hours=1))
    (letter,) = Letter.objects.all()
    assert "À imprimer" in page(desk.browser, "/gestion/courriers")
    ticked = {"choix": str(letter.id)}
    refused = desk.browser.post("/gestion/courriers/partis", ticked, follow=True)
    assert "n’a pas été imprimé" in refused.content.decode()
    made = desk.browser.post("/gestion/courriers/imprimer", ticked)
    assert "VALMONT SUR ISERE" in text_of(made.content)
    gone = desk.browser.post("/gestion/courriers/partis", ticked, follow=True).content.decode()
    assert "Il n’est pas parti" in gone
    assert "Julien Roche" in gone
    desk.browser.post(f"/gestion/courriers/{letter.id}/annuler")
    assert "Odette Marchal" in page(desk.browser, "/gestion/courriers")
    nothing = desk.browser.post("/gestion/courriers/imprimer", {}, follow=True)
    assert "Cochez d’abord" in nothing.content.decode()


def test_an_employer_has_no_counter(desk: Desk) -> None:
    from mob.directory.types import FunderKind

    employer = desk.world.staff(desk.world.funder(kind=FunderKind.EMPLOYER))
    browser = desk.browser_of(employer)
    assert browser.get("/gestion/guichet").status_code == 404
    assert "/gestion/guichet" not in page(browser, "/gestion/")
