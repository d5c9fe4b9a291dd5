"""A proof of purchase in words, for the person who decides what becomes of it. Everything of it is shown, nothing summed up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mob.applications.purchases import plain
from mob.applications.purchases.types import Invoice, Offer, Product
from mob.kernel.money import format_euros
from mob.web.components import Row
from mob.web.formats import NBSP, datetime_long, long_date


@dataclass(frozen=True, slots=True)
class Sheet:
    """One invoice."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Card:
    """`what`: how much for what, in a line; `source`: from whom; `until`: the last moment it waits."""

    id: UUID
    title: str
    what: str
    until: str
    service: str
    source: str
    sheets: list[Sheet]


def card(offer: Offer, language: str) -> Card:
    said = {"service": offer.service, "operator": offer.operator, "date": long_date(offer.received_at, language)}
    return Card(
        id=offer.id,
        title=_("Proof of purchase handed over by %(service)s on %(date)s") % said,
        what=_what(offer, language),
        until=datetime_long(offer.ends_at, language),
        service=offer.service,
        source=_("Handed over by %(service)s on %(date)s. This service is run by %(operator)s.") % said,
        sheets=[_sheet(each, language) for each in offer.invoices],
    )


def _what(offer: Offer, language: str) -> str:
    """`Abonnement mensuel, 49,90 €`; the first product stands for the others."""
    lines = [product for invoice in offer.invoices for product in invoice.products]
    said = {"label": lines[0].label, "count": len(lines) - 1, "amount": format_euros(offer.total, language)}
    if len(lines) == 1:
        return _("%(label)s, %(amount)s") % said
    return ngettext(
        "%(label)s and %(count)d other line, %(amount)s",
        "%(label)s and %(count)d other lines, %(amount)s",
        len(lines) - 1,
    ) % (said)


def _sheet(each: Invoice, language: str) -> Sheet:
    said = {"number": each.number, "date": long_date(each.bought_on, language)}
    rows = [Row(_("Sold by"), _seller(each)), Row(_("Bought by"), _customer(each))]
    rows += [_line(product, language) for product in each.products]
    if each.total_without_tax is not None:
        rows.append(Row(_("Total without tax"), format_euros(each.total_without_tax, language)))
    rows.append(Row(_("Total with tax"), format_euros(each.total, language)))
    return Sheet(_("Invoice or order %(number)s, %(date)s") % said, rows)


def _seller(each: Invoice) -> str:
    seller = each.seller
    place = f"{seller.address.postcode} {seller.address.city}".strip()
    number = f"SIRET{NBSP}{seller.siret}" if seller.siret else (f"SIREN{NBSP}{seller.siren}" if seller.siren else "")
    ape = f"APE{NBSP}{seller.ape}" if seller.ape else ""
    return _joined(seller.name, seller.address.street, place, number, ape)


def _customer(each: Invoice) -> str:
    customer = each.customer
    number = _("customer number %(number)s") % {"number": customer.reference} if customer.reference else ""
    return _joined(f"{customer.first_name} {customer.last_name}", customer.address, number)


def _line(product: Product, language: str) -> Row:
    label = product.label if product.quantity == 1 else f"{product.label}{NBSP}× {product.quantity}"
    return Row(
        label,
        _joined(
            format_euros(product.amount, language),
            _without_tax(product, language),
            _rate(product, language),
            _period(product, language),
            product.detail,
        ),
    )


def _without_tax(product: Product, language: str) -> str:
    if product.without_tax is None:
        return ""
    return _("%(amount)s without tax") % {"amount": format_euros(product.without_tax, language)}


def _rate(product: Product, language: str) -> str:
    if product.vat is None:
        return ""
    rate = plain.rate_text(product.vat)
    written = f"{rate.replace('.', ',')}{NBSP}%" if language.startswith("fr") else f"{rate}%"
    return _("VAT %(rate)s") % {"rate": written}


def _period(product: Product, language: str) -> str:
    start, end = (long_date(day, language) if day else "" for day in (product.valid_from, product.valid_to))
    if start and end:
        return _("valid from %(start)s to %(end)s") % {"start": start, "end": end}
    if start:
        return _("valid from %(start)s") % {"start": start}
    return _("valid until %(end)s") % {"end": end} if end else ""


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
