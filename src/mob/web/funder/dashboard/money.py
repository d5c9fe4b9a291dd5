"""The money of a year on the dashboard: what each aid has, what is promised, paid and left; each opens its envelope."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mob.kernel.money import Cents, format_euros
from mob.payments import selectors
from mob.payments.types import EnvelopeView
from mob.web import charts
from mob.web.charts import Bar
from mob.web.funder.access import Request, language
from mob.web.funder.dashboard.parts import Cell, Figure, Reader, share
from mob.web.funder.envelopes import HOME


def envelopes(request: Request, reader: Reader, this_year: int) -> Figure:
    """Of the year chosen, or of this one. Money belongs to an aid, never to one community: none is shown for one."""
    year = reader.scope.year or this_year
    found = [] if reader.scope.community_id else _of(request, reader, year)
    title = _("Money of the aids in %(year)d") % {"year": year}
    said = ", ".join(f"{each.aid_title} {_spent(each)}" for each in found)
    drawn = [Bar(each.aid_title, _part(each), _spent(each), "no" if each.is_spent else "ok") for each in found]
    return Figure(
        "envelopes",
        title,
        charts.bars("envelopes", title, said, drawn, most=100),
        ["", _("Money for the year"), _("Granted, to pay"), _("Paid"), _("Left")],
        [(each.aid_title, _cells(each)) for each in found],
        _("The bar is what is granted or paid, out of the money for the year."),
    )


def _of(request: Request, reader: Reader, year: int) -> list[EnvelopeView]:
    found = selectors.envelopes_of_year(request.actor, year, language=language())
    return [each for each in found if reader.scope.aid_id in (None, each.aid_id)]


def _cells(envelope: EnvelopeView) -> list[Cell]:
    address = f"{HOME}#enveloppe-{envelope.id}"
    cap = _("no ceiling") if envelope.cap is None else _euros(envelope.cap)
    left = "–" if envelope.left is None else _euros(envelope.left)
    return [Cell(shown, address) for shown in (cap, _euros(envelope.committed), _euros(envelope.paid), left)]


def _euros(cents: Cents) -> str:
    return format_euros(cents, language())


def _part(envelope: EnvelopeView) -> float:
    """What is granted or paid, in hundredths of the money for the year; nothing without a ceiling."""
    return min(100.0, 100 * (envelope.committed + envelope.paid) / envelope.cap) if envelope.cap else 0.0


def _spent(envelope: EnvelopeView) -> str:
    return share(envelope.committed + envelope.paid, envelope.cap or 0)
