"""The list to pay in a real browser: accounts sealed on the server are read here alone, and the file adds up."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from mob.kernel.money import parse_euros
from mob.payments import opendocument, returns
from tests.e2e.conftest import OpenPage
from tests.e2e.pages import AGENT
from tests.e2e.product import Product
from tests.e2e.visits import Visitor

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.abuse(67)
def test_the_list_to_pay_is_clear_in_the_browser_alone_and_reconciles_to_the_cent(
    product: Product, visitor: Visitor, open_page: OpenPage
) -> None:
    page = open_page(storage_state=visitor.state_of(AGENT), accept_downloads=True)
    page.goto("/gestion/a-payer")
    expect(page.get_by_text("La clé de votre organisme n’est pas sur cet ordinateur")).to_be_visible()
    expect(page.locator("[data-iban]").first).to_have_text("FR76 •••• •••• 189")
    _bring_the_key(page, product)
    page.goto("/gestion/a-payer")
    expect(page.locator("[data-pay-list]")).to_have_attribute("data-state", "ready")
    expect(page.locator("[data-iban]").first).to_have_text(IBAN)
    codes = page.locator("tbody th").all_inner_texts()
    total = parse_euros(page.locator("h1 + p").inner_text().partition(",")[2])
    rows = opendocument.rows(_built(page, "ods"), most=100)
    assert [row[0] for row in rows[1:]] == codes
    assert sum(parse_euros(row[3]) for row in rows[1:]) == total
    assert {row[2] for row in rows[1:]} == {IBAN.replace(" ", "")}
    # Another reader than ours agrees.
    sheet = CalamineWorkbook.from_filelike(BytesIO(_built(page, "ods"))).get_sheet_by_index(0).to_python()
    assert sum(round(float(row[3]) * 100) for row in sheet[1:]) == total
    # What comes back from the accountant is read line by line.
    text = _built(page, "csv").decode("utf-8-sig")
    paid = text.replace('"";""\r\n', '"";""\r\n')
    filled = re.sub(r'"";""\r\n', '"11/03/2026";""\r\n', paid)
    lines = returns.read(filled.encode())
    assert [line.code for line in lines] == codes
    assert returns.total(lines) == total


def test_no_text_of_the_list_becomes_a_formula(open_page: OpenPage, visitor: Visitor) -> None:
    """Row 67, for the builder of the browser: the module's own function, with hostile texts."""
    page = open_page(storage_state=visitor.state_of(AGENT))
    page.goto("/gestion/a-payer")
    source = (Path(__file__).parents[2] / "src/mob/web/static/mob/keys/pay-list.js").read_text(encoding="utf-8")
    function = re.search(r"function inert\(text\) \{.*?\n\}", source, re.DOTALL)
    assert function
    hostile = ["=1+1", "+33", "-1", "@x", "\t=1", "\r=1", " =1", "\u200b=1", "＝1", "＋1", ";1", "|cmd", "\u22121"]
    got = page.evaluate(f"(texts) => {{ {function[0]}; return texts.map(inert); }}", hostile)
    assert all(text.startswith("'") for text in got), got
    assert page.evaluate(f"() => {{ {function[0]}; return inert('Élodie Petit-Jean'); }}") == "Élodie Petit-Jean"


def _bring_the_key(page: Page, product: Product) -> None:
    person = product.person(AGENT)
    page.goto("/gestion/cles/importer")
    page.locator("input[type=file]").set_input_files(person.key_file)
    page.locator("input[type=password]").fill(person.key_passphrase)
    page.locator("form[data-mob-key-import] button[type=submit]").click()
    expect(page.locator("[data-when-imported]")).to_be_visible()


def _built(page: Page, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f"[data-build={kind}]").click()
    return Path(download.value.path()).read_bytes()
