"""How an application's answers, papers and terms are said on people's pages. No state is decided here."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from mob.applications.delays import Delay
from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.applications.views import ProofView
from mob.catalogue.types import CustomField, FieldKind
from mob.identity.types import Occupation
from mob.kernel.clock import civil_date
from mob.kernel.money import format_euros
from mob.kernel.texts import text_of
from mob.web.formats import NBSP, long_date, time_hm

OCCUPATIONS = {
    Occupation.EMPLOYEE: gettext_lazy("I am employed"),
    Occupation.STUDENT: gettext_lazy("I study or I am an apprentice"),
    Occupation.SELF_EMPLOYED: gettext_lazy("I work for myself"),
    Occupation.JOB_SEEKER: gettext_lazy("I am looking for a job"),
    Occupation.RETIRED: gettext_lazy("I am retired"),
    Occupation.OTHER: gettext_lazy("Another situation"),
}

_EUROS = re.compile(r"\s?\((?:en )?(?:€|euros?)\)|\s?,? en euros?\b", re.IGNORECASE)


def language() -> str:
    return (get_language() or "fr")[:2]


def refusal(code: str, **params: object) -> str:
    """The sentence of an error's code in the page's language."""
    return text_of(code, language(), **params)


def label_and_unit(field: CustomField) -> tuple[str, str]:
    """A question's words without their unit, and the unit beside its field: `Prix du vélo (€)` asks euros."""
    if field.kind is not FieldKind.NUMBER:
        return field.label, ""
    if _EUROS.search(field.label):
        return _EUROS.sub("", field.label).strip(), "€"
    return field.label, "€" if "€" in field.label else ""


def answer(field: CustomField, value: Any) -> str:
    """A stored answer as a person reads it; an empty string when there is none."""
    if value in (None, "", []):
        return ""
    match field.kind:
        case FieldKind.YES_NO:
            return _("Yes") if value else _("No")
        case FieldKind.CHOICE:
            labels = {choice.code: choice.label for choice in field.choices}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(str(labels.get(code, code)) for code in chosen)
        case FieldKind.DATE:
            return long_date(date.fromisoformat(value), language())
        case FieldKind.NUMBER:
            unit = label_and_unit(field)[1]
            return f"{number(value)}{NBSP}{unit}" if unit else number(value)
        case _:
            return str(value)


def number(value: str) -> str:
    """Exact decimal text as people write it: `1 490,5` in French, `1,490.5` in English; other text as it stands."""
    try:
        written = f"{Decimal(value):,}"
    except InvalidOperation:
        return value
    if language() == "en":
        return written
    return written.replace(",", "\u202f").replace(".", ",")


def paper(proof: ProofView, of: int) -> str:
    """The name of a paper: the sender's own file name is never kept. Numbered when there are several."""
    return f"{proof.label}{NBSP}{proof.number}" if of > 1 else proof.label


def terms(award: AwardTerms) -> str:
    """What is granted, in words: `500 €`, `30 € par mois jusqu’au 31 décembre 2026`."""
    if award.mode is PaymentMode.NONE or award.amount is None:
        return _("No payment: the aid is given as a service.")
    amount = format_euros(award.amount, language())
    if award.mode is PaymentMode.SINGLE:
        return _("%(amount)s, in one payment") % {"amount": amount}
    end = long_date(award.last_payment_on, language()) if award.last_payment_on else ""
    if award.frequency is Frequency.QUARTERLY:
        return _("%(amount)s every three months until %(date)s") % {"amount": amount, "date": end}
    return _("%(amount)s a month until %(date)s") % {"amount": amount, "date": end}


def rhythm(award: AwardTerms) -> str:
    """`a month`, `every three months`; nothing for a single payment."""
    match award.frequency:
        case Frequency.MONTHLY:
            return _("a month")
        case Frequency.QUARTERLY:
            return _("every three months")
        case _:
            return ""


def delay(measured: Delay | None) -> str:
    """The measured delays, or that there are none to show yet."""
    if measured is None:
        return _("Too few answers so far to measure a delay. We would rather say so than promise.")
    half = ngettext(
        "At present, half of the answers come within %(days)d day",
        "At present, half of the answers come within %(days)d days",
        measured.p50_days,
    ) % {"days": measured.p50_days}
    most = ngettext("nine in ten within %(days)d day.", "nine in ten within %(days)d days.", measured.p90_days)
    return f"{half}, {most % {'days': measured.p90_days}}"


def saved(at: datetime, now: datetime) -> str:
    """`Draft saved at 14:02`, with its day when it is not today."""
    if civil_date(at) == civil_date(now):
        return _("Draft saved at %(time)s") % {"time": time_hm(at, language())}
    return _("Draft saved on %(date)s") % {"date": long_date(at, language())}


def handed(proof: ProofView) -> list[str]:
    """Whose word a paper is that she did not send herself."""
    if not proof.handed_by or proof.handed_at is None:
        return []
    said = {"service": proof.handed_by, "date": long_date(proof.handed_at, language())}
    return [_("Handed over by %(service)s in the person’s name, on %(date)s") % said]


def notes(proof: ProofView) -> list[str]:
    """What the intake did to a file, a sentence each."""
    return [refusal(f"note_{note}") for note in proof.notes]
