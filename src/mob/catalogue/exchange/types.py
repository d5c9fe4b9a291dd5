"""What is read in a file of aids before anything is written, and what an import reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mob.catalogue.types import AidContent, Problem
from mob.directory.types import FunderKind


class FileFormat(StrEnum):
    JSON = "json"
    CSV = "csv"


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class FunderRecord:
    """The funder of a line. Its card is used only when the funder is not known yet."""

    name: str
    kind: FunderKind
    siren: str = ""
    is_invented: bool = False
    contact_address: str = ""
    contact_phone: str = ""
    contact_hours: str = ""
    contact_email: str = ""


@dataclass(frozen=True, slots=True)
class AidRecord:
    """One aid of a file. `number`: the line of a CSV, the rank of an aid in JSON, from 1. `digest`: of what was read.

    `content` gives the new content from the one already kept (None: none is). `earlier`: what it said before, oldest
    first, with the dates it held.
    """

    number: int
    key: str
    title: str
    digest: str
    funder: FunderRecord
    content: Callable[[AidContent | None], AidContent]
    slug: str | None = None
    earlier: tuple[AidContent, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not taken, and every reason."""

    number: int
    key: str
    title: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A whole file read: what may be tried, what cannot be."""

    format: FileFormat
    encoding: str
    records: Sequence[AidRecord]
    refused: Sequence[RefusedLine]


@dataclass(frozen=True, slots=True)
class TakenLine:
    number: int
    slug: str
    title: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do when `is_dry_run`."""

    format: FileFormat
    encoding: str
    is_dry_run: bool
    taken: tuple[TakenLine, ...]
    refused: tuple[RefusedLine, ...]

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome is outcome for line in self.taken)

    @property
    def changes(self) -> int:
        """How many aids were created or updated."""
        return self.count(Outcome.CREATED) + self.count(Outcome.UPDATED)


class LineError(Exception):
    """A line that says something impossible. Never leaves this package."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class BookOffer:
    """An aid that a rule of a book computes. `digest`: of the rule and of all its words depend on.

    `twin`: the import key of an aid of ours that tells of the same one in better words, which takes the rule instead.
    """

    target: str
    digest: str
    funder: FunderRecord
    content: AidContent
    twin: str = ""


class Followed(StrEnum):
    """What became of an aid when its book was brought in."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    JOINED = "joined"
    """An aid of ours that tells of the same one took the rule: its words stay."""
    ENDED = "ended"
    KEPT = "kept"
    """Written by hand since: left as it is."""


@dataclass(frozen=True, slots=True)
class FollowedAid:
    target: str
    slug: str
    title: str
    outcome: Followed


@dataclass(frozen=True, slots=True)
class FollowReport:
    """What bringing in a book did, or would do when `is_dry_run`. `unplaced`: rules and names without a territory."""

    source: str
    edition: str
    is_dry_run: bool
    aids: tuple[FollowedAid, ...]
    refused: tuple[RefusedLine, ...]
    unplaced: tuple[str, ...] = ()

    def count(self, outcome: Followed) -> int:
        return sum(aid.outcome is outcome for aid in self.aids)
