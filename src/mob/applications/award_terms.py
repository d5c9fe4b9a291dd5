"""An award as a row keeps it, and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.kernel.money import Cents


def stored(terms: AwardTerms) -> dict[str, Any]:
    """Plain values: cents, codes, an ISO date."""
    return {
        "mode": terms.mode.value,
        "amount_cents": terms.amount,
        "frequency": terms.frequency.value if terms.frequency else None,
        "last_payment_on": terms.last_payment_on.isoformat() if terms.last_payment_on else None,
    }


def read(kept: dict[str, Any]) -> AwardTerms:
    """The award that was kept."""
    amount, last = kept.get("amount_cents"), kept.get("last_payment_on")
    return AwardTerms(
        mode=PaymentMode(kept["mode"]),
        amount=None if amount is None else Cents(amount),
        frequency=Frequency(kept["frequency"]) if kept.get("frequency") else None,
        last_payment_on=date.fromisoformat(last) if last else None,
    )
