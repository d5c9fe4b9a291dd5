"""What happens to agreements and certified facts, in stream `account:<uuid>`; to legal bases, in `legal_basis:<uuid>`.

Facts name sources, funders and names of facts, never what a register answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RegisterAgreed:
    """A person lets a funder read a source until a day."""

    kind: ClassVar[str] = "register_agreed"
    source: str
    funder: UUID
    until: date


@dataclass(frozen=True, slots=True)
class RegisterRevoked:
    """She took it back: what was certified under it is erased."""

    kind: ClassVar[str] = "register_revoked"
    source: str
    funder: UUID


@dataclass(frozen=True, slots=True)
class RegisterHandedOver:
    """Another account of hers was brought into this one, with this agreement and what was certified under it."""

    kind: ClassVar[str] = "register_handed_over"
    source: str
    funder: UUID


@dataclass(frozen=True, slots=True)
class FactsCertified:
    """A register answered. `facts`: names alone."""

    kind: ClassVar[str] = "facts_certified"
    source: str
    funder: UUID
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterSilent:
    """A register did not answer, or without a fact. `standing`: what it leaves; `reason`: a code."""

    kind: ClassVar[str] = "register_silent"
    source: str
    funder: UUID
    standing: str
    reason: str


@dataclass(frozen=True, slots=True)
class FactContested:
    """The person says that a certified fact is wrong: it decides nothing any more."""

    kind: ClassVar[str] = "fact_contested"
    fact: str
    funder: UUID


@dataclass(frozen=True, slots=True)
class FactTakenUp:
    """She takes the certified fact up again."""

    kind: ClassVar[str] = "fact_taken_up"
    fact: str
    funder: UUID


@dataclass(frozen=True, slots=True)
class LegalBasisRecorded:
    """A funder may ask a source under an act, between these days."""

    kind: ClassVar[str] = "legal_basis_recorded"
    funder: UUID
    source: str
    number: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class LegalBasisEnded:
    """From now on nothing is asked under it."""

    kind: ClassVar[str] = "legal_basis_ended"
    funder: UUID
    source: str
