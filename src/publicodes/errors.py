"""What can go wrong with rules, in French sentences for the person who wrote them. No recovery here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written: file (None for rules given as data), line from 1 (0 when unknown), name of the rule."""

    file: str | None = None
    line: int = 0
    rule: str | None = None

    def __str__(self) -> str:
        where = f"{self.file or 'règles'}:{self.line}" if self.line else (self.file or "")
        return " ".join(part for part in (where, f"« {self.rule} »" if self.rule else "") if part)


class PublicodesError(Exception):
    """Any refusal of this library. `message` is one or two French sentences; `place` says where."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place or Place()

    def __str__(self) -> str:
        where = str(self.place)
        return f"{where} : {self.message}" if where else self.message

    def at(self, place: Place) -> PublicodesError:
        """The same refusal with its place, unless it already has one."""
        return self if str(self.place) else type(self)(self.message, place)


class SyntaxProblem(PublicodesError):
    """The text cannot be read: YAML, expression, unit, date, mechanism."""


class ReferenceProblem(PublicodesError):
    """A name leads to no rule, or to a private one."""


class EvaluationProblem(PublicodesError):
    """The rules were read, but this computation has no answer (division by zero, text multiplied by a number…)."""


class SituationProblem(PublicodesError):
    """An answer given for a rule cannot be used."""


class LimitReached(PublicodesError):
    """Rules too deep, too large or too long to compute: see `limits`."""
