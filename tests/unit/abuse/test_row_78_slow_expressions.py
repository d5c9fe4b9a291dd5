"""No regular expression, and no reader of typed text, can be made to work for long by what somebody sends."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from typing import Any

import pytest

from mob.applications import answers
from mob.catalogue import rules as aids
from mob.catalogue.exchange import national_csv, places
from mob.catalogue.search import analyser
from mob.catalogue.types import CustomField, FieldKind, Problem
from mob.directory import rules as directory
from mob.geography import selectors as geography
from mob.identity import births, names, phones, rules, validators
from mob.identity.services import passwords
from mob.identity.services.passwords import MOST_CHARACTERS
from mob.kernel import ids
from mob.kernel.errors import MobError
from mob.kernel.money import parse_euros
from mob.notifications import rendering
from tests.timing import seconds_of

pytestmark = pytest.mark.abuse(78)

SOURCES = Path(__file__).parents[3] / "src" / "mob"
CALLS = {"compile", "match", "search", "fullmatch", "sub", "split", "findall", "finditer", "re_path"}
LENGTH = 4_000
SECONDS = 0.5
MOST_TYPED = 100_000


def _expressions() -> dict[str, str | bytes]:
    """Every regular expression written in our sources, by place."""
    found: dict[str, str | bytes] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = _pattern_of(node)
            if text is not None:
                found[f"{path.relative_to(SOURCES)}:{getattr(node, 'lineno', 0)}"] = text
    return found


def _pattern_of(node: ast.AST) -> str | bytes | None:
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(getattr(node.func, "value", None), "id", "re")
        value = node.args[0].value
        return value if called in CALLS and owner == "re" and isinstance(value, str | bytes) else None
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return node.value.value if getattr(node.targets[0], "id", "") == "regex" else None
    return None


EXPRESSIONS = _expressions()


def _letters(tree: Any) -> Iterator[str]:
    """One letter for each thing an expression may repeat."""
    for operation, value in tree:
        if operation is codes.LITERAL:
            yield chr(value)
        elif operation in (codes.NOT_LITERAL, codes.ANY):
            yield "x"
        elif operation is codes.IN:
            yield from _members(value)
        elif isinstance(value, tuple | list):
            for part in value:
                if isinstance(part, parser.SubPattern):
                    yield from _letters(part)
                elif isinstance(part, list):
                    for each in part:
                        if isinstance(each, parser.SubPattern):
                            yield from _letters(each)


_OF_CATEGORY = {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a"}


def _members(members: Any) -> Iterator[str]:
    for operation, value in members:
        if operation is codes.LITERAL:
            yield chr(value)
        elif operation is codes.RANGE:
            yield chr(value[0])
        elif operation is codes.CATEGORY:
            yield _OF_CATEGORY.get(value, "-")
        elif operation is codes.NEGATE:
            yield "x"


def _attacks(pattern: str | bytes) -> Iterator[str]:
    """Long runs of what the expression repeats, alone and in pairs, that fail at their very end."""
    letters = list(dict.fromkeys(_letters(parser.parse(pattern))))[:12]
    for letter in letters:
        for end in ("", "\x00", "!", "é"):
            yield letter * LENGTH + end
    for one in letters:
        for other in letters:
            yield (one + other) * (LENGTH // 2) + "\x00"


def test_there_are_expressions_to_try() -> None:
    assert len(EXPRESSIONS) > 40
    assert any("urls.py" in place for place in EXPRESSIONS)


@pytest.mark.parametrize("place", EXPRESSIONS)
def test_no_expression_works_for_long(place: str) -> None:
    pattern = EXPRESSIONS[place]
    expression = re.compile(pattern)
    for attack in _attacks(pattern):
        text: Any = attack.encode() if isinstance(pattern, bytes) else attack
        took = seconds_of(partial(_apply, expression, text), under=SECONDS)
        assert took < SECONDS, f"{pattern!r} takes {took:.1f} s on {attack[:12]!r}…"


def _apply(expression: re.Pattern[Any], text: Any) -> None:
    expression.fullmatch(text)
    expression.search(text)
    expression.sub(text[:0], text)


def test_the_probe_finds_a_slow_expression() -> None:
    """The proof by the contrary: an expression known to be slow is told apart."""
    slow = re.compile(r"(?:a|aa)+$")
    assert seconds_of(lambda: slow.match("a" * 33 + "!"), under=0) > 0.01
    assert any(attack.startswith("aaa") for attack in _attacks(slow.pattern))


def _field(kind: FieldKind) -> CustomField:
    return CustomField(code="c", kind=kind, label="Q", hint="", is_required=True, choices=(), max_choices=1)


READERS: dict[str, Callable[[str], object]] = {
    "a commune suggested": geography.suggest,
    "a commune resolved": geography.resolve,
    "the words of a search": analyser.stems,
    "an e-mail address": rules.check_email,
    "a name": names.check_name,
    "a name compared": names.fold_name,
    "a telephone": phones.check_phone,
    "a birth date": partial(births.check_birth_date, today=date(2026, 3, 11)),
    "a password that repeats": lambda text: validators._unrepeated(text[:MOST_CHARACTERS]),
    "a password compared": passwords._plain,
    "an amount": parse_euros,
    "a reference": ids.normalise_reference,
    "a funder's address": directory.is_email,
    "a line of a funder's card": directory.clean_line,
    "a block of a funder's card": directory.clean_block,
    "a web address": aids.is_web_address,
    "a slug": aids.is_slug,
    "a file of aids": lambda text: national_csv.read(text, "utf-8"),
    "the places of an aid": lambda text: places.read(
        text, text[:200], directory.FunderKind.TERRITORIAL, list[Problem]()
    ),
    "a subject of a mail": rendering.one_line,
    **{f"an answer: {kind.value}": lambda text, kind=kind: answers.parse(_field(kind), [text]) for kind in FieldKind},
}
RUNS = (
    "a",
    " ",
    "1",
    "-",
    "'",
    "(",
    "é",
    "a ",
    "1 ",
    "st ",
    "l'",
    "a.",
    "a-",
    "@",
    "a@",
    ".",
    "s/",
    "\n",
    "1,",
    "\u200b",
    "e\u0301",
)


@pytest.mark.parametrize("reader", READERS)
def test_no_reader_of_typed_text_works_for_long(reader: str) -> None:
    """100,000 characters, ten times what any page lets through in an address."""
    for run in RUNS:
        text = (run * MOST_TYPED)[:MOST_TYPED]
        for sent in (f"{text}!", f"!{text}"):
            took = seconds_of(partial(_read, reader, sent), under=1)
            assert took < 1, f"{reader} takes {took:.1f} s on {run!r}…"


def _read(reader: str, text: str) -> None:
    with suppress(MobError, ValueError):
        READERS[reader](text)
