"""Reads the whole journal and names every stream that was changed, cut short or removed. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from mob.journal import chain, checkpoints
from mob.journal.checkpoints import Head
from mob.journal.models import Fact
from mob.journal.types import GENESIS


class Problem(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    TRUNCATED = "truncated"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Finding:
    """One stream that is not what it was, and the first place where it shows."""

    stream: str
    problem: Problem
    seq: int


@dataclass(frozen=True, slots=True)
class Verification:
    """What a full reading found."""

    facts: int
    streams: int
    findings: tuple[Finding, ...]


def verify(exported: Iterable[Head] = ()) -> Verification:
    """Read every fact and compare with the recorded heads, and with heads exported earlier and kept elsewhere.

    Heads are read first: a journal that grows meanwhile is no finding.
    """
    known = _by_stream([*checkpoints.recorded_heads(), *exported])
    findings: list[Finding] = []
    facts = streams = 0
    every = Fact.objects.order_by("stream", "seq").iterator(chunk_size=2000)
    for stream, members in groupby(every, key=lambda fact: fact.stream):
        length, finding = _check_stream(stream, members, known.pop(stream, {}))
        facts, streams = facts + length, streams + 1
        findings += [finding] if finding else []
    findings += [Finding(stream, Problem.VANISHED, 1) for stream in known]
    return Verification(facts, streams, tuple(sorted(findings, key=lambda finding: finding.stream)))


def _by_stream(heads: Iterable[Head]) -> dict[str, dict[int, str]]:
    known: dict[str, dict[int, str]] = {}
    for head in heads:
        known.setdefault(head.stream, {})[head.seq] = head.hash
    return known


def _check_stream(stream: str, facts: Iterator[Fact], heads: dict[int, str]) -> tuple[int, Finding | None]:
    """Length of the stream and the first thing wrong with it."""
    length, previous, finding = 0, GENESIS, None
    for fact in facts:
        length += 1
        finding = finding or _check_fact(fact, length, previous, heads)
        previous = fact.hash
    longest = max(heads, default=0)
    if finding is None and length < longest:
        finding = Finding(stream, Problem.TRUNCATED, length + 1)
    return length, finding


def _check_fact(fact: Fact, place: int, previous: str, heads: dict[int, str]) -> Finding | None:
    if fact.seq != place:
        return Finding(fact.stream, Problem.MISSING, place)
    if fact.prev_hash != previous or fact.hash != _digest(fact) or heads.get(place, fact.hash) != fact.hash:
        return Finding(fact.stream, Problem.CHANGED, place)
    return None


def _digest(fact: Fact) -> str:
    return chain.digest(
        stream=fact.stream,
        seq=fact.seq,
        kind=fact.kind,
        data=fact.data,
        actor=fact.actor,
        at=fact.at,
        prev_hash=fact.prev_hash,
    )
