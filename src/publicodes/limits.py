"""What rules of strangers may cost at most. Beyond, `LimitReached` says which limit, in French."""

from __future__ import annotations

import time
from dataclasses import dataclass

from publicodes.errors import LimitReached


@dataclass(frozen=True, slots=True)
class Limits:
    """`text_bytes` and `values` (keys, items, texts) of one file; `rules` in a model;
    `nesting` of mappings, lists or parentheses; `expression_chars`;
    `steps`: rules computed in one evaluation; `seconds` of processor time of one evaluation: a busy machine is no reason
    to call rules too slow."""

    text_bytes: int = 20_000_000
    values: int = 300_000
    rules: int = 50_000
    nesting: int = 60
    expression_chars: int = 20_000
    text_chars: int = 100_000
    steps: int = 200_000
    seconds: float = 10.0


DEFAULT = Limits()


class Budget:
    """What one evaluation has left. `spend` is called once a rule computed."""

    __slots__ = ("deadline", "left", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.steps
        self.deadline = time.thread_time() + limits.seconds

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise LimitReached(f"Le calcul dépasse {self.limits.steps} étapes.")
        if not self.left % 128 and time.thread_time() > self.deadline:
            raise LimitReached(f"Le calcul dépasse {self.limits.seconds:g} secondes.")


def too_deep() -> LimitReached:
    return LimitReached("Les règles s’appellent les unes les autres trop profondément.")
