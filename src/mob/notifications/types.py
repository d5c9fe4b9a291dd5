"""A mail before it is written out: what it says, in order, whatever the kind of fact it comes from."""

from __future__ import annotations

from dataclasses import dataclass
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
class OutgoingMessage:
    """A mail ready for a transport. `message_id` is the same at each attempt, without angle brackets."""

    message_id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str
    language: str
