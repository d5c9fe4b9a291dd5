"""When an award is paid, to the cent. Pure: terms and a civil date in, instalments out.

An award's amount is the sum of each payment, as the decision says it; the total is the sum of its instalments, so no
rounding ever takes place.
"""

from __future__ import annotations

from datetime import date

from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.kernel import clock
from mob.kernel.money import Cents
from mob.payments.types import Instalment

_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}
# Ten years of monthly payments: beyond it a date was mistyped.
MOST = 120


def instalments(terms: AwardTerms, granted_on: date) -> tuple[Instalment, ...]:
    """Every payment, oldest first; none for a service without money.

    A recurring plan is counted back from its last date, so that the last payment falls exactly on it: 31 December,
    30 November, 31 October… down to the day of the decision, which may be the first.
    """
    if terms.mode is PaymentMode.NONE or terms.amount is None:
        return ()
    if terms.mode is PaymentMode.SINGLE or terms.last_payment_on is None or terms.frequency is None:
        return (Instalment(1, terms.amount, granted_on),)
    days = _days_back(terms.last_payment_on, _MONTHS[terms.frequency], granted_on)
    return tuple(Instalment(number, terms.amount, day) for number, day in enumerate(reversed(days), start=1))


def _days_back(last: date, step: int, first: date) -> list[date]:
    days = [last]
    while len(days) < MOST:
        day = clock.add_months(last, -step * len(days))
        if day < first:
            break
        days.append(day)
    return days


def total(plan: tuple[Instalment, ...]) -> Cents:
    return Cents(sum(each.cents for each in plan))
