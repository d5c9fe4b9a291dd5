"""The documentation holds together: links lead somewhere, dependencies are explained, quoted words are on screen."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SHOWN = [*ROOT.glob("src/mob/**/locale/fr/LC_MESSAGES/django.po"), *ROOT.glob("src/mob/catalogue/data/*aids.json")]
SHOWN += ROOT.glob("src/mob/eligibility/models/questions.toml")
WALKS = [*ROOT.glob("docs/tutorials/*.md"), *ROOT.glob("docs/how-to/*.md")]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_test_that_a_page_names_exists(page: Path) -> None:
    tests = re.findall(r"`(tests/[\w/.]+)`", page.read_text(encoding="utf-8"))
    assert not [path for path in tests if not (ROOT / path).exists()]


def test_every_runtime_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    asked = {re.split(r"[\[<>=~ ]", name)[0].lower() for name in [*project["dependencies"], *extras]}
    told = (ROOT / "docs/explanation/dependencies.md").read_text(encoding="utf-8").lower()
    assert not {name for name in asked if not re.search(rf"(?:^\| |`){re.escape(name)}\b", told, re.M)}


@pytest.mark.parametrize("page", WALKS, ids=named)
def test_the_words_a_guide_quotes_are_words_of_the_screen(page: Path) -> None:
    shown = " ".join(path.read_text(encoding="utf-8") for path in SHOWN).replace('"\n"', "")
    quoted = re.findall(r"«\s?(.+?)\s?»", page.read_text(encoding="utf-8"))
    assert not [words for words in quoted if words.rstrip("…").strip() not in shown]


def test_each_decision_has_a_number_of_its_own_and_its_title_bears_it() -> None:
    pages = sorted((ROOT / "docs" / "explanation" / "decisions").glob("[0-9]*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert len(set(numbers)) == len(numbers)
    for number, page in zip(numbers, pages, strict=True):
        assert page.read_text("utf-8").startswith(f"# {number}. "), page.name
