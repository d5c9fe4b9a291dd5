"""What the rules compute, at the desk: the check, the amount with its steps, the hint beside a decision."""

from __future__ import annotations

from html import unescape

import pytest

from mob.applications.models import Application
from tests.edge.funder.conftest import Desk, path
from tests.factories import computing as ruled

pytestmark = pytest.mark.django_db


def see(desk: Desk, address: str) -> str:
    response = desk.browser.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_file_shows_the_amount_its_conditions_and_their_page(desk: Desk) -> None:
    dossier = ruled.sent(desk.world, ruled.aid(desk.world, desk.funder))
    page = see(desk, path(dossier))
    assert "Toutes les conditions sont remplies : 360\u00a0€." in page
    assert "Éligible : 360\u00a0€." in page
    assert "Délibération 12, article 3" in page
    assert "40\u00a0% × « prix du vélo »" in page
    assert "le résultat diffère" not in page


def test_what_is_computed_again_is_shown_beside_when_it_differs(desk: Desk) -> None:
    dossier = ruled.sent(desk.world, ruled.aid(desk.world, desk.funder))
    row = Application.objects.get(id=dossier.id)
    Application.objects.filter(id=row.id).update(answers=row.answers | {"fait-prix-velo": "800"})
    page = see(desk, path(dossier))
    assert "Calculé de nouveau aujourd’hui, le résultat diffère." in page
    assert "Éligible : 320\u00a0€." in page


def test_a_file_its_rules_refuse_is_red_with_the_reason(desk: Desk) -> None:
    dossier = ruled.sent(desk.world, ruled.aid(desk.world, desk.funder), revenu_fiscal="40000")
    page = see(desk, path(dossier))
    assert "Non éligible." in page
    assert "Revenu fiscal de référence par part : 15\u202f400\u00a0€\u00a0par\u00a0an au plus" in page


def test_the_decision_tells_the_computed_amount_and_fills_in_nothing(desk: Desk) -> None:
    dossier = ruled.sent(desk.world, ruled.aid(desk.world, desk.funder))
    page = see(desk, path(dossier, "accorder"))
    assert "Les règles calculent 360\u00a0€." in page
    assert 'value="360' not in page
    assert "checked" not in page


def test_an_aid_that_computes_nothing_has_no_such_section(desk: Desk) -> None:
    page = see(desk, path(desk.received()))
    assert "Ce que calculent les règles" not in page
