"""Normal forms: Python's own for any human text, and quick for any other."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mob.kernel.unicode import normal
from tests.timing import seconds_of

SOURCES = Path(__file__).parents[2] / "src" / "mob"


@given(st.text(max_size=30), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_it_is_the_normal_form_of_unicode(text: str, form: str) -> None:
    assert normal(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("run", ["\u0301\u0327", "\u0f72\u0f71", "\u0f73", "\u0344\u0327"])
def test_marks_without_end_take_no_time(run: str) -> None:
    text = "e" + run * 250_000
    assert len(normal("NFC", text)) < 100
    assert seconds_of(lambda: normal("NFC", text), under=1) < 1


def test_only_the_letters_that_are_too_laden_lose_anything() -> None:
    assert normal("NFC", "Zoe\u0301 " + "x\u0301" * 3) == "Zo\u00e9 " + "x\u0301" * 3


def test_no_other_module_normalises_a_text_by_itself() -> None:
    """The standard function takes the square of the number of marks."""
    for path in SOURCES.rglob("*.py"):
        if path.name == "unicode.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "unicodedata.normalize":
                assert ast.unparse(node.args[1]) == "chr(byte)", path
