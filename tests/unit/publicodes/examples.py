"""The cases of `cases.yaml`, and how an answer is compared with what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from publicodes import UNDEFINED, Value, dates

CASES = Path(__file__).with_name("cases.yaml")


@dataclass(frozen=True, slots=True)
class Case:
    about: str
    rules: str
    ask: Any
    value: Any
    unit: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.about}: {self.ask}" + (f" given {self.given}" if self.given else "")


def cases() -> Iterator[Case]:
    for section in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        for case in section["cases"]:
            yield Case(section["about"], section["rules"], **case)


def close(found: Value, expected: Any, tolerance: float = 1e-9) -> bool:
    """Whether two answers are the same: numbers within a relative tolerance, a kind never taken for another."""
    if expected == "undefined":
        return found is UNDEFINED
    if isinstance(found, date):
        return dates.written(found) == expected
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return found is expected
    if isinstance(expected, (int, float)) and isinstance(found, float):
        return abs(found - expected) <= tolerance * max(1.0, abs(expected))
    return type(found) is type(expected) and found == expected
