"""The rules of an aid written in a browser: what they say follows the keys, each page is clean for axe at both widths."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import OpenPage
from tests.e2e.pages import ADMINISTRATOR
from tests.e2e.visits import Visitor


def clean(page: Page) -> None:
    for width in browsing.WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert browsing.overflow(page) <= 0, f"{page.url}: {width} px"
        browsing.assert_axe_clean(page)


def save(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Enregistrer").last.click()


def test_rules_are_written_tried_and_looked_at(open_page: OpenPage, visitor: Visitor, watch: browsing.Watch) -> None:
    page = open_page(storage_state=visitor.state_of(ADMINISTRATOR))
    page.goto("/administration/aides/nouvelle?financeur=metropole-de-valmont")
    page.get_by_label("Titre").fill("Aide avec des règles")
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/administration/aides/*-*")
    aid = urlsplit(page.url).path
    page.goto(f"{aid}/calcul/texte")
    page.locator("#id_text").fill("aide:\n  titre: Prime\n  valeur: 25% * vélo . pris\n  plafond: 200 €\n")
    page.get_by_role("link", name="Ligne 3").click()
    assert page.evaluate("() => String(getSelection())").strip() == "valeur: 25% * vélo . pris"
    page.get_by_text("Ce que les règles peuvent savoir").click()
    page.get_by_label("Chercher").fill("prix du velo")
    expect(page.locator("[data-insert]:visible")).to_have_count(1)
    page.keyboard.press("Tab")
    page.locator("#id_text").evaluate(
        "each => each.setSelectionRange(each.value.indexOf('vélo'), each.value.indexOf('pris') + 4)"
    )
    page.keyboard.press("Enter")
    assert "25% * vélo . prix" in page.locator("#id_text").input_value()
    expect(page.locator("[data-look]")).to_contain_text("Ces règles se calculent")
    clean(page)
    save(page)

    page.goto(f"{aid}/calcul/exemples/nouveau")
    clean(page)
    page.get_by_label("De qui il s’agit").fill("Un vélo à 1 000 €")
    page.get_by_label("A droit à l’aide", exact=True).check(force=True)
    page.get_by_label("Quel est le prix du vélo").fill("1 000")
    save(page)
    expect(page.get_by_role("main")).to_contain_text("Comme attendu")
    clean(page)

    page.goto(f"{aid}/calcul/essayer")
    page.get_by_label("Quel est le prix du vélo").fill("400")
    page.get_by_role("button", name="Voir ce qu’elle obtient").click()
    expect(page.get_by_role("status").last).to_contain_text("100")
    clean(page)

    page.goto(f"{aid}/calcul/rejouer")
    clean(page)
    page.goto(f"{aid}/historique")
    page.get_by_role("link", name="Ses règles").first.click()
    clean(page)
    assert not watch.complaints
