"""`/api/v2/purchases`: what a person bought at a linked service, handed over to wait for her. Never joined by itself.

Here is the wire alone: members and their types. What makes sense of them is `applications.purchases.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mob.api.v2.aids import page_of
from mob.api.v2.answers import object_of, said
from mob.api.v2.bearer import Bearer, endpoint
from mob.api.v2.keys import key_of
from mob.api.v2.queries import nothing_but_language
from mob.applications.purchases import handing, plain
from mob.applications.purchases.rules import MOST_CENTS, MOST_INVOICES, MOST_LINE, MOST_PRODUCTS, MOST_QUANTITY
from mob.applications.purchases.types import Address, Customer, Invoice, Product, Received, Seller
from mob.identity.oidc_types import Scope
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents

Object = Mapping[str, Any]


def _handed(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """201 with the page where she finds it; 200 for a request sent again."""
    nothing_but_language(request)
    key, asked = key_of(request), object_of(request)
    _only(asked, "", "aid", "invoices")
    made = handing.hand_over(
        bearer.actor, bearer.link_id, aid=_aid(asked), invoices=_invoices(asked), key=key, now=bearer.now
    )
    response = said(_plain(made), 201 if made.is_new else 200)
    response.headers["Location"] = f"{request.path}/{made.id}"
    return response


def _one(request: HttpRequest, bearer: Bearer, purchase_id: UUID) -> HttpResponse:
    nothing_but_language(request)
    return said(_plain(handing.found(bearer.actor, bearer.link_id, purchase_id, now=bearer.now)))


def _taken_back(request: HttpRequest, bearer: Bearer, purchase_id: UUID) -> HttpResponse:
    """204, also when it waited no more."""
    nothing_but_language(request)
    handing.take_back(bearer.actor, bearer.link_id, purchase_id, now=bearer.now)
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


purchases = endpoint(POST=(Scope.METADATA, _handed))
purchase = endpoint(GET=(Scope.METADATA, _one), DELETE=(Scope.METADATA, _taken_back))


def _plain(each: Received) -> dict[str, Any]:
    """`state` says no more than that it waits: what she did with it is between her and the funder."""
    aid = each.aid
    return {
        "id": str(each.id),
        "state": "waiting" if each.is_waiting else "ended",
        "aid": {"slug": aid.slug, "title": aid.title, "page": page_of(aid.slug)} if aid else None,
        "received_at": each.received_at.isoformat(),
        "kept_until": each.ends_at.isoformat(),
        "page": page_for(each),
    }


def page_for(each: Received) -> str:
    """Where to lead her: to the start of that aid's application, else to what was handed over."""
    public = settings.ENV.public_url
    if each.aid:
        return f"{public}/aides/{each.aid.slug}/demander?justificatif={each.id}"
    return f"{public}/mon-compte/services-lies/justificatifs/{each.id}"


def _aid(asked: Object) -> str:
    slug = asked.get("aid", "")
    if not isinstance(slug, str) or len(slug) > 200 or "\0" in slug or ("aid" in asked and not slug):
        raise Invalid("api_text", "aid")
    return slug


def _invoices(asked: Object) -> tuple[Invoice, ...]:
    found = _list(asked, "invoices", "", MOST_INVOICES)
    return tuple(_invoice(_object(each, at), at) for each, at in found)


def _invoice(each: Object, at: str) -> Invoice:
    _only(each, at, "number", "date", "seller", "customer", "products", "total_cents", "total_without_tax_cents")
    products = _list(each, "products", at, MOST_PRODUCTS)
    return Invoice(
        number=_text(each, "number", at),
        bought_on=cast("date", _day(each, "date", at, needed=True)),
        seller=_seller(_object(each.get("seller"), f"{at}.seller"), f"{at}.seller"),
        customer=_customer(_object(each.get("customer"), f"{at}.customer"), f"{at}.customer"),
        products=tuple(_product(_object(product, where), where) for product, where in products),
        total=cast("Cents", _cents(each, "total_cents", at, needed=True)),
        total_without_tax=_cents(each, "total_without_tax_cents", at),
    )


def _seller(each: Object, at: str) -> Seller:
    _only(each, at, "name", "siret", "siren", "ape", "address")
    address = _object(each.get("address", {}), f"{at}.address")
    _only(address, f"{at}.address", "street", "postcode", "city")
    names = ("street", "postcode", "city")
    return Seller(
        name=_text(each, "name", at),
        siret=_text(each, "siret", at),
        siren=_text(each, "siren", at),
        ape=_text(each, "ape", at),
        address=Address(*(_text(address, name, f"{at}.address") for name in names)),
    )


def _customer(each: Object, at: str) -> Customer:
    names = ("first_name", "last_name", "reference", "address")
    _only(each, at, *names)
    return Customer(*(_text(each, name, at) for name in names))


def _product(each: Object, at: str) -> Product:
    known = ("label", "quantity", "amount_cents", "vat_rate", "without_tax_cents", "valid_from", "valid_to", "detail")
    _only(each, at, *known)
    quantity = each.get("quantity")
    if type(quantity) is not int:
        raise Invalid("purchase_quantity", f"{at}.quantity", most=MOST_QUANTITY)
    return Product(
        label=_text(each, "label", at),
        quantity=quantity,
        amount=cast("Cents", _cents(each, "amount_cents", at, needed=True)),
        vat=_rate(each, at),
        without_tax=_cents(each, "without_tax_cents", at),
        valid_from=_day(each, "valid_from", at),
        valid_to=_day(each, "valid_to", at),
        detail=_text(each, "detail", at),
    )


def _only(each: Object, at: str, *names: str) -> None:
    """What else was sent is named, so that nobody believes that it was taken."""
    for name in each:
        if name not in names:
            raise Invalid("api_unknown_name", f"{at}.{name[:60]}".lstrip("."), value=name[:60])


def _object(value: Any, at: str) -> Object:
    if not isinstance(value, dict):
        raise Invalid("purchase_object", at)
    return value


def _list(each: Object, name: str, at: str, most: int) -> list[tuple[Any, str]]:
    """Its items, each with its place. How many there may be is looked at before any of them."""
    found, where = each.get(name), f"{at}.{name}".lstrip(".")
    if not isinstance(found, list) or len(found) > most:
        raise Invalid("purchase_count", where, most=most)
    return [(item, f"{where}.{place}") for place, item in enumerate(found)]


def _text(each: Object, name: str, at: str) -> str:
    """Empty where it is not said: whether it may be is the rule's to tell."""
    value = each.get(name, "")
    if not isinstance(value, str):
        raise Invalid("purchase_text", f"{at}.{name}", most=MOST_LINE)
    return value.strip()


def _cents(each: Object, name: str, at: str, *, needed: bool = False) -> Cents | None:
    """A whole number: neither a fraction, a text nor true."""
    if name not in each and not needed:
        return None
    value = each.get(name)
    if type(value) is not int:
        raise Invalid("purchase_cents", f"{at}.{name}", most=MOST_CENTS)
    return Cents(value)


def _rate(each: Object, at: str) -> int | None:
    """In percent, as exact text (`5.5`)."""
    if "vat_rate" not in each:
        return None
    try:
        return plain.rate_of(each["vat_rate"] if isinstance(each["vat_rate"], str) else "-")
    except ValueError:
        raise Invalid("purchase_vat", f"{at}.vat_rate") from None


def _day(each: Object, name: str, at: str, *, needed: bool = False) -> date | None:
    if name not in each and not needed:
        return None
    value = each.get(name)
    try:
        # No other form of ISO 8601 has ten characters and two dashes there.
        if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Invalid("purchase_day", f"{at}.{name}")
