"""What a person says of herself, and who vouches for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Occupation(StrEnum):
    """moB's five and one more. moB's wire words live in `api/v1`."""

    EMPLOYEE = "employee"
    STUDENT = "student"
    SELF_EMPLOYED = "self_employed"
    RETIRED = "retired"
    JOB_SEEKER = "job_seeker"
    OTHER = "other"


class ClaimName(StrEnum):
    """Identity claims. The name in use may differ from the birth name (Code civil, art. 225-1)."""

    FIRST_NAME = "first_name"
    BIRTH_NAME = "birth_name"
    USUAL_NAME = "usual_name"
    BIRTH_DATE = "birth_date"


class ClaimSource(StrEnum):
    """Who vouches. A person can only ever write `declared`."""

    DECLARED = "declared"
    FRANCECONNECT = "franceconnect.gouv.fr"
    MOB = "moncomptemobilite.fr"


@dataclass(frozen=True, slots=True)
class Claim:
    """`{value, source, certified_at}`; a birth date's value is ISO 8601."""

    value: str
    source: ClaimSource = ClaimSource.DECLARED
    certified_at: datetime | None = None

    @property
    def is_certified(self) -> bool:
        return self.source is not ClaimSource.DECLARED


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A person's profile as other contexts read it. Every field may be missing: only what is needed is asked."""

    user_id: UUID
    email: str
    language: str = "fr"
    claims: dict[ClaimName, Claim] = field(default_factory=dict)
    commune: str | None = None
    postcode: str | None = None
    occupation: Occupation | None = None
    phone: str | None = None

    def value(self, name: ClaimName) -> str | None:
        claim = self.claims.get(name)
        return claim.value if claim else None

    @property
    def birth_date(self) -> date | None:
        text = self.value(ClaimName.BIRTH_DATE)
        return date.fromisoformat(text) if text else None

    @property
    def family_name(self) -> str | None:
        """The name in use when there is one, else the birth name."""
        return self.value(ClaimName.USUAL_NAME) or self.value(ClaimName.BIRTH_NAME)

    @property
    def full_name(self) -> str:
        """First name and name in use, or an empty string."""
        return " ".join(part for part in (self.value(ClaimName.FIRST_NAME), self.family_name) if part)
