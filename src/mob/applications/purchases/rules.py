"""Whether what a service says was bought makes sense. Pure: amounts are whole cents, and sums are exact.

Any wire that brings invoices in (`api/v2`, moB's own) builds the same values and calls `check`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from mob.applications.purchases.types import Address, Customer, Invoice, Product, Seller
from mob.directory.organisations import is_siret
from mob.directory.rules import is_siren
from mob.kernel.errors import Invalid
from mob.kernel.typesetting import is_drawn

MOST_INVOICES, MOST_PRODUCTS, MOST_QUANTITY = 10, 50, 999
MOST_TEXT, MOST_LINE = 120, 200
MOST_CENTS = 10_000_000
MOST_VAT = 3_000  # hundredths of a percent: above every rate of Europe
OLDEST = timedelta(days=366 * 3)
_APE = re.compile(r"[0-9]{2}\.?[0-9]{2}[A-Z]")


def check(invoices: Sequence[Invoice], *, today: date) -> None:
    """Raises Invalid, its pointer naming the member at fault (`invoices.0.products.1.amount_cents`)."""
    if not 0 < len(invoices) <= MOST_INVOICES:
        raise Invalid("purchase_count", "invoices", most=MOST_INVOICES)
    numbers = [(invoice.seller.name, invoice.number) for invoice in invoices]
    for place, invoice in enumerate(invoices):
        at = f"invoices.{place}"
        if numbers.index(numbers[place]) != place:
            raise Invalid("purchase_twice", f"{at}.number")
        _check_invoice(invoice, at, today)


def _check_invoice(invoice: Invoice, at: str, today: date) -> None:
    _text(invoice.number, f"{at}.number", MOST_TEXT)
    if not today - OLDEST <= invoice.bought_on <= today:
        raise Invalid("purchase_date", f"{at}.date")
    _check_seller(invoice.seller, f"{at}.seller")
    _check_customer(invoice.customer, f"{at}.customer")
    if not 0 < len(invoice.products) <= MOST_PRODUCTS:
        raise Invalid("purchase_count", f"{at}.products", most=MOST_PRODUCTS)
    for place, product in enumerate(invoice.products):
        _check_product(product, f"{at}.products.{place}")
    _check_totals(invoice, at)


def _check_totals(invoice: Invoice, at: str) -> None:
    """To the cent: the total is what the lines add up to, with the tax, and without where it is said."""
    _cents(invoice.total, f"{at}.total_cents")
    if invoice.total != sum(product.amount for product in invoice.products):
        raise Invalid("purchase_sum", f"{at}.total_cents")
    if invoice.total_without_tax is None:
        return
    where = f"{at}.total_without_tax_cents"
    _cents(invoice.total_without_tax, where)
    parts = [product.without_tax for product in invoice.products]
    known = [part for part in parts if part is not None]
    is_whole = len(known) == len(parts)
    if invoice.total_without_tax > invoice.total or (is_whole and invoice.total_without_tax != sum(known)):
        raise Invalid("purchase_sum", where)


def _check_product(product: Product, at: str) -> None:
    _text(product.label, f"{at}.label", MOST_TEXT)
    _text(product.detail, f"{at}.detail", MOST_LINE, needed=False)
    if not 0 < product.quantity <= MOST_QUANTITY:
        raise Invalid("purchase_quantity", f"{at}.quantity", most=MOST_QUANTITY)
    _cents(product.amount, f"{at}.amount_cents")
    if product.vat is not None and not 0 <= product.vat <= MOST_VAT:
        raise Invalid("purchase_vat", f"{at}.vat_rate")
    if product.valid_from and product.valid_to and product.valid_to < product.valid_from:
        raise Invalid("purchase_period", f"{at}.valid_to")
    if product.without_tax is not None:
        _cents(product.without_tax, f"{at}.without_tax_cents")
        if not is_taxed(product):
            raise Invalid("purchase_tax", f"{at}.without_tax_cents")


def is_taxed(product: Product) -> bool:
    """Whether both amounts of a line agree with its rate, give or take a cent for each unit: tax is rounded by unit."""
    if product.without_tax is None:
        return True
    if product.vat is None:
        return product.without_tax <= product.amount
    gap = abs(product.amount * 10_000 - product.without_tax * (10_000 + product.vat))
    return gap <= 10_000 * product.quantity


def _check_seller(seller: Seller, at: str) -> None:
    _text(seller.name, f"{at}.name", MOST_TEXT)
    if seller.siret and not is_siret(seller.siret):
        raise Invalid("purchase_siret", f"{at}.siret")
    if seller.siren and not (is_siren(seller.siren) and seller.siret[:9] in ("", seller.siren)):
        raise Invalid("purchase_siren", f"{at}.siren")
    if seller.ape and not _APE.fullmatch(seller.ape):
        raise Invalid("purchase_ape", f"{at}.ape")
    _check_address(seller.address, f"{at}.address")


def _check_address(address: Address, at: str) -> None:
    for name in ("street", "postcode", "city"):
        _text(getattr(address, name), f"{at}.{name}", MOST_TEXT, needed=False)


def _check_customer(customer: Customer, at: str) -> None:
    _text(customer.first_name, f"{at}.first_name", MOST_TEXT)
    _text(customer.last_name, f"{at}.last_name", MOST_TEXT)
    _text(customer.reference, f"{at}.reference", MOST_TEXT, needed=False)
    _text(customer.address, f"{at}.address", MOST_LINE, needed=False)


def _text(value: str, at: str, most: int, *, needed: bool = True) -> None:
    """One line that can be drawn: what she reads is what the agent will. No line break, no picture."""
    if (needed and not value.strip()) or len(value) > most or not all(map(is_drawn, value)):
        raise Invalid("purchase_text", at, most=most)


def _cents(value: int, at: str) -> None:
    if not 0 <= value <= MOST_CENTS:
        raise Invalid("purchase_cents", at, most=MOST_CENTS)
