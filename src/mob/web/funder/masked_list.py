"""The list to pay as the server can write it: the same columns, accounts masked. For files, follow-up and checks."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mob.exports.types import Cell, Format
from mob.exports.writers import delimited, opendocument
from mob.kernel import clock
from mob.payments import selectors
from mob.payments.types import OrderState, PayLine
from mob.web.citizen.payment import REJECTIONS
from mob.web.funder.access import Request, at_the_desk, language
from mob.web.funder.to_pay import headings, tab_of

_WRITERS = {Format.CSV: delimited.write, Format.ODS: opendocument.write}


@require_safe
@at_the_desk
def file(request: Request, fmt: str) -> HttpResponseBase:
    """One list as ODS or CSV."""
    now, kind, tab = clock.now(), Format(fmt), tab_of(request.GET.get("vue", ""))
    lines = selectors.pay_list(request.actor, tab, now=now, language=language())
    with tempfile.TemporaryDirectory(prefix="mob-pay-") as folder:
        target = Path(folder) / "list"
        _WRITERS[kind](target, headings(), [_cells(line) for line in lines], _("To pay"), language())
        response = HttpResponse(target.read_bytes(), content_type=kind.media_type)
    name = f"versements-{clock.civil_date(now):%Y-%m-%d}.{kind.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _cells(line: PayLine) -> list[Cell]:
    order = line.order
    return [
        order.code,
        line.applicant_name,
        line.details.masked if line.details else "",
        Decimal(order.cents) / 100,
        line.aid_title,
        line.budget_line,
        line.deliberation,
        line.reference,
        order.paid_on,
        str(REJECTIONS[order.rejection]) if order.state is OrderState.REJECTED and order.rejection else "",
    ]
