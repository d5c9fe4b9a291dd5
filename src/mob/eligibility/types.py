"""What a check looks at, and what it answers. Facts are passed in: this context never fetches anybody's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CheckCode(StrEnum):
    TERRITORY = "territory"
    AGE = "age"
    ANSWERS = "answers"
    PROOFS = "proofs"
    OTHER_APPLICATION = "other_application"
    IDENTITY = "identity"


class Outcome(StrEnum):
    """Green, red, or unknown: a check that could not be run is never red."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Conclusion(StrEnum):
    """How a list of checks ends: all met, one not met, or one that could not be told before any was refused."""

    PASSED = "passed"
    FAILED = "failed"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Check:
    """One line an agent reads: what was checked, how it ended, and why, by code with its parameters."""

    code: CheckCode
    outcome: Outcome
    reason: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What is known of an application. None means not known.

    `containing` holds the `kind:code` of every territory that contains the person's commune; `covered` those the aid
    covers. `on` is the civil date of submission: rules hold on that day.
    """

    on: date
    covered: frozenset[str]
    containing: frozenset[str] | None
    commune_name: str | None
    minimum_age: int | None
    birth_date: date | None
    missing_answers: frozenset[str]
    missing_proofs: frozenset[str]
    unscanned_proofs: int
    has_other_live: bool | None
    is_identity_certified: bool | None
