"""From an award to money on an account: bank details, invoice, list to pay, outcome."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime

import pytest

from mob.applications.models import Message, Proof
from mob.documents import encryption, manifest
from mob.documents import selectors as documents
from mob.documents.models import Document
from mob.identity import registry
from mob.journal.models import Fact
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.money import Cents
from mob.payments import handover, retention, selectors, services, tasks
from mob.payments.invariants import invariants
from mob.payments.models import Award, BankDetails, Order
from mob.payments.personal_data import PaymentData
from mob.payments.selectors import Tab
from mob.payments.types import InvoiceState, OrderState, Outcome, Rejection, Wait
from tests.factories.dossiers import PDF
from tests.factories.money import IBAN, OTHER_IBAN, Town, monthly, town
from tests.factories.world import World, key_pair

pytestmark = pytest.mark.django_db
PLAIN = IBAN.replace(" ", "")


@pytest.fixture
def here(world: World) -> Town:
    return town(world)


def states(here: Town, now: object = None) -> dict[Tab, list[str]]:
    moment = now or here.world.later(hours=3)
    lists = {tab: selectors.pay_list(here.agent, tab, now=moment) for tab in Tab}  # type: ignore[arg-type]
    return {tab: [line.order.code for line in lines] for tab, lines in lists.items() if lines}


def test_bank_details_are_sealed_to_the_funder_and_shown_masked(here: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    award = here.granted()
    here.payable(award)
    row = BankDetails.objects.get()
    assert row.masked == "FR76 •••• •••• 189"
    container = selectors.sealed_details(here.agent, row.document_id)  # type: ignore[arg-type]
    content, kind = encryption.open_(container, key_pair("main")[1], encryption.bound_to(container))
    assert json.loads(content) == {"holder": "Samira Haddad", "iban": PLAIN}
    assert kind == "application/json"
    assert encryption.bound_to(container).owner_id == award.id
    assert [e.document_id for e in manifest.verify(row.manifest, documents.manifest_key(), award.id).entries] == [
        row.document_id
    ]
    everything = [*Fact.objects.values_list("data", flat=True), caplog.text, str(list(Document.objects.values()))]
    everything += [str(list(BankDetails.objects.values())), container.decode()]
    assert not [text for text in everything if PLAIN in text or IBAN in text or "Haddad" in text]
    assert not [data for data in Fact.objects.values_list("data", flat=True) if "FR76" in data]


def test_without_bank_details_nothing_is_to_pay_and_with_them_it_is(here: Town) -> None:
    award = here.granted()
    code = f"{award.application.reference}/1"
    assert states(here) == {Tab.WAITING: [code]}
    assert selectors.asked_of(here.owner(award), now=here.world.now) == {award.application_id: (Wait.DETAILS, None)}
    here.payable(award)
    assert states(here) == {Tab.READY: [code]}
    assert selectors.asked_of(here.owner(award), now=here.world.now) == {}


def test_a_wrong_iban_and_a_wrong_name_are_said_together_and_nothing_is_kept(here: Town) -> None:
    award = here.granted()
    with pytest.raises(Exception, match="invalid_many") as refused:
        services.give_bank_details(
            here.owner(award), award_id=award.id, holder="12", iban="FR76 1", now=here.world.later(hours=2)
        )
    assert {each.pointer for each in refused.value.errors} == {"holder", "iban"}  # type: ignore[attr-defined]
    assert not Document.objects.exists()


@pytest.mark.abuse(36)
def test_row_36_an_account_changed_before_payment_waits_three_days_and_for_an_agent(here: Town) -> None:
    award = here.granted()
    order = here.payable(award)
    first = BankDetails.objects.get()
    changed_at = here.world.later(hours=5)
    services.give_bank_details(
        here.owner(award), award_id=award.id, holder="Samira Haddad", iban=OTHER_IBAN, now=changed_at
    )
    first.refresh_from_db()
    assert first.document_id is None, "nobody may pay to the old account any more"
    with pytest.raises(Refused, match="payment_waits"):
        services.hand_over(here.agent, order_id=order, now=here.world.later(days=10))
    new = BankDetails.objects.get(replaced_at=None)
    with pytest.raises(Invalid, match="changed_meanwhile"):
        services.confirm_bank_details(here.agent, award_id=award.id, details_id=first.id, now=changed_at)
    services.confirm_bank_details(here.agent, award_id=award.id, details_id=new.id, now=here.world.later(hours=6))
    with pytest.raises(Refused, match="payment_waits"):
        services.hand_over(here.agent, order_id=order, now=here.world.later(hours=5 + 71))
    services.hand_over(here.agent, order_id=order, now=here.world.later(hours=5 + 72))
    kinds = list(Fact.objects.filter(stream=f"award:{award.id}").order_by("seq").values_list("kind", flat=True))
    assert kinds == [
        "award_opened",
        "bank_details_given",
        "bank_details_given",
        "bank_details_confirmed",
        "payment_handed_over",
    ]


def test_only_the_person_gives_her_account_and_nobody_settles_her_own(here: Town) -> None:
    award = here.granted()
    now = here.world.later(hours=2)
    for stranger in (here.world.citizen(), here.world.staff(here.world.funder())):
        with pytest.raises(NotFound):
            services.give_bank_details(stranger, award_id=award.id, holder="Moi", iban=IBAN, now=now)
    with pytest.raises(Forbidden):
        services.give_bank_details(here.agent, award_id=award.id, holder="Moi", iban=IBAN, now=now)
    own = here.granted(citizen=Actor.citizen(here.supervisor.id))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        services.settle(
            here.supervisor,
            outcome=Outcome(own.orders.get().code, paid_on=date(2026, 3, 11)),
            now=now,
        )
    other = here.world.staff(here.world.funder("Région voisine"))
    with pytest.raises(NotFound):
        services.settle(other, outcome=Outcome(award.orders.get().code, paid_on=date(2026, 3, 11)), now=now)


def test_a_payment_is_handed_over_once_then_paid_then_may_come_back(here: Town) -> None:
    award = here.granted()
    order, now = here.payable(award), here.world.later(days=1)
    code = award.orders.get().code
    services.hand_over(here.agent, order_id=order, now=now)
    with pytest.raises(Conflict, match="payment_settled"):
        services.hand_over(here.agent, order_id=order, now=now)
    services.settle(here.agent, outcome=Outcome(code, paid_on=date(2026, 3, 12)), now=now)
    with pytest.raises(Conflict, match="payment_settled"):
        services.settle(here.agent, outcome=Outcome(code, paid_on=date(2026, 3, 12)), now=now)
    award.envelope.refresh_from_db()
    assert (award.envelope.committed_cents, award.envelope.paid_cents) == (0, 50_000)
    back = Outcome(code, rejection=Rejection.ACCOUNT_CLOSED, text="  compte clos\n")
    services.settle(here.agent, outcome=back, now=here.world.later(days=2))
    row = Order.objects.get(id=order)
    assert (row.state, row.rejection, row.rejection_text, row.paid_on) == (
        "rejected",
        "account_closed",
        "compte clos",
        None,
    )
    assert selectors.asked_of(here.owner(award), now=now) == {award.application_id: (Wait.REJECTED, None)}
    given = here.world.later(days=3)
    services.give_bank_details(here.owner(award), award_id=award.id, holder="Moi", iban=OTHER_IBAN, now=given)
    assert Order.objects.get(id=order).state == OrderState.OPEN.value
    assert "compte clos" not in str(list(Fact.objects.values_list("data", flat=True)))
    assert invariants() == []


@pytest.mark.parametrize("day", [date(2026, 3, 13), date(2024, 3, 1)])
def test_money_is_not_paid_in_the_future_nor_years_ago(here: Town, day: date) -> None:
    award = here.granted()
    here.payable(award)
    with pytest.raises(Invalid, match="payment_date"):
        services.settle(here.agent, outcome=Outcome(award.orders.get().code, paid_on=day), now=here.world.later(days=1))


def test_an_amount_that_differs_by_a_cent_is_refused_and_a_dry_run_records_nothing(here: Town) -> None:
    award = here.granted()
    here.payable(award)
    code, now = award.orders.get().code, here.world.later(days=1)
    with pytest.raises(Invalid, match="payment_amount"):
        services.settle(here.agent, outcome=Outcome(code, paid_on=date(2026, 3, 12), cents=Cents(49_999)), now=now)
    right = Outcome(code, paid_on=date(2026, 3, 12), cents=Cents(50_000))
    services.settle(here.agent, outcome=right, now=now, dry_run=True)
    assert award.orders.get().state == OrderState.OPEN.value
    services.settle(here.agent, outcome=right, now=now)
    assert award.orders.get().state == OrderState.PAID.value


def test_instalments_come_to_the_list_one_by_one_at_their_dates(here: Town) -> None:
    award = here.granted(monthly(3_333, date(2026, 5, 31)))
    here.payable(award)
    reference = award.application.reference
    assert states(here, here.world.later(days=20))[Tab.READY] == [f"{reference}/1"]
    assert states(here, here.world.later(days=50))[Tab.READY] == [f"{reference}/1", f"{reference}/2"]


def test_a_purchase_after_agreement_waits_for_its_invoice_which_an_agent_looks_at(world: World) -> None:
    here = town(world, purchase="after_agreement", invoice_days=30)
    award = here.granted()
    here.payable(award)
    person, now = here.owner(award), here.world.later(days=1)
    assert award.invoice_due_on == date(2026, 4, 10)
    assert selectors.asked_of(person, now=now) == {award.application_id: (Wait.INVOICE, date(2026, 4, 10))}
    with pytest.raises(Forbidden):
        services.accept_invoice(here.agent, award_id=award.id, now=now)
    services.send_invoice(person, award_id=award.id, raw=PDF, now=now)
    assert Tab.READY not in states(here, now)
    proof = Proof.objects.get()
    assert (proof.code, proof.submitted_at) == ("facture", now)
    row = award.application
    row.refresh_from_db()
    assert [e.document_id for e in manifest.verify(row.manifest, documents.manifest_key(), row.id).entries] == [
        proof.document_id
    ]
    services.accept_invoice(here.agent, award_id=award.id, now=now)
    assert Tab.READY in states(here, now)


def test_a_late_invoice_is_received_said_to_be_late_and_left_to_the_agent(world: World) -> None:
    here = town(world, purchase="after_agreement", invoice_days=30)
    award = here.granted()
    here.payable(award)
    late = here.world.later(days=31)
    services.send_invoice(here.owner(award), award_id=award.id, raw=PDF, now=late)
    award.refresh_from_db()
    assert (award.invoice_state, award.invoice_is_late) == (InvoiceState.RECEIVED.value, True)
    services.ask_invoice_again(
        here.agent, award_id=award.id, message="La facture est d’un autre magasin.", due_on=date(2026, 5, 1), now=late
    )
    assert Message.objects.get().text == "La facture est d’un autre magasin."
    services.send_invoice(here.owner(award), award_id=award.id, raw=PDF, now=late)
    award.refresh_from_db()
    assert award.invoice_is_late is False
    assert Proof.objects.filter(replaced_at=None).count() == 1
    services.accept_invoice(here.agent, award_id=award.id, now=late)
    assert Tab.READY in states(here, late)


def _purge(now: datetime) -> None:
    (rule,) = retention.rules()
    assert rule.due(now) == rule.erase(now)


def test_bank_details_go_thirteen_months_after_the_last_payment(here: Town) -> None:
    award = here.granted()
    here.payable(award)
    outcome = Outcome(award.orders.get().code, paid_on=date(2026, 3, 12))
    services.settle(here.agent, outcome=outcome, now=here.world.later(days=1))
    _purge(here.world.later(days=365))
    assert BankDetails.objects.get().document_id is not None
    _purge(here.world.later(days=366 + 60))
    row = BankDetails.objects.get()
    assert (row.document_id, row.manifest, row.masked) == (None, "", "FR76 •••• •••• 189")
    assert not Document.objects.filter(state="live").exists()


def test_sealed_values_named_by_nothing_are_removed_and_the_others_stay(here: Town) -> None:
    from mob.applications import tasks as applications
    from mob.documents import services as sealing

    award = here.granted()
    here.payable(award)
    sealing.seal_values(
        here.agent, owner_id=award.id, funder_id=here.funder.id, purpose="x", values={}, now=here.world.now
    )
    applications.forget_unnamed({}, here.world.later(days=2))
    assert Document.objects.filter(state="live").count() == 2
    tasks.forget_unnamed({}, here.world.later(days=2))
    assert Document.objects.filter(state="live").count() == 1
    assert BankDetails.objects.get().document_id


def test_a_funder_takes_its_money_away_with_accounts_still_sealed(here: Town) -> None:
    award = here.granted()
    here.payable(award)
    other = town(here.world, "Région voisine").granted()
    found = handover.money_of(Actor.system(), here.funder.id)
    assert [each["application"] for each in found.content["awards"]] == [award.application.reference]
    assert [each["cents"] for each in found.content["ledger"]] == [50_000]
    assert [name for name, _ in found.accounts] == [f"{award.id}.jwe"]
    assert PLAIN not in str(found)
    assert str(other.id) not in str(found)
    with pytest.raises(Forbidden):
        handover.money_of(here.agent, here.funder.id)


def test_who_leaves_takes_her_bank_details_away_once_she_is_paid(here: Town) -> None:
    award = here.granted()
    here.payable(award)
    person = here.owner(award).id
    assert person is not None
    share = next(each for each in registry.holders() if isinstance(each, PaymentData))
    assert "FR76" in share.export(person)[0].content.decode()
    share.erase(here.owner(award), user_id=person, choices={}, now=here.world.later(days=1))
    assert BankDetails.objects.get().document_id, "the funder still has to pay"
    outcome = Outcome(award.orders.get().code, paid_on=date(2026, 3, 12))
    services.settle(here.agent, outcome=outcome, now=here.world.later(days=1))
    share.erase(here.owner(award), user_id=person, choices={}, now=here.world.later(days=1))
    assert BankDetails.objects.get().document_id is None
    assert share.retained(person)
    assert Award.objects.count() == 1
