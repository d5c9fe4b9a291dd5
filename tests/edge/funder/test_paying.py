"""The list to pay, the envelopes and the money of a file, as agents meet them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mob.applications import services as applications
from mob.applications.types import WithdrawalGround
from mob.kernel.actor import Role
from mob.payments import services
from mob.payments.models import Award, BankDetails, Envelope, Order
from mob.payments.types import OrderState
from tests.edge.funder.conftest import Desk
from tests.factories.dossiers import PDF
from tests.factories.money import OTHER_IBAN, Town

pytestmark = pytest.mark.django_db
FRENCH = {"HTTP_ACCEPT_LANGUAGE": "fr"}


@dataclass
class Office:
    town: Town
    browser: Client

    def read(self, address: str) -> str:
        response = self.browser.get(address)
        assert response.status_code == 200
        return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def office(desk: Desk) -> Office:
    supervisor = desk.colleague(Role.SUPERVISOR)
    desk.aid.current.proofs.all().delete()
    return Office(Town(desk.world, desk.funder, desk.aid, desk.agent, supervisor), desk.browser)


def ready(office: Office) -> Award:
    award = office.town.granted()
    office.town.payable(award, now=office.town.world.now)
    return award


@pytest.mark.usefixtures("_granted_now")
class TestTheList:
    def test_a_payment_is_listed_with_its_line_and_deliberation_and_its_account_masked(self, office: Office) -> None:
        office.town.envelope(1_000_000)
        award = ready(office)
        page = office.read("/gestion/a-payer")
        for shown in (award.orders.get().code, "FR76 •••• •••• 189", "500 €", "6574", "2026-014"):
            assert shown in page
        assert "3000 6000" not in page
        block = re.search(r'id="mob-payments"[^>]*>(.*?)</script>', page, re.DOTALL)
        assert block
        data = json.loads(block[1])
        assert [line["cents"] for line in data["lines"]] == [50_000]
        assert data["headings"][:4] == ["Numéro", "Bénéficiaire", "IBAN", "Montant"]

    def test_ticked_payments_are_handed_over_then_paid_then_sent_back(self, office: Office) -> None:
        award = ready(office)
        order = award.orders.get()
        mark = {"vue": "a-payer", "choix": str(order.id)}
        self._mark(office, mark | {"acte": "remettre"}, OrderState.HANDED, order)
        paid = {"acte": "verser", "paid_on_0": "11", "paid_on_1": "3", "paid_on_2": "2026"}
        self._mark(office, mark | paid, OrderState.PAID, order)
        self._mark(
            office, mark | {"acte": "rejeter", "reason": "account_closed", "text": "AC04"}, OrderState.REJECTED, order
        )
        assert "compte est clos" in office.read("/gestion/a-payer?vue=rejetes")
        self._mark(office, mark | {"acte": "relancer"}, OrderState.OPEN, order)

    def _mark(self, office: Office, form: dict[str, str], state: OrderState, order: Order) -> None:
        assert office.browser.post("/gestion/a-payer/marquer", form).status_code == 303
        order.refresh_from_db()
        assert order.state == state.value

    @pytest.mark.parametrize("act", ["verser", "rejeter"])
    def test_a_payment_without_a_date_and_a_rejection_without_a_reason_are_asked_for(
        self, office: Office, act: str
    ) -> None:
        order = ready(office).orders.get()
        form = {"vue": "remis", "choix": str(order.id), "acte": act}
        assert office.browser.post("/gestion/a-payer/marquer", form).status_code == 422
        order.refresh_from_db()
        assert order.state == OrderState.OPEN.value

    def test_a_returned_list_is_read_back_and_recorded_only_then(self, office: Office) -> None:
        order = ready(office).orders.get()
        lines = f"Numéro;Montant;Versé le\n{order.code};500,00;11/03/2026\nZZZZ-9999/1;1;11/03/2026\n{order.code};5;"
        file = SimpleUploadedFile("retour.csv", lines.encode())
        response = office.browser.post("/gestion/a-payer/retour", {"file": file})
        page = html.unescape(response.content.decode())
        assert response.status_code == 200
        assert "1 versement peut être enregistré" in page
        assert "ZZZZ-9999/1 »" in page
        order.refresh_from_db()
        assert order.state == OrderState.OPEN.value
        kept = re.search(r'name="lines" value="([^"]*)"', response.content.decode())
        assert kept
        answer = office.browser.post("/gestion/a-payer/retour", {"lines": html.unescape(kept[1])})
        assert answer.status_code == 303
        order.refresh_from_db()
        assert order.state == OrderState.PAID.value

    @pytest.mark.parametrize("lines", ["", "x", "[1]", '[{"code": 1}]', "{}", "[" * 100_000])
    def test_lines_that_were_tampered_with_record_nothing(self, office: Office, lines: str) -> None:
        order = ready(office).orders.get()
        assert office.browser.post("/gestion/a-payer/retour", {"lines": lines}).status_code in (303, 422)
        order.refresh_from_db()
        assert order.state == OrderState.OPEN.value


@pytest.fixture
def _granted_now(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    """Awards of the factory are made an hour after the page's clock: pages look two hours later."""
    monkeypatch.setattr("mob.kernel.clock.now", lambda: desk.world.later(hours=2))


