"""How long a queue takes, honestly: half and nine tenths of its last answers, without stopped time or clean-ups.

A queue is an aid (of one funder), or one community's part of it. Pure; `queues` measures and keeps.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

# Fewer answers tell nothing of the next one.
LEAST = 5
# The same words of refusal sent this often by one agent in one day: a clean-up of old files, not answers.
BULK = 10


@dataclass(frozen=True, slots=True)
class Delay:
    """In whole days, rounded up: half of the answers came within `p50_days`, nine tenths within `p90_days`."""

    p50_days: int
    p90_days: int
    sample: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One decided file. `days` counts from its receipt, what was stopped while the person corrected left out.

    `words`: what tells one wording from another (a hash is enough).
    """

    days: float
    on: date
    author_id: UUID | None
    is_approval: bool
    words: str


def measure(answers: Sequence[Answered]) -> Delay | None:
    """The delays of a queue; None when too few answers are left to tell."""
    days = sorted(answer.days for answer in without_clean_ups(answers))
    if len(days) < LEAST:
        return None
    return Delay(_rank(days, 50), _rank(days, 90), len(days))


def without_clean_ups(answers: Sequence[Answered]) -> list[Answered]:
    """Those that answered somebody: refusals sent in bulk, word for word, on one day by one agent are left out."""
    sent = Counter(_batch(answer) for answer in answers if not answer.is_approval)
    return [answer for answer in answers if answer.is_approval or sent[_batch(answer)] < BULK]


def _batch(answer: Answered) -> tuple[UUID | None, date, str]:
    return answer.author_id, answer.on, answer.words


def _rank(days: Sequence[float], percent: int) -> int:
    """Nearest rank, in days begun: nobody is told less than what happened."""
    return max(1, math.ceil(days[math.ceil(len(days) * percent / 100) - 1]))
