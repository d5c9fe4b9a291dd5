"""What a service says was bought: sums exact to the cent, every text bounded, and the same words sealed and read back."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.applications.purchases import paper, plain, rules, sealing
from mob.applications.purchases.types import Address, Customer, Invoice, Offer, Product, Seller
from mob.kernel import typesetting
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents
from tests.factories.pdf_text import text_of

TODAY = date(2026, 3, 11)
SELLER = Seller("Transports de Valmont", siret="73282932000074", siren="732829320", ape="49.31Z")
HER = Customer("Léa", "Morel")
RATES = (0, 90, 105, 175, 210, 550, 850, 1_000, 1_300, 2_000)
EVERY = "".join(filter(typesetting.is_drawn, map(chr, range(0x2200))))
texts = st.text(st.sampled_from(EVERY), min_size=1, max_size=40).filter(str.strip)
days = st.dates(TODAY - timedelta(days=900), TODAY)


def taxed(without: int, rate: int) -> int:
    """What a till prints for a line."""
    return int((Decimal(without) * (10_000 + rate) / 10_000).quantize(Decimal(1), ROUND_HALF_UP))


@st.composite
def products(draw: st.DrawFn) -> Product:
    rate, quantity, without = draw(st.sampled_from(RATES)), draw(st.integers(1, 20)), draw(st.integers(0, 90_000))
    start = draw(st.none() | days)
    return Product(
        label=draw(texts),
        quantity=quantity,
        amount=Cents(quantity * taxed(without, rate)),
        vat=rate,
        without_tax=draw(st.none() | st.just(Cents(quantity * without))),
        valid_from=start,
        valid_to=start + timedelta(days=draw(st.integers(0, 366))) if start else None,
        detail=draw(st.just("") | texts),
    )


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    bought = tuple(draw(st.lists(products(), min_size=1, max_size=5)))
    parts = [each.without_tax for each in bought]
    known = [part for part in parts if part is not None]
    return Invoice(
        number=draw(texts),
        bought_on=draw(days),
        seller=dataclasses.replace(SELLER, address=Address(*draw(st.tuples(*[st.just("") | texts] * 3)))),
        customer=Customer(draw(texts), draw(texts), draw(st.just("") | texts), draw(st.just("") | texts)),
        products=bought,
        total=Cents(sum(each.amount for each in bought)),
        total_without_tax=Cents(sum(known)) if len(known) == len(parts) else None,
    )


def one(**changes: Any) -> Invoice:
    product = Product("Abonnement", 1, Cents(4_990), vat=1_000, without_tax=Cents(4_536))
    return dataclasses.replace(Invoice("F-1", TODAY, SELLER, HER, (product,), Cents(4_990), Cents(4_536)), **changes)


def refused(*found: Invoice) -> tuple[str, str]:
    with pytest.raises(Invalid) as error:
        rules.check(found, today=TODAY)
    return error.value.code, error.value.pointer


@given(invoices())
@settings(max_examples=60)
def test_what_a_till_prints_is_taken_whatever_the_rate_and_the_rounding(invoice: Invoice) -> None:
    rules.check([invoice], today=TODAY)  # raises when it is not
    assert all(map(rules.is_taxed, invoice.products))


@given(invoices(), st.integers(-50_000, 50_000).filter(bool))
@settings(max_examples=60)
def test_a_total_that_is_off_by_anything_is_refused(invoice: Invoice, off: int) -> None:
    wrong = dataclasses.replace(invoice, total=Cents(max(0, invoice.total + off)))
    if wrong.total != invoice.total:
        assert refused(wrong) == ("purchase_sum", "invoices.0.total_cents")


@given(st.sampled_from(RATES), st.integers(1, 50), st.integers(0, 90_000), st.integers(2, 10_000))
def test_a_tax_that_is_off_by_more_than_a_cent_a_unit_is_refused(
    rate: int, quantity: int, without: int, off: int
) -> None:
    amount, excl = quantity * taxed(without, rate), Cents(quantity * without)
    line = Product("x", quantity, Cents(amount + off * quantity), vat=rate, without_tax=excl)
    assert not rules.is_taxed(line)
    assert rules.is_taxed(dataclasses.replace(line, amount=Cents(amount)))


@given(st.lists(invoices(), min_size=1, max_size=3))
@settings(max_examples=40)
def test_what_is_kept_is_what_was_said_and_opens_for_that_link_and_row_alone(found: list[Invoice]) -> None:
    link, row = uuid4(), uuid4()
    assert plain.from_plain(plain.to_plain(found)) == tuple(found)
    sealed = sealing.seal(found, link=link, row=row, secret="s")
    assert sealing.unseal(sealed, link=link, row=row, secret="s") == tuple(found)
    others: list[dict[str, Any]] = [
        {"link": uuid4(), "row": row, "secret": "s"},
        {"link": link, "row": uuid4(), "secret": "s"},
        {"link": link, "row": row, "secret": "t"},
    ]
    for other in others:
        with pytest.raises(sealing.BrokenSealError):
            sealing.unseal(sealed, **other)


def test_the_length_of_what_is_kept_does_not_tell_one_purchase_from_another() -> None:
    lengths = {
        len(sealing.seal([one(number="x" * size)], link=UUID(int=1), row=UUID(int=2), secret="s"))
        for size in (1, 50, 120)
    }
    assert len(lengths) == 1


@given(st.integers(0, 9_999))
def test_a_rate_is_written_and_read_without_a_fraction_of_a_computer(rate: int) -> None:
    assert plain.rate_of(plain.rate_text(rate)) == rate
    assert plain.rate_text(rate) == format(Decimal(rate) / 100, "f").rstrip("0").rstrip(".") or rate % 100 == 0


@pytest.mark.parametrize("text", ["", "-1", "5,5", "5.555", "100", "1e1", ".5", " 5", "\u0665", "5.", "NaN", "5.5.5"])
def test_no_other_text_is_a_rate(text: str) -> None:
    with pytest.raises(ValueError):
        plain.rate_of(text)


def line(**changes: Any) -> Invoice:
    """An invoice whose one line is changed, and whose totals follow."""
    product = dataclasses.replace(Product("Abonnement", 1, Cents(4_990)), **changes)
    return one(products=(product,), total=product.amount, total_without_tax=None)


@pytest.mark.parametrize(
    ("invoice", "code", "pointer"),
    [
        (one(number=" "), "purchase_text", "number"),
        (one(number="x" * 121), "purchase_text", "number"),
        (one(number="F\u202e1"), "purchase_text", "number"),
        (one(number="F\n1"), "purchase_text", "number"),
        (one(number="F\U0001f6b2"), "purchase_text", "number"),
        (one(number="\u6f22"), "purchase_text", "number"),
        (one(bought_on=TODAY + timedelta(days=1)), "purchase_date", "date"),
        (one(bought_on=TODAY - timedelta(days=1_099)), "purchase_date", "date"),
        (one(seller=dataclasses.replace(SELLER, name="")), "purchase_text", "seller.name"),
        (one(seller=dataclasses.replace(SELLER, siret="73282932000075")), "purchase_siret", "seller.siret"),
        (one(seller=dataclasses.replace(SELLER, siren="732829321")), "purchase_siren", "seller.siren"),
        (one(seller=dataclasses.replace(SELLER, siren="552100554")), "purchase_siren", "seller.siren"),
        (one(seller=dataclasses.replace(SELLER, ape="xx")), "purchase_ape", "seller.ape"),
        (one(seller=dataclasses.replace(SELLER, address=Address(city="x" * 121))), "purchase_text", "seller.address.city"),
        (one(customer=Customer("", "Morel")), "purchase_text", "customer.first_name"),
        (one(customer=Customer("Léa", "")), "purchase_text", "customer.last_name"),
        (one(customer=Customer("Léa", "Morel", address="x" * 201)), "purchase_text", "customer.address"),
        (one(products=()), "purchase_count", "products"),
        (one(products=one().products * 51), "purchase_count", "products"),
        (one(total_without_tax=Cents(4_535)), "purchase_sum", "total_without_tax_cents"),
        (one(total_without_tax=Cents(4_991)), "purchase_sum", "total_without_tax_cents"),
        (one(total=Cents(-1)), "purchase_cents", "total_cents"),
        (line(label=""), "purchase_text", "products.0.label"),
        (line(detail="x" * 201), "purchase_text", "products.0.detail"),
        (line(quantity=0), "purchase_quantity", "products.0.quantity"),
        (line(quantity=1_000), "purchase_quantity", "products.0.quantity"),
        (line(amount=Cents(-1)), "purchase_cents", "products.0.amount_cents"),
        (line(amount=Cents(10_000_001)), "purchase_cents", "products.0.amount_cents"),
        (line(vat=3_001), "purchase_vat", "products.0.vat_rate"),
        (line(without_tax=Cents(4_991)), "purchase_tax", "products.0.without_tax_cents"),
        (line(vat=2_000, without_tax=Cents(4_536)), "purchase_tax", "products.0.without_tax_cents"),
        (
            line(valid_from=TODAY, valid_to=TODAY - timedelta(days=1)),
            "purchase_period",
            "products.0.valid_to",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named(invoice: Invoice, code: str, pointer: str) -> None:
    assert refused(invoice) == (code, f"invoices.0.{pointer}")


def test_the_same_invoice_is_not_there_twice_and_there_are_ten_at_most() -> None:
    assert refused(one(), one()) == ("purchase_twice", "invoices.1.number")
    assert refused() == ("purchase_count", "invoices")
    assert refused(*(one(number=str(n)) for n in range(11))) == ("purchase_count", "invoices")
    rules.check([one(number=str(n)) for n in range(10)], today=TODAY)


def test_every_character_that_is_taken_is_drawn_on_the_paper() -> None:
    """typst refuses to make an accessible PDF of what its font lacks: none of what the rules take."""
    lines = [EVERY[start : start + 100] for start in range(0, len(EVERY), 100)]
    assert len(EVERY) > 1_500
    product = Product("Abonnement", 1, Cents(4_990), vat=1_000, without_tax=Cents(4_536))
    bought = tuple(dataclasses.replace(product, label=line) for line in lines)
    said = json.dumps(paper.told(offer(one(products=bought))), ensure_ascii=False)
    assert b"/StructTreeRoot" in typesetting._compiled(paper._TEMPLATE, "purchase", said)


def test_what_a_service_calls_itself_never_keeps_the_paper_from_being_made() -> None:
    named = dataclasses.replace(offer(one()), service="Covoit \U0001f697", operator="\u6f22")
    assert "Remis par Covoit ? (?)" in text_of(paper.pdf(named))


def offer(*invoices: Invoice) -> Offer:
    now = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
    return Offer(uuid4(), "Covoit", "Tilleul SAS", now, now + timedelta(days=7), None, None, invoices)
