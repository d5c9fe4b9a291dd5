"""A file taken out of the product opens inert in a spreadsheet, and comes back as it left."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mob.catalogue.models import AidText
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(67)]

FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+33 4 00 00 00 00",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("https://mechant.example","Cliquez")',
)
EXPORT = "/administration/aides/fichier/aides.csv"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_file_of_aids_is_a_formula(scene: Scene, formula: str) -> None:
    AidText.objects.update(title=formula, promise=formula, conditions=formula, amount_text=formula)
    response = scene.browser(Who.EDITOR).get(EXPORT)
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(rows) > 1
    cells = [cell for row in rows[1:] for cell in row]
    assert any(formula.strip() in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_what_was_made_inert_comes_back_as_it_was(scene: Scene) -> None:
    AidText.objects.update(conditions="=1+1 reste un texte")
    author = scene.browser(Who.EDITOR)
    taken = author.get(EXPORT).content
    tried = author.post("/administration/aides/fichier", {"file": SimpleUploadedFile("aides.csv", taken)})
    assert tried.status_code == 200
    author.post("/administration/aides/fichier/importer")
    again = author.get(EXPORT).content
    assert again == taken


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_file_is_saved_and_never_shown(scene: Scene, kind: str) -> None:
    response = scene.browser(Who.EDITOR).get(f"/administration/aides/fichier/aides.{kind}")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_archive_of_a_person_is_saved_and_never_shown(scene: Scene) -> None:
    response = scene.browser(Who.OWNER).post("/mon-compte/donnees/telecharger")
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["Content-Type"] == "application/zip"
