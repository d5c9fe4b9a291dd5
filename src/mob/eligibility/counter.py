"""The yearly counter of an employee: dated payments in, exempt, taxable and room left out, after each and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mob.eligibility import shipped
from mob.eligibility.employers import FIRST_VOUCHER_YEAR, FIRST_YEAR, Split, rounded, split_of
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents

_NONE = Cents(0)


class PaymentKind(StrEnum):
    TICKET = "ticket"
    ALLOWANCE = "allowance"
    VOUCHER = "voucher"


@dataclass(frozen=True, slots=True)
class Payment:
    """What an employer paid on a day, to the employee or to a third party for her. `price`: of a ticket, its full price."""

    on: date
    kind: PaymentKind
    amount: Cents
    price: Cents = _NONE


@dataclass(frozen=True, slots=True)
class Line:
    """A payment with the split of the year so far. A first ticket may raise the cap and free what was taxable."""

    payment: Payment
    so_far: Split


def count(year: int, payments: Sequence[Payment]) -> tuple[tuple[Line, ...], Split]:
    """The lines in the order of the days (then as given), and the split of the whole year.

    Raises `Invalid` for a payment of another year, an amount below nought, a ticket without price or over it.
    """
    _check(year, payments)
    rate, ordered = _exempt_rate(), sorted(payments, key=lambda payment: payment.on)
    lines = tuple(Line(payment, _split(year, ordered[: place + 1], rate)) for place, payment in enumerate(ordered))
    return lines, lines[-1].so_far if lines else _split(year, [], rate)


def _split(year: int, payments: Sequence[Payment], rate: float) -> Split:
    tickets = [payment for payment in payments if payment.kind is PaymentKind.TICKET]
    ticket = Cents(sum(payment.amount for payment in tickets))
    others = Cents(sum(payment.amount for payment in payments if payment.kind is not PaymentKind.TICKET))
    asked = shipped.engine("employeur").with_situation(
        {
            "paiement . date": date(year, 12, 31),
            "titre de transport . payé": ticket / 100,
            "titre de transport . exonéré": sum(_exempt(payment, rate) for payment in tickets) / 100,
            "forfait mobilités durables . montant": others / 100,
        }
    )
    doubtful = any(payment.amount * 2 > payment.price for payment in tickets) and not 2022 <= year <= 2025
    return split_of(asked, ticket=ticket, others=others, is_verified=not (tickets and (doubtful or year == FIRST_YEAR)))


def _exempt(payment: Payment, rate: float) -> Cents:
    """What of a ticket payment is exempt: up to that share of that ticket's price."""
    return Cents(min(payment.amount, rounded(payment.price * rate / 10_000)))


def _exempt_rate() -> float:
    """In per cent."""
    asked = shipped.engine("employeur").with_situation({})
    rate = asked.evaluate({"valeur": "titre de transport . taux exonéré", "unité": "%"}).value
    assert isinstance(rate, float)
    return rate


def _check(year: int, payments: Sequence[Payment]) -> None:
    if year < FIRST_YEAR:
        raise Invalid("commute_year_too_old", "year", first=FIRST_YEAR)
    for payment in payments:
        if payment.on.year != year:
            raise Invalid("payment_of_another_year", "on", year=year)
        if payment.amount < 0 or (payment.kind is PaymentKind.TICKET and payment.amount > payment.price):
            raise Invalid("commute_amount_out_of_bounds", "amount")
        if payment.kind is PaymentKind.VOUCHER and year < FIRST_VOUCHER_YEAR:
            raise Invalid("voucher_year_too_old", "kind", first=FIRST_VOUCHER_YEAR)
