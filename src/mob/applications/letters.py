"""A decision as a letter: who writes to whom, what was decided, why, how it may be contested, who signs.

The text is French, whatever the language of the page: it is what holds in law. Layout is for the edges. The author's
first name, name, capacity and service are those kept with the decision (CRPA, art. L212-1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.applications.views import DecisionView, Detail
from mob.directory.types import FunderView
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound
from mob.kernel.money import format_euros

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@dataclass(frozen=True, slots=True)
class Section:
    """A part under its title; paragraphs are plain text, and were typed by agents: no markup is ever read in them."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is printed. Lines and paragraphs are plain text."""

    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    date: str
    facts: tuple[tuple[str, str], ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    signature: tuple[str, ...]


def of(detail: Detail, funder: FunderView) -> Letter:
    """The letter of the decision that stands. Raises NotFound while there is none."""
    decision = detail.decision
    if decision is None or decision.reopened_at is not None:
        raise NotFound("application_unknown")
    with override("fr"):
        return Letter(
            title=_("Aid granted") if decision.is_approval else _("Aid refused"),
            sender=_sender(decision, funder),
            recipient=_recipient(detail),
            date=day(civil_date(decision.decided_at)),
            facts=_facts(detail),
            opening=_opening(detail, decision, funder),
            sections=tuple(section for section in _sections(detail, decision) if section.paragraphs),
            signature=_signature(decision, funder),
        )


def day(value: date) -> str:
    """`1er mars 2026`, its spaces unbreakable."""
    number = "1er" if value.day == 1 else str(value.day)
    return "\u00a0".join((number, _MONTHS[value.month - 1], str(value.year)))


def _sender(decision: DecisionView, funder: FunderView) -> tuple[str, ...]:
    lines = (funder.name, decision.author_service, *funder.contact_address.splitlines())
    return tuple(line for line in (*lines, funder.contact_phone, funder.contact_email) if line)


def _recipient(detail: Detail) -> tuple[str, ...]:
    return tuple(line for line in (detail.applicant_name, detail.contact_email) if line)


def _facts(detail: Detail) -> tuple[tuple[str, str], ...]:
    sent = civil_date(detail.submitted_at or detail.created_at)
    return (
        (_("Reference"), detail.reference),
        (_("Aid"), detail.aid.title),
        (_("Received on"), day(sent)),
    )


def _opening(detail: Detail, decision: DecisionView, funder: FunderView) -> tuple[str, ...]:
    rules = _("Seen your application and the conditions of the aid in force when you sent it (version %(number)s).")
    words = (
        _("%(funder)s grants you the aid “%(aid)s”.")
        if decision.is_approval
        else _("%(funder)s refuses you “%(aid)s”.")
    )
    return rules % {"number": detail.aid.number}, words % {"funder": funder.name, "aid": detail.aid.title}


def _sections(detail: Detail, decision: DecisionView) -> tuple[Section, ...]:
    granted = (award(decision.terms),) if decision.terms else ()
    why = _("A word from the service") if decision.is_approval else _("The reasons, in fact and in law")
    return (
        Section(_("What is granted"), granted),
        Section(why, paragraphs(decision.text)),
        Section(_("What you can do"), paragraphs(decision.remedy)),
        Section(_("A decision taken by a program"), paragraphs(decision.mention)),
        Section(_("How it is paid"), paragraphs(detail.aid.payment_terms) if decision.is_approval else ()),
        Section(_("How to contest this decision"), paragraphs(decision.appeal)),
    )


def _signature(decision: DecisionView, funder: FunderView) -> tuple[str, ...]:
    lines = (decision.author_name, decision.author_capacity, decision.author_service, funder.name, _act(decision))
    return tuple(line for line in lines if line)


def _act(decision: DecisionView) -> str:
    """What empowered the author."""
    if not decision.delegation_number or decision.delegation_signed_on is None:
        return ""
    words = {"number": decision.delegation_number, "day": day(decision.delegation_signed_on)}
    return _("by delegation (act %(number)s of %(day)s)") % words


def award(terms: AwardTerms) -> str:
    """What is granted in one sentence, in the language in force."""
    if terms.mode is PaymentMode.NONE or terms.amount is None:
        return _("The aid is a service: no money is paid.")
    words = {"amount": format_euros(terms.amount, "fr")}
    if terms.mode is PaymentMode.SINGLE or terms.last_payment_on is None:
        return _("%(amount)s, in one payment.") % words
    until = words | {"day": day(terms.last_payment_on)}
    if terms.frequency is Frequency.QUARTERLY:
        return _("%(amount)s every three months, for the last time on %(day)s.") % until
    return _("%(amount)s every month, for the last time on %(day)s.") % until


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a typed text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
