"""The field of a commune in a real browser: by keyboard, by mouse, with a list axe finds nothing in."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import OpenPage


@pytest.fixture(params=browsing.WIDTHS)
def home(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    page = open_page(request.param)
    page.goto("/")
    return page


def _type(page: Page, text: str) -> Locator:
    field = page.locator("#lieu")
    field.press_sequentially(text)
    expect(page.get_by_role("option").first).to_be_visible()
    return field


def _sent(page: Page) -> Any:
    return page.evaluate("() => Object.fromEntries(new FormData(document.querySelector('#lieu').form))")


def test_a_commune_is_chosen_by_keyboard_alone(home: Page) -> None:
    field = _type(home, "valmont")
    expect(home.get_by_role("status")).to_have_text("3 communes proposées")
    expect(field).to_have_attribute("aria-expanded", "true")
    for key in ("ArrowDown", "ArrowUp"):  # the last one, by going up from the first
        field.press(key)
    expect(home.get_by_role("option", selected=True)).to_contain_text("Valmont-sur-Isère")
    expect(field).to_have_attribute("aria-activedescendant", "lieu-list-2")
    field.press("Enter")
    assert _sent(home) == {"lieu": "Valmont-sur-Isère (38950)", "commune": "99V01"}
    expect(home.get_by_role("listbox")).to_be_hidden()
    assert home.url.endswith("/")


def test_a_commune_is_chosen_by_touch(home: Page) -> None:
    _type(home, "69003")
    home.get_by_role("option", name="Lyon 3e Arrondissement").click()
    assert _sent(home) == {"lieu": "Lyon 3e Arrondissement (69003)", "commune": "69383"}


def test_typing_again_forgets_the_commune_chosen(home: Page) -> None:
    field = _type(home, "grenoble")
    field.press("ArrowDown")
    field.press("Enter")
    assert _sent(home)["commune"] == "38185"
    field.press("End")
    field.press("Backspace")
    assert _sent(home)["commune"] == ""


def test_escape_closes_the_list_and_keeps_what_was_typed(home: Page) -> None:
    field = _type(home, "lyo")
    field.press("Escape")
    expect(home.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("lyo")
    field.press("ArrowDown")
    expect(home.get_by_role("listbox")).to_be_visible()


def test_a_name_nobody_knows_is_said_at_once(home: Page) -> None:
    home.locator("#lieu").press_sequentially("zzzzq")
    words = "Aucune commune de ce nom. Vérifiez l’orthographe, ou essayez le code postal."
    expect(home.get_by_role("status")).to_have_text(words)
    expect(home.get_by_role("listbox")).to_be_hidden()


def test_the_open_list_has_no_fault_and_does_not_overflow(home: Page) -> None:
    field = _type(home, "saint")
    field.press("ArrowDown")
    browsing.assert_axe_clean(home)
    assert browsing.overflow(home) <= 0


def test_when_suggestions_fail_the_field_is_still_a_text_field(home: Page) -> None:
    home.route("**/communes?*", lambda route: route.abort())
    field = home.locator("#lieu")
    field.press_sequentially("lyon")
    expect(home.get_by_role("listbox")).to_be_hidden()
    assert _sent(home) == {"lieu": "lyon", "commune": ""}
