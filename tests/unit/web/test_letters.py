"""The decision letter as a PDF: tagged, whole, its font inside; what people typed is text and nothing else."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from mob.applications.letters import Letter, Section
from mob.web.letters import pdf
from tests.factories.pdf_text import text_of

LETTER = Letter(
    title="Aide refusée",
    sender=("Métropole de Valmont", "Service mobilités", "12 quai de l’Isère", "38950 Valmont-sur-Isère"),
    recipient=("Samira Haddad",),
    date="11 mars 2026",
    facts=(("Référence", "ABCD-1234"), ("Aide", "Prime vélo")),
    opening=("Vu votre demande.",),
    sections=(Section("Les raisons, en fait et en droit", ("Le vélo n’a pas d’assistance électrique.",)),),
    signature=("Claire Vasseur", "Responsable du service", "Service mobilités", "Métropole de Valmont"),
)


def test_the_letter_is_a_tagged_pdf_for_screen_readers() -> None:
    with pikepdf.open(io.BytesIO(pdf(LETTER))) as made:
        assert made.Root.MarkInfo.Marked
        assert made.Root.Lang == "fr-FR"
        assert made.Root.ViewerPreferences.DisplayDocTitle
        with made.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Aide refusée"


def test_its_fonts_are_inside() -> None:
    with pikepdf.open(io.BytesIO(pdf(LETTER))) as made:
        fonts = [font for page in made.pages for font in page.Resources.Font.values()]
        files = [each.FontDescriptor for font in fonts for each in font.get("/DescendantFonts", [font])]
        assert files
        assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in files)


def test_it_says_all_that_the_law_wants() -> None:
    text = text_of(pdf(LETTER))
    for part in ("Claire Vasseur", "Responsable du service", "Service mobilités", "ABCD-1234", "assistance électrique"):
        assert part in text


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "#set text(size: 80pt)",
        "*gras* _penché_ $x$ = titre",
        "]] } #panic()",
        '\\"); #sys.version; ("',
        "<label> @cite //comment /* */",
    ],
)
def test_typed_markup_is_printed_as_it_was_typed(typed: str) -> None:
    section = Section(typed, (typed,))
    text = text_of(pdf(replace(LETTER, recipient=(typed,), sections=(section,))))
    assert text.count(" ".join(typed.split())) == 3


def test_a_long_refusal_runs_over_pages_without_losing_a_word() -> None:
    section = Section("Raisons", tuple(f"Motif numéro {n}, expliqué." for n in range(200)))
    text = text_of(pdf(replace(LETTER, sections=(section,))))
    assert all(f"Motif numéro {n}," in text for n in range(200))


def test_a_letter_that_the_fonts_lack_costs_a_question_mark_and_not_the_letter() -> None:
    said = text_of(pdf(replace(LETTER, recipient=("Wei \u738b \U0001f6b2 Nguy\u1ec5n",))))
    assert "Wei ? ? Nguy\u1ec5n" in said
