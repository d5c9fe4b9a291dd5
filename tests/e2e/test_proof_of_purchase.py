"""« Appli Démo » hands over what it sold, leads her to the aid, and she joins it herself: in a real browser, on a telephone."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.browsing import Watch
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.visits import Visitor

ODETTE = "odette.lambert"


def operator_of(product: Product) -> str:
    parts = urlsplit(product.address)
    assert parts.port is not None
    return f"{parts.hostname}:{parts.port + 1}"


def link(page: Page, product: Product) -> None:
    """She lets the site do all it asks."""
    page.goto(f"http://{operator_of(product)}/")
    page.get_by_role("link", name="Relier mon compte moB").click()
    page.wait_for_url("**/oidc/authorize?**")
    line = page.get_by_label("Transmission automatique des justificatifs d’achats de votre app de mobilité")
    expect(page.locator("main")).to_contain_text("vous choisissez de le joindre à une demande ou non")
    expect(line).not_to_be_checked()
    for box in page.locator("main input[type=checkbox]").all():
        box.press("Space")
    page.locator("main button[value=yes]").click()
    page.wait_for_url(f"http://{operator_of(product)}/**")


def test_what_was_bought_elsewhere_is_read_then_joined_by_one_press(
    open_page: OpenPage, product: Product, visitor: Visitor, watch: Watch
) -> None:
    page = open_page(width=360, storage_state=visitor.state_of(ODETTE))
    link(page, product)
    page.get_by_role("button", name="Remettre le justificatif à moB").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{product.address}/aides/pass-jeunes/demander?justificatif=*")
    expect(page.locator("main")).to_contain_text("Justificatif d’achat remis par Appli Démo")
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.locator("main form .btn--next").click()
    page.wait_for_url(f"{product.address}/demandes/**")
    reference = urlsplit(page.url).path.split("/")[2]
    page.goto(f"/demandes/{reference}/papiers")
    page.locator("summary", has_text="Lire ce qu’il contient").press("Enter")
    expect(page.locator("#paper-abonnement")).to_contain_text("Abonnement annuel bus et tram")
    expect(page.locator("#paper-abonnement")).to_contain_text("264")
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.get_by_role("button", name="Joindre", exact=False).first.press("Enter")
    page.wait_for_url(f"**/demandes/{reference}/papiers#paper-abonnement")
    expect(page.locator("#paper-abonnement")).to_contain_text("Remis par Appli Démo au nom de la personne")
    page.goto("/mon-compte/services-lies")
    expect(page.locator("main")).to_contain_text("Ce qui a été remis")
    expect(page.locator("main")).to_contain_text(reference)
    browsing.assert_axe_clean(page)
    assert {urlsplit(each).netloc for each in watch.strangers} <= {operator_of(product)}
    watch.strangers.clear()
