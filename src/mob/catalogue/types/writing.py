"""Aids as their authors write them, in both languages, and what authors are told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mob.catalogue.types.enums import (
    AidState,
    Audience,
    AutomaticCheck,
    FieldKind,
    Level,
    Mode,
    Processing,
    ProofType,
    PurchaseTiming,
)
from mob.catalogue.types.reading import TerritoryCode
from mob.catalogue.types.ruling import RulesContent
from mob.kernel.money import Cents


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
    """A question as its author writes it, in both languages. `fact`: what rules know of its answer, by name."""

    code: str
    kind: FieldKind
    label: Words
    hint: Words = Words("")
    is_required: bool = True
    choices: tuple[ChoiceContent, ...] = ()
    max_choices: int = 1
    fact: str = ""


@dataclass(frozen=True, slots=True)
class ProofContent:
    """A paper as its author asks for it, in both languages. `replaced_by`: as `RequiredProof` has it."""

    code: str
    proof_type: ProofType
    label: Words
    hint: Words = Words("")
    is_required: bool = True
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AidContent:
    """All that an author writes of an aid. Dates are civil and inclusive; no territory means not said yet.

    `minors_represented`: a person of 16 or 17 does not apply alone.
    `is_automatic`: decided by the program, on `automatic_checks` in that order; it grants `max_amount`, once.
    """

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
    invoice_days: int | None = None
    processing: Processing = Processing.HERE
    external_url: str = ""
    max_amount: Cents | None = None
    minors_represented: bool = False
    wants_courtesy_mails: bool = True
    help_address: str = ""
    help_phone: str = ""
    help_hours: str = ""
    source_url: str = ""
    source_date: date | None = None
    verified_on: date | None = None
    is_automatic: bool = False
    automatic_checks: tuple[AutomaticCheck, ...] = ()
    fields: tuple[FieldContent, ...] = ()
    proofs: tuple[ProofContent, ...] = ()
    rules: RulesContent | None = None


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
    """One version in the history of an aid, newest first. `is_current`: the one people read. `rules`: its own."""

    id: UUID
    number: int
    title: str
    created_at: datetime
    published_at: datetime | None
    is_current: bool
    rules: RulesContent | None = None