@pytest.mark.usefixtures("_granted_now")
def test_a_changed_account_is_confirmed_on_the_file(office: Office) -> None:
    award = ready(office)
    now = office.town.world.later(hours=1, minutes=30)
    services.give_bank_details(office.town.owner(award), award_id=award.id, holder="Moi", iban=OTHER_IBAN, now=now)
    base = f"/gestion/demandes/{award.application.reference}"
    assert "a changé ses coordonnées bancaires" in office.read(base)
    assert office.browser.post(f"{base}/coordonnees").status_code == 303
    assert BankDetails.objects.get(replaced_at=None).confirmed_at
    assert "a changé ses coordonnées bancaires" not in office.read(base)


@pytest.mark.usefixtures("_granted_now")
def test_an_invoice_is_asked_again_in_words_then_accepted(office: Office) -> None:
    office.town.aid.current.__class__.objects.filter(id=office.town.aid.current_id).update(purchase="after_agreement")
    award = ready(office)
    now, base = office.town.world.later(hours=1, minutes=30), f"/gestion/demandes/{award.application.reference}"
    services.send_invoice(office.town.owner(award), award_id=award.id, raw=PDF, now=now)
    form = {"text": "Il manque le prix.", "due_on_0": "1", "due_on_1": "6", "due_on_2": "2026"}
    assert office.browser.post(f"{base}/facture/redemander", form).status_code == 303
    assert "1er juin 2026" in office.read(base)
    services.send_invoice(office.town.owner(award), award_id=award.id, raw=PDF, now=now)
    assert office.browser.post(f"{base}/facture/accepter").status_code == 303
    assert "Facture acceptée" in office.read(base)


@pytest.mark.usefixtures("_granted_now")
def test_while_a_notice_of_withdrawal_runs_nothing_is_paid_and_the_list_says_why(office: Office, desk: Desk) -> None:
    award, now = ready(office), desk.world.later(hours=2)
    code, key = award.orders.get().code, award.application_id
    ground = WithdrawalGround.FRAUD
    applications.notify_withdrawal(desk.agent, application_id=key, ground=ground, text="Le vélo est volé.", now=now)
    assert code not in office.read("/gestion/a-payer")
    assert "la fin du préavis de retrait" in office.read("/gestion/a-payer?vue=en-attente")
    assert "la fin du préavis de retrait" in office.read(f"/gestion/demandes/{award.application.reference}")
    mark = {"vue": "a-payer", "acte": "remettre", "choix": str(award.orders.get().id)}
    office.browser.post("/gestion/a-payer/marquer", mark)
    assert award.orders.get().state == OrderState.OPEN.value
    owner = desk.browser_of(office.town.owner(award))
    page = html.unescape(owner.get(f"/demandes/{award.application.reference}").text)
    assert "rien n’est versé avant sa décision" in page
    applications.drop_withdrawal(desk.agent, application_id=key, now=now)
    assert code in office.read("/gestion/a-payer")


def test_a_supervisor_opens_an_envelope_and_sees_it_run(office: Office, desk: Desk) -> None:
    browser = desk.browser_of(office.town.supervisor)
    form = {"aid": str(desk.aid.id), "year": "2026", "cap": "1 000", "grant": "500", "budget_line": "6574"}
    assert browser.post("/gestion/enveloppes/nouvelle", form).status_code == 303
    office.town.granted()
    envelope = Envelope.objects.get()
    page = html.unescape(browser.get("/gestion/enveloppes").content.decode())
    assert "6574" in page
    assert page.count("500\u00a0€") >= 2
    low = {"cap": "499,99", "grant": "500", "version": str(envelope.version)}
    assert browser.post(f"/gestion/enveloppes/{envelope.id}", low).status_code == 422
    stale = {"cap": "2 000", "grant": "500", "version": "1"}
    assert browser.post(f"/gestion/enveloppes/{envelope.id}", stale).status_code == 422
    assert (
        browser.post(f"/gestion/enveloppes/{envelope.id}", stale | {"version": str(envelope.version)}).status_code
        == 303
    )


def test_an_approval_beyond_the_envelope_is_refused_in_words_and_the_file_says_its_place(office: Office) -> None:
    office.town.envelope(10_000)
    file = office.town.file()
    base = f"/gestion/demandes/{file.reference}"
    assert "Place 1 dans la liste d’attente" in office.read(base)
    form = {"mode": "single", "amount": "500", "message": "", "confirm": "1"}
    response = office.browser.post(f"{base}/accorder", form)
    assert response.status_code == 409
    assert "il reste 100" in html.unescape(response.content.decode())
