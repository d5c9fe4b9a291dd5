"""What happens to an aid, told once, in the stream `aid:<uuid>`. Ids and numbers only: words live in versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AidCreated:
    kind: ClassVar[str] = "aid_created"
    aid_id: UUID
    funder_id: UUID


@dataclass(frozen=True, slots=True)
class AidEdited:
    """The draft of version `number` was written again."""

    kind: ClassVar[str] = "aid_edited"
    aid_id: UUID
    version_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class AidPublished:
    kind: ClassVar[str] = "aid_published"
    aid_id: UUID
    version_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class AidUnpublished:
    kind: ClassVar[str] = "aid_unpublished"
    aid_id: UUID


@dataclass(frozen=True, slots=True)
class AidRetentionSet:
    """Files sent from now on are kept this many years after they close."""

    kind: ClassVar[str] = "aid_retention_set"
    aid_id: UUID
    years: int


@dataclass(frozen=True, slots=True)
class AidVerified:
    """Somebody checked that the words people read still hold."""

    kind: ClassVar[str] = "aid_verified"
    aid_id: UUID


@dataclass(frozen=True, slots=True)
class AidOwnerSet:
    """Who keeps the aid up to date from now on; None: the funder's authors."""

    kind: ClassVar[str] = "aid_owner_set"
    aid_id: UUID
    owner_id: UUID | None


@dataclass(frozen=True, slots=True)
class AidMistakeReported:
    kind: ClassVar[str] = "aid_mistake_reported"
    aid_id: UUID
    report_id: UUID


@dataclass(frozen=True, slots=True)
class AidMistakeSettled:
    kind: ClassVar[str] = "aid_mistake_settled"
    aid_id: UUID
    report_id: UUID
