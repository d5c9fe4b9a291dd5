"""What a version of an aid computes: its rules in the publicodes language, and the cases they must answer rightly.

The catalogue keeps rules and never runs them: `eligibility` does, through `catalogue.ports.RuleDesk`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mob.kernel.money import Cents

Answer = str | float | bool


class Outcome(StrEnum):
    """What rules say of a person: she may have the aid, she may not, or something is still to be known."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


class FrequencyUnit(StrEnum):
    """Who or what may have an aid once in so many months."""

    PERSON = "person"
    HOUSEHOLD = "household"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Frequency:
    """Once in `months` months for each `per`."""

    months: int
    per: FrequencyUnit = FrequencyUnit.PERSON


@dataclass(frozen=True, slots=True)
class Together:
    """What an aid allows beside others for the same purchase; nothing said, only that they never exceed its price.

    `most_*`: all aids together give at most this; `left_*`: at least this is left to pay. Whole percents of the price,
    amounts in cents. `completes_local`: no more than the aids nearer than it give together. `is_reduced`: less what the
    others give.
    """

    most_percent: int | None = None
    most: Cents | None = None
    left_percent: int | None = None
    left: Cents | None = None
    completes_local: bool = False
    is_reduced: bool = False


@dataclass(frozen=True, slots=True)
class RuleExample:
    """A case an author keeps beside the rules: answers by fact name, and what must come out.

    `amount` None: it is not looked at.
    """

    name: str
    answers: tuple[tuple[str, Answer], ...]
    outcome: Outcome
    amount: Cents | None = None


@dataclass(frozen=True, slots=True)
class RulesContent:
    """The rules of a version. `target` names the rule that gives the amount in euros, or does not apply.

    They are either written here (`text`, YAML) or taken from a rule book kept apart (`book`, its SHA-256). `shape` is
    what the author filled in, when a form wrote the text, as JSON. `allows_anyway`: who is not eligible may still ask.
    """

    target: str
    text: str = ""
    book: str = ""
    shape: str = ""
    examples: tuple[RuleExample, ...] = ()
    frequency: Frequency | None = None
    together: Together = Together()
    allows_anyway: bool = True


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules published together by somebody, kept as they came. `digest`: SHA-256 of the text, in hexadecimal.

    `places`: by SIREN, the name its rules give to a grouping of communes, where the official code spells it otherwise.
    """

    digest: str
    name: str
    edition: str
    licence: str
    source_url: str
    text: str
    places: Mapping[str, str] = field(default_factory=dict)
