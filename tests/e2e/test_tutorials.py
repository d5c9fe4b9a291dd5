"""The tutorials can be followed to the letter: every numbered step is done, every command is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus import papers as corpus
from tests.e2e.conftest import OpenPage
from tests.e2e.product import ROOT, Product
from tests.e2e.walking import Terminal, Walker, environment, steps

TUTORIALS = ROOT / "docs" / "tutorials"
IN_A_BROWSER = ["help-somebody.md", "be-an-agent-in-twenty-minutes.md"]


@pytest.mark.parametrize("name", IN_A_BROWSER)
def test_every_step_in_a_browser_can_be_done(open_page: OpenPage, product: Product, tmp_path: Path, name: str) -> None:
    paper = tmp_path / "papier.pdf"
    paper.write_bytes(corpus.plain())
    tutorial = TUTORIALS / name
    assert Walker(open_page(1280), product, paper).walk(tutorial) == len(steps(tutorial)) > 15


def test_every_command_of_a_first_installation_can_be_run(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, environment(MOB_HOME=str(tmp_path / "none")))
    assert terminal.walk(TUTORIALS / "host-it.md") > 12


def test_every_command_of_an_integrator_can_be_run(product: Product, tmp_path: Path) -> None:
    settings = environment(MOB_HOME=str(product.home), MOB_PUBLIC_URL=product.address)
    assert Terminal(tmp_path, settings, product.address).walk(TUTORIALS / "integrate.md") > 8
