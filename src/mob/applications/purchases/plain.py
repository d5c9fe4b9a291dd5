"""Invoices as plain values and back: what is sealed, and what the person takes away with her data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mob.applications.purchases.types import Address, Customer, Invoice, Product, Seller
from mob.kernel.money import Cents


def to_plain(invoices: Sequence[Invoice]) -> list[dict[str, Any]]:
    """In the members of `POST /api/v2/purchases`. What was not said is left out."""
    return [_invoice(each) for each in invoices]


def _invoice(each: Invoice) -> dict[str, Any]:
    seller, customer = each.seller, each.customer
    address = {"street": seller.address.street, "postcode": seller.address.postcode, "city": seller.address.city}
    said = {"name": seller.name, "siret": seller.siret, "siren": seller.siren, "ape": seller.ape}
    bought_by = {"first_name": customer.first_name, "last_name": customer.last_name}
    bought_by |= {"reference": customer.reference, "address": customer.address}
    return _said(
        {
            "number": each.number,
            "date": each.bought_on.isoformat(),
            "seller": _said(said | {"address": _said(address)}),
            "customer": _said(bought_by),
            "products": [_product(product) for product in each.products],
            "total_cents": each.total,
            "total_without_tax_cents": each.total_without_tax,
        }
    )


def _product(each: Product) -> dict[str, Any]:
    return _said(
        {
            "label": each.label,
            "quantity": each.quantity,
            "amount_cents": each.amount,
            "vat_rate": rate_text(each.vat) if each.vat is not None else None,
            "without_tax_cents": each.without_tax,
            "valid_from": each.valid_from.isoformat() if each.valid_from else None,
            "valid_to": each.valid_to.isoformat() if each.valid_to else None,
            "detail": each.detail,
        }
    )


def _said(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, "", {})}


def rate_text(vat: int) -> str:
    """A rate in hundredths of a percent as exact text: 550 is `5.5`, 2000 is `20`."""
    whole, rest = divmod(vat, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def rate_of(text: str) -> int:
    """The rate of such a text. Raises ValueError for anything else."""
    whole, _point, rest = text.partition(".")
    digits = whole.isascii() and whole.isdecimal() and len(whole) <= 2
    if not digits or (_point and not (rest.isascii() and rest.isdecimal() and len(rest) <= 2)):
        raise ValueError(text[:20])
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def from_plain(found: Sequence[Mapping[str, Any]]) -> tuple[Invoice, ...]:
    """What `to_plain` wrote."""
    return tuple(_read(each) for each in found)


def _read(each: Mapping[str, Any]) -> Invoice:
    seller, customer = dict(each["seller"]), dict(each["customer"])
    address = Address(**seller.pop("address", {}))
    return Invoice(
        number=each["number"],
        bought_on=date.fromisoformat(each["date"]),
        seller=Seller(**seller, address=address),
        customer=Customer(**customer),
        products=tuple(_read_product(product) for product in each["products"]),
        total=Cents(each["total_cents"]),
        total_without_tax=_cents(each.get("total_without_tax_cents")),
    )


def _read_product(each: Mapping[str, Any]) -> Product:
    return Product(
        label=each["label"],
        quantity=each["quantity"],
        amount=Cents(each["amount_cents"]),
        vat=rate_of(each["vat_rate"]) if "vat_rate" in each else None,
        without_tax=_cents(each.get("without_tax_cents")),
        valid_from=_day(each.get("valid_from")),
        valid_to=_day(each.get("valid_to")),
        detail=each.get("detail", ""),
    )


def _cents(value: int | None) -> Cents | None:
    return None if value is None else Cents(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
