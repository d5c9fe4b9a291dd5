"""Aids as people and other contexts read them, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
from mob.catalogue.types.ruling import RulesContent
from mob.kernel.money import Cents


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CustomField:
    """A question of the aid. `max_choices` > 1 lets several choices be ticked. `fact`: its answer's name in rules."""

    code: str
    kind: FieldKind
    label: str
    hint: str = ""
    is_required: bool = True
    choices: tuple[Choice, ...] = ()
    max_choices: int = 1
    fact: str = ""


@dataclass(frozen=True, slots=True)
class RequiredProof:
    """A paper the aid asks for, named one by one. `replaced_by`: facts that, all certified by a register, stand for it."""

    code: str
    proof_type: ProofType
    label: str
    hint: str = ""
    is_required: bool = True
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TerritoryCode:
    """A piece of territory: `country`, `region`, `department`, `epci` (its code is a SIREN) or `commune`."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidTerms:
    """What one version of an aid fixes, whole. Dates are civil, inclusive. `id` is the aid's.

    `language`: of its texts, not always the one asked.
    """

    id: UUID
    version_id: UUID
    number: int
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
    is_automatic: bool = False
    automatic_checks: tuple[AutomaticCheck, ...] = ()
    invoice_days: int | None = None
    rules: RulesContent | None = None
    minors_represented: bool = False

    def is_open_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def has_ended_on(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    def field(self, code: str) -> CustomField | None:
        return next((field for field in self.fields if field.code == code), None)

    def proof(self, code: str) -> RequiredProof | None:
        return next((proof for proof in self.proofs if proof.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AidView(AidTerms):
    """One version with what the aid is today: its address, its state, its funder, the version people read now."""

    slug: str
    state: AidState
    current_version_id: UUID | None = None
    funder_id: UUID
    funder_name: str


@dataclass(frozen=True, slots=True)
class AidTitle:
    """What a list shows of an aid."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class DatedAmount:
    """What an aid gave between two civil dates, inclusive; `valid_to` None: until further notice."""

    valid_from: date
    valid_to: date | None
    max_amount: Cents | None
    amount_text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """An aid people may ask for on a day, as far as counting needs it."""

    aid_id: UUID
    funder_id: UUID
    territories: tuple[TerritoryCode, ...]
