"""Aids as other contexts read them. moB's wire words for the same things live in `api/v1`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from mob.kernel.money import Cents


class Mode(StrEnum):
    """moB's seven modes of transport (`transportList`)."""

    PUBLIC_TRANSPORT = "public_transport"
    BICYCLE = "bicycle"
    CAR = "car"
    SELF_SERVICE = "self_service"
    ELECTRIC = "electric"
    CAR_SHARING = "car_sharing"
    CARPOOLING = "carpooling"


class Level(StrEnum):
    """Who gives: the State, a territory of some size, or an employer."""

    NATIONAL = "national"
    REGION = "region"
    DEPARTMENT = "department"
    EPCI = "epci"
    COMMUNE = "commune"
    EMPLOYER = "employer"


class Audience(StrEnum):
    EVERYONE = "everyone"
    EMPLOYEE = "employee"
    STUDENT = "student"
    JOB_SEEKER = "job_seeker"
    RETIRED = "retired"
    YOUNG = "young"
    DISABILITY = "disability"
    LOW_INCOME = "low_income"


class PurchaseTiming(StrEnum):
    """When to buy: it decides whether a quote or an invoice is asked, and what the page warns of."""

    NONE = "none"
    AFTER_AGREEMENT = "after_agreement"
    BEFORE_APPLYING = "before_applying"


class Processing(StrEnum):
    HERE = "here"
    EXTERNAL = "external"


class AidState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class ProofType(StrEnum):
    IDENTITY = "identity"
    RESIDENCE = "residence"
    TAX_NOTICE = "tax_notice"
    QUOTE = "quote"
    INVOICE = "invoice"
    SEASON_TICKET = "season_ticket"
    EMPLOYER_CERTIFICATE = "employer_certificate"
    SCHOOL_CERTIFICATE = "school_certificate"
    DISABILITY_CARD = "disability_card"
    VEHICLE_REGISTRATION = "vehicle_registration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CustomField:
    """A question of the aid. `max_choices` > 1 lets several choices be ticked."""

    code: str
    kind: FieldKind
    label: str
    hint: str = ""
    is_required: bool = True
    choices: tuple[Choice, ...] = ()
    max_choices: int = 1


@dataclass(frozen=True, slots=True)
class RequiredProof:
    """A paper the aid asks for, named one by one."""

    code: str
    proof_type: ProofType
    label: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class TerritoryCode:
    """A piece of territory: `country`, `region`, `department`, `epci` (its code is a SIREN) or `commune`."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class AidTitle:
    """What a list shows of an aid."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Words:
    """A short text in both languages. An empty English one is read in French."""

    fr: str
    en: str = ""

    def read_in(self, language: str) -> str:
        return self.en if language == "en" and self.en else self.fr


@dataclass(frozen=True, slots=True)
class AidTexts:
    """What an aid says in one language: plain paragraphs and `- ` lists, never HTML."""

    title: str = ""
    promise: str = ""
    description: str = ""
    conditions: str = ""
    amount_text: str = ""
    payment_terms: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceContent:
    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class FieldContent:
    """A question as its author writes it, in both languages."""

    code: str
    kind: FieldKind
    label: Words
    hint: Words = Words("")
    is_required: bool = True
    choices: tuple[ChoiceContent, ...] = ()
    max_choices: int = 1


@dataclass(frozen=True, slots=True)
class ProofContent:
    """A paper as its author asks for it, in both languages."""

    code: str
    proof_type: ProofType
    label: Words
    hint: Words = Words("")
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class AidContent:
    """All that an author writes of an aid. Dates are civil and inclusive; no territory means not said yet."""

    fr: AidTexts
    en: AidTexts | None = None
    level: Level = Level.COMMUNE
    modes: tuple[Mode, ...] = ()
    audiences: tuple[Audience, ...] = (Audience.EVERYONE,)
    territories: tuple[TerritoryCode, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    minimum_age: int | None = None
    purchase: PurchaseTiming = PurchaseTiming.NONE
    processing: Processing = Processing.HERE
    external_url: str = ""
    max_amount: Cents | None = None
    wants_courtesy_mails: bool = True
    help_address: str = ""
    help_phone: str = ""
    help_hours: str = ""
    source_url: str = ""
    source_date: date | None = None
    verified_on: date | None = None
    fields: tuple[FieldContent, ...] = ()
    proofs: tuple[ProofContent, ...] = ()


@dataclass(frozen=True, slots=True)
class FunderFacts:
    """What the rules of publication need to know of a funder. `receives`: applications may be sent to it here."""

    is_public: bool
    receives: bool
    has_contact: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a content cannot be kept or published. `pointer` names the value: `fr.title`, `fields.2.choices`."""

    code: str
    pointer: str
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """What an aid gave between two civil dates, inclusive; `valid_to` None: until further notice."""

    valid_from: date
    valid_to: date | None
    max_amount: Cents | None
    amount_text: str


@dataclass(frozen=True, slots=True)
class AidRow:
    """An aid as its authors see it in a list. `has_draft`: words newer than what people read."""

    id: UUID
    slug: str
    state: AidState
    version: int
    title: str
    funder_id: UUID
    funder_name: str
    level: Level
    valid_to: date | None
    verified_on: date | None
    has_draft: bool
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AidEditing:
    """What an author opens: the newest content, and the `version` to hand back when saving it."""

    id: UUID
    slug: str
    state: AidState
    version: int
    funder_id: UUID
    funder_name: str
    number: int
    version_id: UUID
    has_draft: bool
    content: AidContent


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the history of an aid, newest first. `is_current`: the one people read."""

    id: UUID
    number: int
    title: str
    created_at: datetime
    published_at: datetime | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class AidView:
    """One version of an aid, whole. Dates are civil, inclusive. `language`: of its texts, not always the one asked."""

    id: UUID
    slug: str
    state: AidState
    version_id: UUID
    number: int
    funder_id: UUID
    funder_name: str
    level: Level
    modes: tuple[Mode, ...]
    audiences: tuple[Audience, ...]
    territories: tuple[TerritoryCode, ...]
    valid_from: date | None
    valid_to: date | None
    minimum_age: int | None
    purchase: PurchaseTiming
    processing: Processing
    external_url: str
    max_amount: Cents | None
    wants_courtesy_mails: bool
    help_address: str
    help_phone: str
    help_hours: str
    source_url: str
    source_date: date | None
    verified_on: date | None
    title: str
    promise: str
    description: str
    conditions: str
    amount_text: str
    payment_terms: str
    fields: tuple[CustomField, ...] = ()
    proofs: tuple[RequiredProof, ...] = ()
    language: str = "fr"

    def is_open_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def has_ended_on(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    def field(self, code: str) -> CustomField | None:
        return next((field for field in self.fields if field.code == code), None)

    def proof(self, code: str) -> RequiredProof | None:
        return next((proof for proof in self.proofs if proof.code == code), None)
