"""What the person sees and does of her money."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pytest
from django.test import Client

from mob.identity.models import User
from mob.kernel import clock
from mob.notifications.models import OutgoingMail
from mob.payments import services
from mob.payments.models import Award, BankDetails
from mob.payments.types import Outcome, Rejection
from tests.factories.accounts import sign_in
from tests.factories.dossiers import PDF
from tests.factories.money import IBAN, Town, town
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@dataclass
class Home:
    town: Town
    award: Award
    browser: Client

    @property
    def base(self) -> str:
        return f"/demandes/{self.award.application.reference}"

    def read(self, rest: str = "") -> str:
        response = self.browser.get(self.base + rest)
        assert response.status_code == 200
        return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def home(world: World) -> Home:
    here = town(world, purchase="after_agreement", invoice_days=60)
    award = here.granted()
    return Home(here, award, sign_in(Client(), User.objects.get(id=award.application.citizen_id)))


def test_an_accepted_aid_asks_first_thing_for_an_account_and_an_invoice(home: Home) -> None:
    page = home.read()
    assert "Vos coordonnées bancaires" in page
    assert "Envoyez la facture de votre achat" in page
    assert "10 mai 2026" in page
    listing = html.unescape(home.browser.get("/demandes").content.decode())
    assert "Le versement attend votre facture" in listing


def test_a_wrong_account_is_said_in_words_and_the_right_one_is_kept_masked(home: Home) -> None:
    address = f"{home.base}/coordonnees-bancaires"
    wrong = home.browser.post(address, {"holder": "Samira Haddad", "iban": IBAN.replace("189", "188")})
    assert wrong.status_code == 422
    assert "chiffres de contrôle" in html.unescape(wrong.content.decode())
    assert home.browser.post(address, {"holder": "Samira Haddad", "iban": IBAN.lower()}).status_code == 303
    assert "FR76 •••• •••• 189" in home.read()


@pytest.mark.abuse(36)
def test_row_36_a_change_of_account_asks_who_is_there_once_the_sign_in_is_old(home: Home) -> None:
    home.town.payable(home.award, now=clock.now())
    session = home.browser.session
    session["proved_at"] = 0
    session.save()
    address = f"{home.base}/coordonnees-bancaires"
    for response in (home.browser.get(address), home.browser.post(address, {"holder": "Moi", "iban": IBAN})):
        assert response.status_code == 303
        assert response.headers["Location"].startswith("/mon-compte/confirmer")
    assert BankDetails.objects.count() == 1


def test_a_late_invoice_is_explained_before_and_after_it_is_sent(home: Home, today) -> None:  # type: ignore[no-untyped-def]
    today(90)
    assert "Vous pouvez encore envoyer votre facture" in home.read("/facture")
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = home.browser.post(f"{home.base}/facture", {"file": SimpleUploadedFile("f.pdf", PDF)})
    assert response.status_code == 303
    assert "décide si le versement est encore possible" in home.read()


def test_the_line_says_paid_and_sent_back(home: Home) -> None:
    now = clock.now()
    home.town.payable(home.award, now=now)
    code = home.award.orders.get().code
    services.settle(home.town.agent, outcome=Outcome(code, paid_on=clock.civil_date(now)), now=now)
    assert "Versé le 12 mars 2026" in home.read()
    services.settle(home.town.agent, outcome=Outcome(code, rejection=Rejection.ACCOUNT_CLOSED), now=now)
    page = home.read()
    assert "Rejeté par la banque : le compte est clos" in page
    assert "Vérifier mes coordonnées bancaires" in page


def test_every_step_of_the_money_is_written_to_the_person_and_a_change_to_the_agent(home: Home) -> None:
    from mob.journal import runner

    now, person = clock.now(), home.town.owner(home.award)
    home.town.payable(home.award, now=now)
    home.town.payable(home.award, now=now)
    services.send_invoice(person, award_id=home.award.id, raw=PDF, now=now)
    services.accept_invoice(home.town.agent, award_id=home.award.id, now=now)
    code = home.award.orders.get().code
    services.settle(home.town.agent, outcome=Outcome(code, paid_on=clock.civil_date(now)), now=now)
    services.settle(home.town.agent, outcome=Outcome(code, rejection=Rejection.OTHER), now=now)
    while runner.run_due(now):
        pass
    subjects = set(OutgoingMail.objects.values_list("subject", flat=True))
    assert {
        "Pour être payé : vos coordonnées bancaires",
        "Vos coordonnées bancaires ont changé",
        "Votre facture est reçue",
        "Votre facture est acceptée",
        "Votre versement a été rejeté : vérifiez vos coordonnées bancaires",
    } <= {subject.replace("\u00a0", " ") for subject in subjects}
    agent = OutgoingMail.objects.filter(to=User.objects.get(id=home.town.agent.id).email)
    assert any("Coordonnées bancaires changées" in subject for subject in agent.values_list("subject", flat=True))
    texts = " ".join(OutgoingMail.objects.values_list("text", flat=True))
    assert "3000 6000" not in texts
    assert IBAN.replace(" ", "") not in texts


def test_a_week_before_its_date_the_invoice_is_asked_for_once_more_and_once_only(home: Home) -> None:
    from mob.notifications import tasks

    for days, mails in ((52, 0), (54, 1), (55, 1), (70, 1)):
        tasks.remind({}, home.town.world.later(days=days))
        assert OutgoingMail.objects.filter(kind="reminder.invoice").count() == mails, days


def test_a_person_on_the_waiting_list_reads_her_place(home: Home) -> None:
    home.town.envelope(50_001)
    file = home.town.file(home.town.owner(home.award))
    page = html.unescape(home.browser.get(f"/demandes/{file.reference}").content.decode())
    assert "Place 1, dans l’ordre des dossiers complets" in page
