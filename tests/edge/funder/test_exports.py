"""Taking a list away from the desk: the buttons under the list, the page of files, the file itself."""

from __future__ import annotations

import dataclasses

import pytest
from django.test import Client

from mob.applications import inbox
from mob.exports import services
from mob.exports.models import Export
from mob.exports.types import MOST_HELD
from mob.journal import runner
from mob.journal.models import Fact
from tests.edge.funder.conftest import Desk

pytestmark = pytest.mark.django_db


def ask(browser: Client, query: str = "?vue=toutes", kind: str = "csv") -> str:
    """Where the button leads."""
    answer = browser.post("/gestion/exports", {"format": kind, "retour": query})
    assert answer.status_code == 303
    return str(answer["Location"])


def test_the_buttons_under_a_list_hand_over_that_list(desk: Desk) -> None:
    dossier = desk.received()
    page = desk.browser.get(f"/gestion/?vue=toutes&q={dossier.reference}").text
    assert 'action="/gestion/exports"' in page
    answer = desk.browser.get(ask(desk.browser, f"?vue=toutes&q={dossier.reference}"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="demandes-2026-')
    assert "no-store" in answer["Cache-Control"]
    assert dossier.reference.encode() in b"".join(answer)


def test_an_empty_list_offers_nothing_to_take_away(desk: Desk) -> None:
    assert 'action="/gestion/exports"' not in desk.browser.get("/gestion/?vue=toutes").text


def test_a_long_list_is_announced_then_found_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.received()
    monkeypatch.setattr(inbox, "CAP", 0)
    assert ask(desk.browser, kind="ods") == "/gestion/exports"
    waiting = desk.browser.get("/gestion/exports").text
    assert "En préparation" in waiting
    assert "Vous recevrez un e-mail" in waiting
    runner.run_due(desk.world.now)
    ready = desk.browser.get("/gestion/exports").text
    assert f"/gestion/exports/{Export.objects.get().id}/fichier" in ready
    assert "12\u00a0mars\u00a02026 à\u00a018\u00a0h\u00a020" in ready


def test_the_page_says_what_narrowed_each_list(desk: Desk) -> None:
    desk.received()
    ask(desk.browser, f"?vue=toutes&aide={desk.aid.id}&etat=submitted&du=2026-03-01&q=%3Cb%3E")
    page = desk.browser.get("/gestion/exports").text
    for words in ("Toutes", "À instruire", "depuis le", "&lt;b&gt;"):
        assert words in page, words


def test_what_makes_no_sense_is_left_out_of_what_is_asked(desk: Desk) -> None:
    desk.received()
    assert ask(desk.browser, "?vue=%00&aide=x&du=9999-99-99&tri=zzz", kind="exe").endswith("/fichier")
    assert Export.objects.get().format == "ods"


def test_a_file_erased_is_said_and_gone(desk: Desk) -> None:
    desk.received()
    place = ask(desk.browser)
    erased = desk.browser.post(place.replace("fichier", "effacer"), follow=True)
    assert "Le fichier est effacé" in erased.text
    assert desk.browser.get(place).status_code == 404
    assert Fact.objects.filter(kind="export_erased").count() == 1


def test_one_list_too_many_is_refused_in_words(desk: Desk) -> None:
    desk.received()
    for _ in range(MOST_HELD):
        ask(desk.browser)
    assert ask(desk.browser) == "/gestion/exports"
    assert "Vous gardez déjà 12 listes" in desk.browser.get("/gestion/exports").text


def test_a_refusal_says_why_on_the_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.received()
    monkeypatch.setattr(services.making, "MOST_ROWS", 0)
    ask(desk.browser)
    assert "Cette liste est trop longue" in desk.browser.get("/gestion/exports").text


def test_the_files_of_another_hat_are_not_shown(desk: Desk) -> None:
    desk.received()
    place = ask(desk.browser)
    elsewhere = dataclasses.replace(desk.agent, funder_id=desk.world.funder().id)
    assert desk.browser_of(desk.colleague()).get(place).status_code == 404
    assert not list(Export.objects.filter(asked_by_id=elsewhere.id, funder_id=elsewhere.funder_id))
