"""FranceConnect and ProConnect in a real browser, through their stand-ins: people go there, choose, and come back."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.browsing import Watch
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.test_account import mailed_code


def stand_ins(product: Product) -> str:
    parts = urlsplit(product.address)
    assert parts.port is not None
    return f"{parts.hostname}:{parts.port + 2}"


def leave_for(page: Page, product: Product, name: str, path: str) -> None:
    page.goto("/connexion")
    page.get_by_role("button", name=f"S’identifier avec {name}").click()
    page.wait_for_url(f"http://{stand_ins(product)}/{path}/api/v2/authorize?**")


def only_stand_ins(watch: Watch, product: Product) -> None:
    """Whoever presses the button goes elsewhere, to this one place and no other."""
    elsewhere = {urlsplit(each).netloc for each in watch.strangers}
    assert elsewhere == {stand_ins(product)}
    watch.strangers.clear()


def test_somebody_new_comes_by_franceconnect_goes_and_comes_back(
    open_page: OpenPage, product: Product, watch: Watch
) -> None:
    page = open_page(width=360, java_script_enabled=True)
    leave_for(page, product, "FranceConnect", "franceconnect")
    expect(page.get_by_text("Ceci n’est pas FranceConnect")).to_be_visible()
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.get_by_role("button", name="Continuer en tant que Léa Rose Marchand").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/premiere-visite")
    page.locator("main button.btn--next").click()
    page.wait_for_url("**/connexion/code")
    page.locator("input[autocomplete=one-time-code]").fill(mailed_code(page, product, "lea.marchand@exemple.fr"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/mon-compte/**")
    page.goto("/mon-compte/identites")
    expect(page.get_by_role("heading", name="FranceConnect")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Marchand")
    page.goto("/deconnexion")
    page.locator("main form button").first.click()
    page.wait_for_url("**/connexion/au-revoir?state=*")
    leave_for(page, product, "FranceConnect", "franceconnect")
    page.get_by_role("button", name="Continuer en tant que Léa Rose Marchand").click()
    page.wait_for_url(f"{product.address}/demandes")
    only_stand_ins(watch, product)


def test_an_agent_nobody_knows_comes_by_proconnect_and_is_given_nothing(
    open_page: OpenPage, product: Product, watch: Watch
) -> None:
    page = open_page()
    leave_for(page, product, "ProConnect", "proconnect")
    browsing.assert_axe_clean(page)
    page.get_by_role("button", name="Continuer en tant que Sacha Perrin").click()
    page.wait_for_url("**/connexion/premiere-visite")
    expect(page.locator("main")).to_contain_text("Cela n’ouvre aucun droit")
    page.goto("/gestion/")
    page.wait_for_url("**/connexion?**")
    only_stand_ins(watch, product)


def test_a_professional_of_aidants_connect_helps_somebody_new_and_leaves_nothing(
    open_page: OpenPage, product: Product, watch: Watch
) -> None:
    page = open_page(width=360)
    leave_for(page, product, "FranceConnect", "franceconnect")
    page.get_by_role("button", name="Continuer en tant que Odette Marie Fontaine").click()
    page.wait_for_url("**/connexion/premiere-visite-aidant")
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.get_by_label("L’adresse postale de la personne").focus()
    page.keyboard.type("12 rue des Tilleuls")
    page.keyboard.press("Enter")
    page.keyboard.type("38950 Valmont-sur-Isère")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{product.address}/demandes")
    band = page.get_by_role("region", name="Session Aidants Connect")
    expect(band).to_contain_text("vous aidez Odette F.")
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.goto("/mon-compte/securite")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cela revient à la personne elle-même")
    browsing.assert_axe_clean(page)
    assert browsing.overflow(page) == 0
    page.get_by_role("region", name="Session Aidants Connect").get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/au-revoir?state=*")
    page.goto("/demandes")
    page.wait_for_url("**/connexion?**")
    expect(page.locator("body")).not_to_contain_text("Odette")
    # Without a script, once the account is known.
    plain = open_page(java_script_enabled=False)
    leave_for(plain, product, "FranceConnect", "franceconnect")
    plain.get_by_role("button", name="Continuer en tant que Odette Marie Fontaine").click()
    plain.wait_for_url(f"{product.address}/demandes")
    plain.get_by_role("button", name="Terminer la session").click()
    plain.wait_for_url("**/connexion/au-revoir?state=*")
    only_stand_ins(watch, product)
