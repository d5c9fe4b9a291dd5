"""The paper that joined invoices become: a tagged PDF (PDF/UA-1) in French, for the agent who reads it.

It says of itself whose word it is. See `kernel/typesetting.py`.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mob.applications.letters import day
from mob.applications.purchases import plain
from mob.applications.purchases.types import Invoice, Offer, Product
from mob.kernel import typesetting
from mob.kernel.clock import civil_date
from mob.kernel.money import format_euros

_TEMPLATE = files(__name__.rpartition(".")[0]).joinpath("purchase.typ").read_bytes()


def pdf(offer: Offer) -> bytes:
    """One page or more for each invoice."""
    return typesetting.pdf(_TEMPLATE, "purchase", told(offer))


def told(offer: Offer) -> dict[str, Any]:
    """Every word of the paper, in French."""
    with override("fr"):
        said = {"service": offer.service, "operator": offer.operator}
        said |= {"date": day(civil_date(offer.received_at))}
        return {
            "title": _("Proof of purchase"),
            "author": offer.operator,
            "source": _("Handed over by %(service)s (%(operator)s) on %(date)s, in the name of the person.") % said,
            "nature": _("Drawn up by moB from what the operator sent. moB did not check it with the seller."),
            "columns": [_("Quantity"), _("What was bought"), _("VAT"), _("Amount with tax")],
            "invoices": [_invoice(each) for each in offer.invoices],
        }


def _invoice(each: Invoice) -> dict[str, Any]:
    seller, customer = each.seller, each.customer
    numbers = [
        _("SIRET %(number)s") % {"number": seller.siret} if seller.siret else "",
        _("SIREN %(number)s") % {"number": seller.siren} if seller.siren and not seller.siret else "",
        _("APE code %(number)s") % {"number": seller.ape} if seller.ape else "",
    ]
    place = f"{seller.address.postcode} {seller.address.city}".strip()
    reference = _("Customer number %(number)s") % {"number": customer.reference} if customer.reference else ""
    bought_by = [f"{customer.first_name} {customer.last_name}", customer.address, reference]
    totals = [[_("Total with tax"), format_euros(each.total)]]
    if each.total_without_tax is not None:
        totals.insert(0, [_("Total without tax"), format_euros(each.total_without_tax)])
    return {
        "number": _("Invoice or order %(number)s, %(date)s") % {"number": each.number, "date": day(each.bought_on)},
        "seller": [line for line in [seller.name, seller.address.street, place, *numbers] if line],
        "sold_to": _("Bought by"),
        "customer": [line for line in bought_by if line],
        "lines": [_line(product) for product in each.products],
        "totals": totals,
    }


def _line(product: Product) -> dict[str, Any]:
    vat = f"{plain.rate_text(product.vat).replace('.', ',')}\u00a0%" if product.vat is not None else ""
    return {
        "quantity": str(product.quantity),
        "label": product.label,
        "detail": [line for line in (period(product), product.detail, _without_tax(product)) if line],
        "vat": vat,
        "amount": format_euros(product.amount),
    }


def _without_tax(product: Product) -> str:
    if product.without_tax is None:
        return ""
    return _("%(amount)s without tax") % {"amount": format_euros(product.without_tax)}


def period(product: Product) -> str:
    """When it is valid, in words; empty where it was not said."""
    if product.valid_from and product.valid_to:
        said = {"start": day(product.valid_from), "end": day(product.valid_to)}
        return _("Valid from %(start)s to %(end)s") % said
    if product.valid_from:
        return _("Valid from %(start)s") % {"start": day(product.valid_from)}
    return _("Valid until %(end)s") % {"end": day(product.valid_to)} if product.valid_to else ""
