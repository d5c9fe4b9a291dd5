"""Whose fact is it: what may be used for which funder. Pure.

A fact obtained for one funder serves that funder alone: it neither prefills nor decides for another, which would need a
legal basis of its own (GDPR, articles 5.1 b and 6). What a person keeps in her own account is hers to give to any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from mob.catalogue.types import Answer
from mob.eligibility.types import FactSource, HeldFact
from mob.kernel.clock import add_months


def usable(held: Mapping[str, HeldFact], *, recipient: str) -> dict[str, Answer]:
    """What may decide or be proposed for a recipient: what was given to it, and what is the person's own."""
    return {name: fact.value for name, fact in held.items() if fact.source.is_own or recipient in fact.recipients}


def given_to(
    answers: Mapping[str, Answer], *, source: FactSource, purpose: str, recipients: Iterable[str]
) -> dict[str, HeldFact]:
    """Answers as facts held for a purpose."""
    shared = frozenset(recipients)
    return {name: HeldFact(value, source, None, purpose, shared) for name, value in answers.items()}


def still_true(given_on: date, *, lasts_months: int, on: date) -> bool:
    """Whether an answer given on a day may still be proposed on another. Nought months: for one application alone."""
    return lasts_months > 0 and given_on <= on < add_months(given_on, lasts_months)


def plain(held: Mapping[str, HeldFact]) -> dict[str, Any]:
    """As it is kept beside an application."""
    return {
        name: {
            "value": fact.value,
            "source": fact.source.value,
            "certified_at": fact.certified_at.isoformat() if fact.certified_at else None,
            "purpose": fact.purpose,
            "recipients": sorted(fact.recipients),
        }
        for name, fact in held.items()
    }


def read(kept: Mapping[str, Any]) -> dict[str, HeldFact]:
    """The other way."""
    return {
        name: HeldFact(
            each["value"],
            FactSource(each["source"]),
            datetime.fromisoformat(each["certified_at"]) if each["certified_at"] else None,
            each["purpose"],
            frozenset(each["recipients"]),
        )
        for name, each in kept.items()
    }
