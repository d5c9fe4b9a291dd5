"""What was bought, as the service that sold it says; what is kept of a hand-over; what the person may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from mob.applications.types import PurchaseState
from mob.catalogue.types import AidTitle, ProofType
from mob.kernel.money import Cents

# How long a proof of purchase waits for the person: enough to come back to an application, no more.
KEPT = timedelta(days=7)
MOST_WAITING = 10
# The papers that what was bought may be.
PAPERS = frozenset({ProofType.INVOICE, ProofType.SEASON_TICKET})


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    postcode: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """`siret`, `siren`, `ape` (the code of what it does): empty when they were not said."""

    name: str
    siret: str = ""
    siren: str = ""
    ape: str = ""
    address: Address = Address()


@dataclass(frozen=True, slots=True)
class Customer:
    """As the service knows the one who bought: not what moB knows of her."""

    first_name: str
    last_name: str
    reference: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """`amount`: paid for the whole line, tax included. `vat`: its rate in hundredths of a percent (550 is 5.5 %).

    `without_tax`: the same line without the tax. `valid_from`, `valid_to`: civil dates, inclusive. `detail`: zones,
    how often; words of the service.
    """

    label: str
    quantity: int
    amount: Cents
    vat: int | None = None
    without_tax: Cents | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """One purchase. `number`: of the invoice or order; `bought_on`: civil date; `total`: tax included."""

    number: str
    bought_on: date
    seller: Seller
    customer: Customer
    products: tuple[Product, ...]
    total: Cents
    total_without_tax: Cents | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What the service that handed it over is told. `is_new`: by this very call."""

    id: UUID
    aid: AidTitle | None
    received_at: datetime
    ends_at: datetime
    is_waiting: bool
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One that waits for the person, whole. `service`: who handed it over; `operator`: who runs that service."""

    id: UUID
    service: str
    operator: str
    received_at: datetime
    ends_at: datetime
    aid_id: UUID | None
    aid: AidTitle | None
    invoices: tuple[Invoice, ...]

    @property
    def total(self) -> Cents:
        return Cents(sum(invoice.total for invoice in self.invoices))


@dataclass(frozen=True, slots=True)
class Trace:
    """That a service handed something over, and what became of it. `reference`: the application it was joined to."""

    id: UUID
    received_at: datetime
    ends_at: datetime
    state: PurchaseState
    closed_at: datetime | None
    reference: str = ""
