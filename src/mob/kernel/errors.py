"""The errors a use case may raise. Each edge maps them once; the words live in `texts/`, by code."""

from __future__ import annotations

from typing import ClassVar


class MobError(Exception):
    """An expected refusal. `code` finds the words; `params` fill them."""

    status: ClassVar[int] = 400

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Refused(MobError):
    """A rule says no in this state."""

    status = 409


class Forbidden(MobError):
    """The actor may not do this."""

    status = 403


class NotFound(MobError):
    """It does not exist, or the actor may not know that it does."""

    status = 404


class Conflict(MobError):
    """Somebody else changed it first."""

    status = 409


class Unavailable(MobError):
    """An outside component is down. Trying again later is the remedy."""

    status = 503


class Invalid(MobError):
    """One value cannot be accepted. `pointer` names it (field name or JSON pointer)."""

    status = 422

    def __init__(self, code: str, pointer: str = "", **params: object) -> None:
        super().__init__(code, **params)
        self.pointer = pointer


class InvalidMany(MobError):
    """Several values cannot be accepted. `errors` holds one `Invalid` each."""

    status = 422

    def __init__(self, errors: list[Invalid]) -> None:
        super().__init__("invalid_many")
        self.errors = errors
