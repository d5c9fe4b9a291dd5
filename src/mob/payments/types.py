"""Money to pay as pure values: accounts, states, what rules look at, what pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.kernel.money import Cents


class Account(StrEnum):
    """The four accounts of an envelope. Every movement takes from one and gives to another."""

    FUNDING = "funding"
    AVAILABLE = "available"
    COMMITTED = "committed"
    PAID = "paid"


class MoveKind(StrEnum):
    """Why money moved from one account to another."""

    RAISE = "raise"
    LOWER = "lower"
    RESERVE = "reserve"
    RELEASE = "release"
    PAY = "pay"
    RETURN = "return"


class OrderState(StrEnum):
    """`handed`: given to who pays (the public accountant, the bank), not known to be paid yet."""

    OPEN = "open"
    HANDED = "handed"
    PAID = "paid"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


UNPAID = (OrderState.OPEN, OrderState.HANDED, OrderState.REJECTED)


class Rejection(StrEnum):
    """Why a bank sent money back."""

    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_UNKNOWN = "account_unknown"
    HOLDER_DIFFERS = "holder_differs"
    BANK_REFUSED = "bank_refused"
    OTHER = "other"


class InvoiceState(StrEnum):
    NOT_ASKED = "not_asked"
    AWAITED = "awaited"
    RECEIVED = "received"
    ACCEPTED = "accepted"


class Wait(StrEnum):
    """What a payment still waits for, in the order people are told. `notice`: the award may be taken back."""

    NOTICE = "notice"
    DETAILS = "details"
    DETAILS_CHECK = "details_check"
    DETAILS_DELAY = "details_delay"
    INVOICE = "invoice"
    INVOICE_CHECK = "invoice_check"
    REJECTED = "rejected"
    DATE = "date"


class Action(StrEnum):
    """What somebody may do with an award now: it authorises the service and draws the button."""

    READ = "read"
    GIVE_DETAILS = "give_details"
    SEND_INVOICE = "send_invoice"
    CONFIRM_DETAILS = "confirm_details"
    CHECK_INVOICE = "check_invoice"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment to make: its rank from 1, its amount, the civil date from which it is due."""

    number: int
    cents: Cents
    due_on: date


@dataclass(frozen=True, slots=True)
class DetailsView:
    """Bank details as both sides see them: never more than the masked IBAN. `document_id`: the sealed whole."""

    id: UUID
    document_id: UUID | None
    masked: str
    given_at: datetime
    usable_from: datetime
    confirmed_at: datetime | None
    is_change: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the rules look at. `is_under_notice`: its withdrawal was announced, and is not decided yet."""

    id: UUID
    application_id: UUID
    citizen_id: UUID | None
    funder_id: UUID
    community_id: UUID | None
    is_live: bool
    has_unpaid: bool
    invoice: InvoiceState
    invoice_due_on: date | None
    details: DetailsView | None
    is_under_notice: bool = False


@dataclass(frozen=True, slots=True)
class OrderView:
    """One payment as pages show it. `code`: the application's reference and the rank, said aloud and in files."""

    id: UUID
    code: str
    number: int
    cents: Cents
    due_on: date
    state: OrderState
    version: int
    handed_at: datetime | None
    paid_on: date | None
    rejection: Rejection | None
    rejection_text: str
    waits: tuple[Wait, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardView:
    """What was granted and how far it is paid, as one actor may see it."""

    id: UUID
    application_id: UUID
    total: Cents
    paid: Cents
    to_recover: Cents
    granted_at: datetime
    ended_at: datetime | None
    invoice: InvoiceState
    invoice_due_on: date | None
    invoice_received_at: datetime | None
    invoice_is_late: bool
    details: DetailsView | None
    orders: tuple[OrderView, ...]
    actions: frozenset[Action]


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """The money of one aid for one year. `cap` None: no ceiling. `ends_on`: when it is spent at the present pace."""

    id: UUID
    aid_id: UUID
    aid_title: str
    year: int
    cap: Cents | None
    committed: Cents
    paid: Cents
    grant: Cents
    budget_line: str
    deliberation: str
    version: int
    waiting: int = 0
    first: str = ""
    ends_on: date | None = None

    @property
    def left(self) -> Cents | None:
        return None if self.cap is None else Cents(self.cap - self.committed - self.paid)

    @property
    def is_spent(self) -> bool:
        """Whether another usual grant no longer fits: from then on files wait in order."""
        return self.left is not None and self.left < max(1, self.grant)


@dataclass(frozen=True, slots=True)
class EnvelopeTerms:
    """What a funder says of an envelope. `grant`: the usual grant; below it the waiting list opens."""

    cap: Cents | None
    grant: Cents
    budget_line: str = ""
    deliberation: str = ""


@dataclass(frozen=True, slots=True)
class PayLine:
    """A payment in the list to pay, with what its line of the file says."""

    order: OrderView
    award_id: UUID
    reference: str
    applicant_name: str
    aid_title: str
    budget_line: str
    deliberation: str
    details: DetailsView | None
    manifest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line of a returned file says of a payment: paid on a date, or rejected for a reason."""

    code: str
    paid_on: date | None = None
    rejection: Rejection | None = None
    text: str = ""
    cents: Cents | None = None
