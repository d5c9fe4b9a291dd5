"""Every row of the abuse catalogue that this version answers for has its tests, found by their name or their mark."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[2]
# The rows of the catalogue (reliability and security) that concern what is built: the others come with their subject.
ROWS = {
    5,
    8,
    9,
    10,
    16,
    18,
    21,
    24,
    26,
    30,
    31,
    34,
    36,
    40,
    41,
    43,
    44,
    45,
    46,
    47,
    48,
    49,
    51,
    53,
    55,
    56,
    57,
    58,
    62,
    63,
    65,
    67,
    71,
    72,
    73,
    74,
    75,
    76,
    78,
    86,
    88,
    90,
    91,
    92,
    93,
    94,
}
NAMED = re.compile(r"def test_row_(\d+)_")
MARKED = re.compile(r"mark\.abuse\(([\d, ]+)\)")


def covered() -> dict[int, list[str]]:
    """The files that test each row."""
    found: dict[int, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        numbers = {int(n) for n in NAMED.findall(source)}
        numbers |= {int(n) for group in MARKED.findall(source) for n in group.split(",")}
        for number in numbers:
            found.setdefault(number, []).append(str(path.relative_to(TESTS)))
    return found


def test_every_row_has_its_tests() -> None:
    assert ROWS - set(covered()) == set()


def test_no_mark_names_a_row_that_does_not_exist() -> None:
    assert set(covered()) - set(range(1, 95)) == set()
