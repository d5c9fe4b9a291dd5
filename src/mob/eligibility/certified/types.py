"""Which register may be asked what, what it answers, and what is kept of it. Pure values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.catalogue.types import Answer, Words


class RegisterSource(StrEnum):
    """One kind of data of API Particulier, agreed to and allowed by itself."""

    FAMILY_QUOTIENT = "family_quotient"
    STUDENT = "student"
    SCHOLARSHIP = "scholarship"
    JOB_SEEKER = "job_seeker"
    VEHICLE = "vehicle"


class Asks(StrEnum):
    """What a source wants beside the agreement: nothing, or a number that only the person knows."""

    NOTHING = "nothing"
    JOB_SEEKER_NUMBER = "job_seeker_number"
    NUMBER_PLATE = "number_plate"


class About(StrEnum):
    """Whom a fact speaks of: a household's serves an aid for a child of it, a person's does not."""

    PERSON = "person"
    HOUSEHOLD = "household"
    VEHICLE = "vehicle"


class Provider(StrEnum):
    """Who attests."""

    CNAF = "cnaf"
    MSA = "msa"
    MESRI = "mesri"
    CNOUS = "cnous"
    FRANCE_TRAVAIL = "france_travail"
    ANTS = "ants"


class Standing(StrEnum):
    """Where an agreement stands: not asked yet, certified, asked in vain for now, or answered without a fact."""

    WAITING = "waiting"
    CERTIFIED = "certified"
    TO_CONFIRM = "to_confirm"
    NOTHING = "nothing"

    @property
    def is_open(self) -> bool:
        """Whether the register may still answer: meanwhile no paper is asked in its place."""
        return self in (Standing.WAITING, Standing.TO_CONFIRM)


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A source as data (`models/sources.toml`). `facts`: names it may certify; `lasts_months`: how long one stays true.

    `by_sign_in`: needs the token of a FranceConnect sign-in, which is asked for `scopes`. `why_lasts`, `page`: what the
    length rests on.
    """

    source: RegisterSource
    title: Words
    holder: Words
    purpose: Words
    facts: tuple[str, ...]
    about: About
    lasts_months: int
    why_lasts: Words
    page: str
    by_sign_in: bool = True
    asks: Asks = Asks.NOTHING
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyQuotient:
    """In euros a month, for one month. `provider`: the fund that computed it."""

    provider: Provider
    value: float
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """In higher education between two days, inclusive."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Enrolments:
    """Every enrolment the ministry knows."""

    every: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class Scholarship:
    """Whether somebody holds one for the academic year; `ends_on`: last day it is paid for, when that is said."""

    is_held: bool
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class JobSeeking:
    """Registered at France Travail since a day, until another when it ended; whose number it is, to compare."""

    begins_on: date
    ends_on: date | None
    birth_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What the registration extract says: its line B, and the code of its line P.3."""

    first_registered_on: date | None
    energy: str


RegisterAnswer = FamilyQuotient | Enrolments | Scholarship | JobSeeking | Vehicle


@dataclass(frozen=True, slots=True)
class Certified:
    """One fact that a register certified, with its last day (inclusive)."""

    fact: str
    value: Answer
    provider: Provider
    certified_at: datetime
    expires_on: date
    is_contested: bool = False
    source: RegisterSource = RegisterSource.FAMILY_QUOTIENT
    about: About = About.PERSON

    def holds_on(self, day: date) -> bool:
        return not self.is_contested and day <= self.expires_on


@dataclass(frozen=True, slots=True)
class Held:
    """What one funder may use of a person: certified facts by name, and names a register may still certify."""

    facts: dict[str, Certified] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not self.facts and not self.awaited


NOTHING_HELD = Held()


@dataclass(frozen=True, slots=True)
class BasisContent:
    """The act that lets a funder ask a source: number of the DataPass, SIRET it was given to, its days inclusive."""

    funder_id: UUID
    source: RegisterSource
    number: str
    recipient: str
    text: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class BasisView:
    """A recorded legal basis. `recorded_by`: whoever wrote it down, None once that account is gone."""

    id: UUID
    funder_id: UUID
    funder_name: str
    source: RegisterSource
    number: str
    recipient: str
    text: str
    starts_on: date
    ends_on: date | None
    recorded_by: UUID | None
    recorded_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One choice of the consent screen: that this funder may read this source. `number`: what the source asks."""

    source: RegisterSource
    funder_id: UUID
    number: str = ""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """What a person agreed to and where it stands. `reason`: why it is to be confirmed, by code."""

    id: UUID
    source: RegisterSource
    funder_id: UUID
    funder_name: str
    given_at: datetime
    ends_on: date
    standing: Standing
    reason: str
    asked_at: datetime | None
    facts: tuple[tuple[UUID, Certified], ...]
