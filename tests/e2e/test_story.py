"""The whole story, on the real product: she finds, applies, corrects and reads; he decrypts, asks and grants."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from tests.corpus import images
from tests.corpus import papers as corpus
from tests.e2e.conftest import OpenPage
from tests.e2e.story import Applicant, Hands, Keyboard, Pointer


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A photograph of the quote as a telephone makes it, and a proof of address."""
    made = {"quote.heic": images.heic(), "home.pdf": corpus.plain(), "home-whole.jpg": images.jpeg_with_place()}
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in made}


def _applicant(open_page: OpenPage, hands: Hands, *, scripts: bool = True) -> Applicant:
    email = f"samira.{uuid.uuid4().hex[:8]}@exemple.fr"
    reader = open_page()
    reader.goto("/aide")
    return Applicant(open_page(360, java_script_enabled=scripts), reader, email, hands, scripts)


def _apply(applicant: Applicant, files: dict[str, Path]) -> str:
    applicant.finds_the_aid()
    applicant.signs_up_on_the_way()
    applicant.says_who_she_is()
    applicant.answers_three_questions()
    applicant.sends_a_paper("Devis du vélo", files["quote.heic"])
    applicant.sends_a_paper("Justificatif de domicile", files["home.pdf"])
    return applicant.checks_signs_and_sends()


@pytest.mark.parametrize(
    ("hands", "scripts"),
    [(Pointer(), True), (Pointer(), False), (Keyboard(), True)],
    ids=["with a finger", "without JavaScript", "by keyboard alone"],
)
def test_she_finds_the_aid_and_sends_her_application(
    open_page: OpenPage, files: dict[str, Path], hands: Hands, scripts: bool
) -> None:
    reference = _apply(_applicant(open_page, hands, scripts=scripts), files)
    assert len(reference) == 9
