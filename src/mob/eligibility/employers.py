"""What an employer pays towards commuting in a civil year, and what of it is exempt: a door to `employeur.publicodes`.

Private sector. Rules, caps by date and sources stand in the model; fuel and the public service are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mob.eligibility import shipped
from mob.kernel.errors import Invalid
from mob.kernel.money import MAX_CENTS, Cents, from_rule
from publicodes import Engine

# The sustainable-mobility allowance begins in 2020 (law of 24 December 2019); the mobility voucher in 2022.
FIRST_YEAR, FIRST_VOUCHER_YEAR = 2020, 2022
LEAST_SHARE, WHOLE = 50, 100
_NONE = Cents(0)


@dataclass(frozen=True, slots=True)
class Commute:
    """A year of an employee. Amounts in cents a year, shares in per cent.

    `ticket_price` is the price of all season tickets of the year, `ticket_share` what the employer takes of it (50 to
    100), `working_time` the part of a full-time job (1 to 100). `on` is any day of the year of payment.
    """

    on: date
    ticket_price: Cents = _NONE
    ticket_share: int = LEAST_SHARE
    allowance: Cents = _NONE
    voucher: Cents = _NONE
    working_time: int = WHOLE


@dataclass(frozen=True, slots=True)
class Split:
    """What is paid, in cents: `paid` is exactly `exempt` + `taxable`; `room` is what is left under `cap`.

    `is_verified` is False where the model rests on a row not yet read again in the official text.
    """

    ticket: Cents
    paid: Cents
    exempt: Cents
    taxable: Cents
    cap: Cents
    room: Cents
    is_verified: bool


def split(commute: Commute) -> Split:
    """Exempt and taxable parts (articles L3261-2 to L3261-5 and R3261-1 to -14 of the Labour Code; CGI 81, 19° ter).

    Raises `Invalid` for a year before the allowance, a share under half, a working time or amount out of bounds.
    """
    _check(commute)
    asked = shipped.engine("employeur").with_situation(
        {
            "paiement . date": commute.on,
            "emploi . quotité": f"{commute.working_time} %",
            "titre de transport . prix": commute.ticket_price / 100,
            "titre de transport . taux": f"{commute.ticket_share} %",
            "forfait mobilités durables . montant": commute.allowance / 100,
            "titre-mobilité . montant": commute.voucher / 100 or None,
        }
    )
    # Exempt up to 75 % is sure for whole jobs from 2022 to 2025; the cap of both together is not read again for 2020.
    doubtful = commute.ticket_share > LEAST_SHARE and (
        commute.working_time < LEAST_SHARE or not 2022 <= commute.on.year <= 2025
    )
    with_ticket = bool(commute.ticket_price)
    return split_of(
        asked,
        ticket=_cents(asked, "titre de transport . payé"),
        others=Cents(commute.allowance + commute.voucher),
        is_verified=not (with_ticket and (doubtful or commute.on.year == FIRST_YEAR)),
    )


def split_of(asked: Engine, *, ticket: Cents, others: Cents, is_verified: bool) -> Split:
    """Reads the split of an engine that holds a situation; what is taxable is what remains, so that the sum is exact."""
    paid, exempt, cap = Cents(ticket + others), _cents(asked, "exonéré"), _cents(asked, "plafond")
    exempt = Cents(min(exempt, paid))
    return Split(ticket, paid, exempt, Cents(paid - exempt), cap, Cents(max(cap - exempt, 0)), is_verified)


def sources() -> Mapping[str, str]:
    """The texts the model rests on, by name in order: their addresses."""
    found: dict[str, str] = {}
    for rule in shipped.engine("employeur").rules.values():
        found |= rule.raw.get("références") or {}
    return dict(sorted(found.items()))


def _cents(asked: Engine, rule: str) -> Cents:
    value = asked.evaluate(rule).value
    assert isinstance(value, float)
    return rounded(value)


def rounded(euros: float) -> Cents:
    """Cents, half-up. The noise of binary fractions goes first: 75 % of 0.58 € is 0.435, not 0.43499999999999994."""
    return from_rule(round(euros, 6))


def _check(commute: Commute) -> None:
    if commute.on.year < FIRST_YEAR:
        raise Invalid("commute_year_too_old", "on", first=FIRST_YEAR)
    if not LEAST_SHARE <= commute.ticket_share <= WHOLE:
        raise Invalid("ticket_share_out_of_bounds", "ticket_share")
    if not 1 <= commute.working_time <= WHOLE:
        raise Invalid("working_time_out_of_bounds", "working_time")
    for pointer in ("ticket_price", "allowance", "voucher"):
        if not 0 <= getattr(commute, pointer) <= MAX_CENTS:
            raise Invalid("commute_amount_out_of_bounds", pointer)
    if commute.voucher and commute.on.year < FIRST_VOUCHER_YEAR:
        raise Invalid("voucher_year_too_old", "voucher", first=FIRST_VOUCHER_YEAR)
