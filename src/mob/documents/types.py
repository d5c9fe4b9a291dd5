"""What proofs are as other contexts read them: kinds of file, notes of the intake, clean files, stored documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class MediaType(StrEnum):
    """The kinds of file accepted. HEIC is accepted and stored as JPEG. JSON: values we write ourselves, never a file."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    JSON = "application/json"

    @property
    def extension(self) -> str:
        return _EXTENSIONS[self]


_EXTENSIONS = {
    MediaType.PDF: "pdf",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
    MediaType.WEBP: "webp",
    MediaType.HEIC: "heic",
    MediaType.JSON: "json",
}


class IntakeNote(StrEnum):
    """What the intake did to a file. The words are in the error catalogue as `note_<value>`."""

    METADATA_REMOVED = "metadata_removed"
    LOCATION_REMOVED = "location_removed"
    CONVERTED_TO_JPEG = "converted_to_jpeg"
    REDUCED = "reduced"
    ANIMATION_REMOVED = "animation_removed"
    SCRIPTS_REMOVED = "scripts_removed"
    ACTIONS_REMOVED = "actions_removed"
    LINKS_REMOVED = "links_removed"
    FILES_REMOVED = "files_removed"
    RESTRICTIONS_LIFTED = "restrictions_lifted"
    SIGNED = "signed"
    SIGNED_ACTIVE = "signed_active"

    @property
    def text_code(self) -> str:
        return f"note_{self.value}"


class DocumentState(StrEnum):
    LIVE = "live"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that is safe to hand to an agent. `original_sha256` (hex) is of what was sent; it is never stored."""

    content: bytes
    media_type: MediaType
    notes: tuple[IntakeNote, ...]
    original_sha256: str

    @property
    def extension(self) -> str:
        return self.media_type.extension


@dataclass(frozen=True, slots=True)
class Binding:
    """What a container is sealed to. `number` of `of`: its rank among its owner's files when it was sealed."""

    document_id: UUID
    owner_id: UUID
    funder_id: UUID
    number: int
    of: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """The antivirus report that goes with a stored document. Only clean files are stored."""

    engine: str
    database: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A stored document. `size` and `sha256` (hex) are the container's, never the clear file's."""

    id: UUID
    owner_id: UUID
    funder_id: UUID
    proof_code: str
    proof_type: str
    number: int
    media_type: MediaType
    size: int
    sha256: str
    kids: tuple[str, ...]
    notes: tuple[IntakeNote, ...]
    scan: Scan
    state: DocumentState
    created_at: datetime
    removed_at: datetime | None = None

    @property
    def file_name(self) -> str:
        """The name shown and saved under: the sender's own file name is never kept."""
        return f"{self.proof_type}-{self.number}.{self.media_type.extension}"
