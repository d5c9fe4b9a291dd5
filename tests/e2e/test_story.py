"""The whole story, on the real product: she finds, applies, corrects and reads; he decrypts, asks and grants."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from tests.corpus import images
from tests.corpus import papers as corpus
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product
from tests.e2e.story import Agent, Applicant, Hands, Keyboard, Pointer


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
    applicant.answers_the_questions()
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


@pytest.mark.parametrize("hands", [Pointer(), Keyboard()], ids=["with a mouse", "by keyboard alone"])
def test_the_agent_asks_for_one_paper_she_sends_it_and_he_grants(
    open_page: OpenPage, product: Product, files: dict[str, Path], hands: Hands
) -> None:
    applicant = _applicant(open_page, hands)
    reference = _apply(applicant, files)
    agent = Agent(open_page(1280), product.person("julien.roche"), hands)
    agent.signs_in()
    agent.brings_his_key()
    agent.opens_the_file(reference, papers=2)
    words = "Sur votre photo, l’adresse est coupée : envoyez la page entière."
    agent.asks_for_one_paper("Justificatif de domicile", words)
    applicant.answers_the_agent(reference, "Justificatif de domicile", files["home-whole.jpg"], "l’adresse est coupée")
    agent.opens_the_file(reference, papers=2)
    agent.grants("500")
    applicant.reads_the_decision(reference, "500\u00a0€")
