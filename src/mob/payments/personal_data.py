"""The share of payments in a person's data: what was granted and paid is accounted for, bank details are not kept idly.

Kept ten years from the closing of the financial year (Code de commerce, article L123-22; décret n° 2012-1246, article
52 for public accounts).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.payments import reading, retention
from mob.payments.models import Award, BankDetails, Order
from mob.payments.types import UNPAID

YEARS_KEPT = 10
_UNPAID = {state.value for state in UNPAID}


class PaymentData:
    """Serves `identity.ports.PersonalData`."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        return [
            ExportFile(f"demandes/{award.application.reference}/paiements.json", _content(award))
            for award in _of(user_id)
        ]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        return []

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        return [
            Retained(_("Payment of %(reference)s") % {"reference": award.application.reference}, _reason(award), until)
            for award in _of(user_id)
            for until in [date(civil_date(award.granted_at).year + YEARS_KEPT, 12, 31)]
        ]

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """Bank details go at once, unless the funder still has to pay: they go once it has."""
        for award in _of(user_id):
            if not _is_unpaid(award):
                for row in award.bank_details.filter(document__isnull=False):
                    retention.forget(row, now)


def _of(user_id: UUID) -> list[Award]:
    rows = Award.objects.filter(application__citizen_id=user_id).select_related("application")
    return list(rows.prefetch_related("orders", "bank_details").order_by("granted_at"))


def _is_unpaid(award: Award) -> bool:
    return award.ended_at is None and any(order.state in _UNPAID for order in award.orders.all())


def _reason(award: Award) -> str:
    if _is_unpaid(award):
        return _(
            "The funder still has to pay you, then must account for it. Your bank details go thirteen months after."
        )
    return _("The funder must account for what it paid.")


def _content(award: Award) -> bytes:
    details = reading.details_of(award)
    content = {
        "granted_at": award.granted_at.isoformat(),
        "total_cents": award.total_cents,
        "bank_details": _details(details) if details else None,
        "payments": [_order(order) for order in award.orders.all()],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _details(row: BankDetails) -> dict[str, Any]:
    return {"iban": row.masked, "given_at": row.given_at.isoformat(), "sealed_to_the_funder": bool(row.document_id)}


def _order(row: Order) -> dict[str, Any]:
    return {
        "code": row.code,
        "cents": row.cents,
        "due_on": row.due_on.isoformat(),
        "state": row.state,
        "paid_on": row.paid_on.isoformat() if row.paid_on else None,
    }
