"""The values rules work on, and what an evaluation answers. No computation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final


class Undefined:
    """Not defined: nobody has answered yet. A single instance, `UNDEFINED`; it has no truth value on purpose."""

    _only: Undefined | None = None

    def __new__(cls) -> Undefined:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "UNDEFINED"

    def __bool__(self) -> bool:
        raise TypeError("UNDEFINED is neither true nor false: compare with `is UNDEFINED`")


UNDEFINED: Final = Undefined()

# `None` is « non applicable ».
Value = float | bool | str | date | Undefined | None
# Name of a rule → how much of the computation waits for it. Never changed in place: results share them.
Missing = dict[str, int]
NOTHING_MISSING: Final[Missing] = {}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer of `Engine.evaluate`.

    `value`: float, bool, str, date, None (not applicable) or UNDEFINED. `unit`: as written in rules, None without one.
    `missing`: what is still needed, the most useful first. `nullable`: whether it may be not applicable at all.
    """

    value: Value
    unit: str | None = None
    missing: Missing = field(default_factory=dict)
    nullable: bool = False
