"""Which question settles most, and what an aid may reach at best. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mob.catalogue.types import Answer
from mob.eligibility.simulation.types import Estimate

MOST_TRIED = 8
Worth = Callable[[Mapping[str, Answer]], int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands among the questions: the figure it is a part of, if any, then its usual order."""

    order: int
    figure: str = ""


def next_fact(estimates: Iterable[Estimate], place: Callable[[str], Place | None]) -> str:
    """The missing answer with the highest sum of weights over the aids that wait for it; at equal weight, the usual order.

    The parts of one figure (an income and its shares) weigh as the heaviest of them and come in their usual order.
    `place`: None when nobody may be asked the fact. Empty when nothing is worth asking.
    """
    total: dict[str, int] = {}
    for estimate in estimates:
        for fact, weight in (estimate.missing or {}).items():
            total[fact] = total.get(fact, 0) + weight
    placed = {fact: at for fact in total if (at := place(fact)) is not None}
    heaviest: dict[str, int] = {}
    for fact, at in placed.items():
        figure = at.figure or fact
        heaviest[figure] = max(heaviest.get(figure, 0), total[fact])
    asked = [(-heaviest[at.figure or fact], at.order, fact) for fact, at in placed.items()]
    return min(asked)[2] if asked else ""


def best_reach(worth: Worth, missing: Sequence[str], values: Callable[[str], Sequence[Answer]]) -> int:
    """The most cents found by answering what is missing, one answer improved after the other.

    It is a sum that can be reached, not a proof that none is higher. Rules without a default for their questions give
    nothing until all are answered: the search then starts from an answer to each, the last tried, then the first.
    """
    facts = missing[:MOST_TRIED]
    for start in (lambda _: None, lambda tried: tried[-1], lambda tried: tried[0]):
        given = {fact: answer for fact in facts if (tried := values(fact)) and (answer := start(tried)) is not None}
        if best := _improved(worth, given, facts, values):
            return best
    return 0


def _improved(
    worth: Worth, given: Mapping[str, Answer], facts: Sequence[str], values: Callable[[str], Sequence[Answer]]
) -> int:
    best = worth(given)
    for fact in facts:
        for value in values(fact):
            reached = worth({**given, fact: value})
            if reached > best:
                best, given = reached, {**given, fact: value}
    return best
