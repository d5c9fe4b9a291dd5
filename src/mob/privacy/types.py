"""The words of the data map as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class TreatmentCode(StrEnum):
    """A processing of personal data in the sense of the GDPR, article 30: one line of the register."""

    ACCOUNTS = "accounts"
    SECURITY = "security"
    ACCESSIBILITY = "accessibility"
    CERTIFIED = "certified"
    APPLICATIONS = "applications"
    PAYMENTS = "payments"
    EMPLOYERS = "employers"
    MAILS = "mails"
    STAFF = "staff"
    REPORTS = "reports"
    TRACE = "trace"


class End(StrEnum):
    """What puts an end to a datum. The words are in `treatments.ends`."""

    ACCOUNT = "account"  # erased at once with the account
    FILE = "file"  # kept with the file, until the date its aid says
    TRANSFER = "transfer"  # thirteen months after the last payment; at once when replaced
    ACCOUNTS = "accounts"  # ten years: the funder accounts for what it paid
    MOMENT = "moment"  # minutes or days
    MAIL = "mail"  # words thirty days, the rest a year
    AFFILIATION = "affiliation"  # a year after it ended, or with the account
    SHARE = "share"  # a year after the share ended, a month after the trip that was asked; with the account
    TRACED = "traced"  # a year after it was handed over; with the account
    STAFF = "staff"  # emptied with the account; a decision keeps its author
    REPORT = "report"  # a year after it was written; with the account of the same address
    READING = "reading"  # until it expires or the agreement is taken back; with the account
    PROOF = "proof"  # until the day written beside it
    ALWAYS = "always"  # an id that leads to nobody once the account is gone


@dataclass(frozen=True, slots=True)
class Treatment:
    """One processing. Texts are translatable; `basis` names the article."""

    code: TreatmentCode
    title: Any
    purpose: Any
    basis: Any
    people: Any
    recipients: Any
    duration: Any
    controller: Any


@dataclass(frozen=True, slots=True)
class Datum:
    """Columns of one table that hold one kind of personal datum. `columns`: names separated by spaces."""

    columns: str
    what: Any
    treatment: TreatmentCode
    end: End

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.columns.split())


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its model (`identity.User`). `plain`: columns that say nothing of anybody by themselves."""

    model: str
    data: tuple[Datum, ...] = ()
    plain: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it answers for, in no order."""
        return (*(name for datum in self.data for name in datum.names), *self.plain.split())

    @property
    def is_personal(self) -> bool:
        return bool(self.data)
