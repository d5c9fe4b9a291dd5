"""Every refusal has words in French and English: nobody is ever shown a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mob.kernel.texts import catalogue, text_of

SOURCES = Path(__file__).parents[2] / "src" / "mob"
_RAISED = re.compile(r"\b(?:Refused|Forbidden|NotFound|Conflict|Invalid|Unavailable|Problem)\(\s*\"([a-z_]+)\"")


def _codes() -> set[str]:
    return {code for path in SOURCES.rglob("*.py") for code in _RAISED.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("code", sorted(_codes()))
def test_every_code_that_is_raised_has_words_in_both_languages(code: str) -> None:
    words = catalogue()[code]
    assert words["fr"].strip()
    assert words["en"].strip()


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_ask_for_the_same_parameters(code: str) -> None:
    names = [set(re.findall(r"{(\w+)", catalogue()[code][language])) for language in ("fr", "en")]
    assert names[0] == names[1]


def test_a_sentence_is_filled_with_its_parameters() -> None:
    assert "10" in text_of("too_many_files", "fr", most=10)
    assert "10" in text_of("too_many_files", "en", most=10)
