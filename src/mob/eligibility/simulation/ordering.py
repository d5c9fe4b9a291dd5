"""Which question settles most, and what an aid may reach at best. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mob.catalogue.types import Answer
from mob.eligibility.simulation.types import Estimate

MOST_TRIED = 8
ROUNDS = 3
# Under some answers: the cents given, and what is still missing.
Trial = Callable[[Mapping[str, Answer]], tuple[int, Sequence[str]]]


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


def best_reach(trial: Trial, values: Callable[[str], Sequence[Answer]]) -> int:
    """The most cents found by answering what is missing, one answer improved after the other.

    It is a sum that can be reached, not a proof that none is higher. Rules may give nothing until several answers are
    there, and ask more once some are: the search starts from no answer, then from the last and the first of those tried.
    """
    for start in (None, -1, 0):
        given = {} if start is None else _begun(trial, values, start)
        if best := _improved(trial, values, given):
            return best
    return 0


def _begun(trial: Trial, values: Callable[[str], Sequence[Answer]], which: int) -> dict[str, Answer]:
    """An answer to each missing question, and to those that these answers open."""
    given: dict[str, Answer] = {}
    for _ in range(ROUNDS):
        _, missing = trial(given)
        opened = {fact: tried[which] for fact in missing[:MOST_TRIED] if fact not in given and (tried := values(fact))}
        if not opened:
            break
        given |= opened
    return given


def _improved(trial: Trial, values: Callable[[str], Sequence[Answer]], given: dict[str, Answer]) -> int:
    best, missing = trial(given)
    for fact in [*given, *missing][:MOST_TRIED]:
        for value in values(fact):
            reached, _ = trial({**given, fact: value})
            if reached > best:
                best, given = reached, {**given, fact: value}
    return best
