"""What a check looks at, and what it answers. Facts are passed in: this context never fetches anybody's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mob.catalogue.types import Answer, FieldKind, Frequency, Words
from mob.catalogue.types import Outcome as Standing
from mob.kernel.money import Cents


class CheckCode(StrEnum):
    TERRITORY = "territory"
    AGE = "age"
    ANSWERS = "answers"
    PROOFS = "proofs"
    OTHER_APPLICATION = "other_application"
    IDENTITY = "identity"
    RULES = "rules"
    FREQUENCY = "frequency"


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
    covers. `on` is the civil date of submission: rules hold on that day. `verdict`: None when the aid computes nothing.
    `last_granted_on`: when the person last had this aid; `says_received`: her own word, for a household or a vehicle.
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
    verdict: Verdict | None = None
    frequency: Frequency | None = None
    last_granted_on: date | None = None
    says_received: bool | None = None


NO_WORDS = Words("")


class KnownBy(StrEnum):
    """Where a fact comes from: the person's answer, or what her account and the day already tell."""

    ANSWER = "answer"
    PLACE = "place"
    BIRTH = "birth"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed question. `value`: as rules write it; `code`: as forms carry it."""

    value: str
    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that rules may need. `unit`: as rules write it; `certified_by`: codes of who can attest it.

    `lasts_months`: how long an answer stays true, 0 for one application. `order`: its place among the questions.
    """

    name: str
    code: str
    kind: FieldKind
    title: Words
    question: Words
    hint: Words = NO_WORDS
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    known_by: KnownBy = KnownBy.ANSWER
    certified_by: tuple[str, ...] = ()
    lasts_months: int = 0
    order: int = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """The page or article that says a rule."""

    title: str = ""
    url: str = ""


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of an aid in plain French, how it ends for this person, and the page that says it."""

    outcome: Outcome
    text: str
    source_title: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What rules say of a person on a day.

    `amount` in cents: what is due; for an undetermined verdict, what answers so far and the rules' defaults would give.
    `missing`: facts still needed, the most useful first. `steps`: the computation in French sentences.
    `engine`: the language's version and the digest of the rules, so that it can be computed again.
    """

    outcome: Standing
    amount: Cents | None = None
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    engine: str = ""


class FactSource(StrEnum):
    """Who says a fact: the person for this application, her account as she wrote it, an identity provider, or a
    register asked for one funder.
    """

    DECLARED = "declared"
    ACCOUNT = "account"
    CERTIFIED = "certified"
    REGISTER = "register"

    @property
    def is_own(self) -> bool:
        """Whether it is the person's own, kept in her account for her to give to any."""
        return self in (FactSource.ACCOUNT, FactSource.CERTIFIED)


@dataclass(frozen=True, slots=True)
class HeldFact:
    """A fact with what may be done of it. `purpose`: what it was obtained for; `recipients`: ids of who may use it."""

    value: Answer
    source: FactSource
    certified_at: datetime | None
    purpose: str
    recipients: frozenset[str]
