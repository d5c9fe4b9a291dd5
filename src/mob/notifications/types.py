"""A mail before it is written out: what it says, in order, whatever the kind of fact it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class StopState(StrEnum):
    """A stop of the line, as in the look: past, yours, somebody else's turn, still to come, end."""

    DONE = "done"
    YOURS = "yours"
    THEIRS = "theirs"
    UPCOMING = "upcoming"
    END = "end"


@dataclass(frozen=True, slots=True)
class Stop:
    state: StopState
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """`asks` marks what the person herself must do: it alone is yellow."""

    label: str
    path: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a mail says. Plain text: the two renderings escape it. `code` is shown large, to be typed elsewhere."""

    subject: str
    preheader: str
    heading: str
    paragraphs: tuple[str, ...]
    why: str
    greeting: str = ""
    quote: str = ""
    quoted: str = ""
    code: str = ""
    amount: str = ""
    button: Button | None = None
    stops: tuple[Stop, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address and the language its owner reads. `person_id`: whose mail it is, so that it goes with her account."""

    email: str
    language: str = "fr"
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to tell something, as mails and letters need her. On paper, `funder_id` says which counter prints it.

    `postal` empty: the letter is handed to her. `has_login`: she can open a page of hers.
    """

    name: str
    language: str
    person_id: UUID | None
    email: str = ""
    is_on_paper: bool = False
    postal: tuple[str, ...] = ()
    has_login: bool = True
    funder_id: UUID | None = None
    community_id: UUID | None = None
    application_id: UUID | None = None
    reference: str = ""


class BlockKind(StrEnum):
    TEXT = "text"
    TITLE = "title"
    QUOTE = "quote"
    AMOUNT = "amount"
    STEP = "step"
    SPACE = "space"  # where somebody writes


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a letter's body, plain text. A step has a `detail` beside it."""

    kind: BlockKind
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter before it is laid out: all of it is plain text. `facts`: label and value, the reference first."""

    language: str
    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    signature: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter of a counter's queue. `is_handed`: it has no envelope, it is given to the person."""

    id: UUID
    kind: str
    subject: str
    reference: str
    recipient: tuple[str, ...]
    created_at: datetime
    printed_at: datetime | None
    posted_at: datetime | None
    posted_by: UUID | None
    is_forgotten: bool

    @property
    def is_handed(self) -> bool:
        return len(self.recipient) < 2


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A mail ready for a transport. `message_id` is the same at each attempt, without angle brackets."""

    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    language: str
