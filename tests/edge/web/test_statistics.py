"""The public figures as people, spreadsheets and programs read them."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from mob.catalogue.models import Aid, AidText
from mob.insights import services
from mob.insights.models import CaseFigures
from mob.kernel.ids import uuid7
from tests.factories.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def aid(world: World) -> Aid:
    """Ninety applications for one aid, sixty for a second, three of a third granted; counted."""
    aid, second, rare = world.aid(), world.aid(), world.aid()
    numbers = ((aid, "approved", 40), (aid, "submitted", 30), (aid, "rejected", 20))
    numbers += (
        (second, "approved", 30),
        (second, "submitted", 20),
        (second, "rejected", 10),
        (rare, "approved", 3),
        (rare, "submitted", 50),
    )
    for one, state, number in numbers:
        CaseFigures.objects.bulk_create(
            CaseFigures(
                application_id=uuid7(),
                seq=2,
                aid_id=one.id,
                version_id=uuid7(),
                funder_id=one.funder_id,
                state=state,
                reason="proof_missing" if state == "rejected" else "",
                started_at=NOW,
                submitted_at=NOW,
                waited=timedelta(0),
                took=None if state == "submitted" else timedelta(days=8),
            )
            for _ in range(number)
        )
    services.refresh(now=world.later(days=1))
    return aid


def test_before_the_first_count_the_page_says_when_it_comes(client: Client, db: None) -> None:
    assert "cette nuit" in client.get("/statistiques").content.decode()
    assert client.get("/statistiques.json").json()["figures"] == []


def test_the_page_shows_large_numbers_and_says_where_one_is_kept_back(client: Client, aid: Aid) -> None:
    page = re.sub(r"\s+", "", client.get("/statistiques").content.decode())
    assert ">203<" in page
    assert "8jours" in page
    assert "nonpublié" in page
    assert ">90<" in page


def test_both_files_hold_the_same_numbers_with_licence_and_date(client: Client, aid: Aid) -> None:
    data = client.get("/statistiques.json").json()
    assert "Licence Ouverte" in data["licence"]["name"]
    assert data["as_of"] == "2026-03-11"
    text = client.get("/statistiques.csv").content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    as_text = [{k: "" if v is None else str(v) for k, v in line.items()} for line in data["figures"]]
    assert lines == as_text
    assert {line["as_of"] for line in lines} == {"2026-03-11"}


def test_no_file_holds_a_number_of_people_below_ten(client: Client, aid: Aid) -> None:
    figures = client.get("/statistiques.json").json()["figures"]
    people = [f["value"] for f in figures if f["table"] != "coverage" and f["measure"] != "median_days"]
    assert None in people
    assert all(number is None or number >= 10 for number in people)


@pytest.mark.abuse(67)
def test_no_cell_of_the_csv_is_a_formula(client: Client, aid: Aid) -> None:
    AidText.objects.update(title="=cmd|' /C calc'!A0")
    text = client.get("/statistiques.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert any("calc" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
