"""Money of the demonstration: an envelope, accounts that are nobody's, invoices, one payment made."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.catalogue import selectors as catalogue
from mob.config.demo import papers
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.money import Cents
from mob.payments import selectors, services
from mob.payments.types import AwardView, EnvelopeTerms, Outcome

CAP = Cents(40_000_00)
GRANT = Cents(500_00)
# The example of the French bank association: well formed, and nobody's.
IBAN = "FR76 3000 6000 0112 3456 7890 189"


def open_envelope(supervisor: Actor, slug: str, *, now: datetime) -> None:
    """The money of an aid for the year, with its line of the budget and its deliberation."""
    view = catalogue.published(slug)
    if view is None:
        raise LookupError(f"the aid {slug} is not published")
    year = civil_date(now).year
    terms = EnvelopeTerms(CAP, GRANT, "6574-832", f"D{year}-047")
    services.set_envelope(supervisor, aid_id=view.id, year=year, terms=terms, expected_version=None, now=now)


def make_payable(agent: Actor, citizen: Actor, key: UUID, name: str, price: str, granted: datetime) -> None:
    """The person buys, sends the invoice and her account; the agent accepts the invoice."""
    bought = granted + timedelta(days=2)
    award = _award(citizen, key, bought)
    services.give_bank_details(citizen, award_id=award.id, holder=name, iban=IBAN, now=bought)
    lines = ["Cycles du Pont, Valmont-sur-Isère", f"Client : {name}", f"Prix TTC payé : {price} euros"]
    invoice = papers.pdf("Facture", [*lines, f"Facture du {civil_date(bought):%d/%m/%Y}"])
    services.send_invoice(citizen, award_id=award.id, raw=invoice, now=bought + timedelta(hours=1))
    services.accept_invoice(agent, award_id=award.id, now=bought + timedelta(hours=3))


def pay(agent: Actor, key: UUID, granted: datetime) -> None:
    """Handed over, then paid."""
    handed, paid = granted + timedelta(days=3), granted + timedelta(days=5)
    order = _award(agent, key, handed).orders[0]
    services.hand_over(agent, order_id=order.id, now=handed)
    services.settle(agent, outcome=Outcome(order.code, paid_on=civil_date(paid)), now=paid)


def _award(actor: Actor, key: UUID, now: datetime) -> AwardView:
    award = selectors.award_of(actor, key, now=now)
    if award is None:
        raise LookupError("no money was granted")
    return award
