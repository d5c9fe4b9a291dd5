"""The money of an accepted application as its author follows it: what is asked of her, each payment, who acts next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mob.applications.types import State
from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.money import format_euros
from mob.payments import selectors
from mob.payments.types import Action, AwardView, InvoiceState, OrderState, OrderView, Rejection, Wait
from mob.web.citizen import words
from mob.web.formats import long_date

REJECTIONS = {
    Rejection.ACCOUNT_CLOSED: gettext_lazy("the account is closed"),
    Rejection.ACCOUNT_UNKNOWN: gettext_lazy("the account does not exist"),
    Rejection.HOLDER_DIFFERS: gettext_lazy("the name is not that of the account"),
    Rejection.BANK_REFUSED: gettext_lazy("the bank refused the transfer"),
    Rejection.OTHER: gettext_lazy("another reason"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Something the person is asked to do. `before`: its date in words, "" without one."""

    title: str
    text: str
    href: str
    act: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class PayStop:
    """One payment on the line. `state`: the mark's."""

    amount: str
    state: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the page says of the money."""

    award: AwardView
    turns: list[Turn]
    stops: list[PayStop]
    notes: list[str]
    can_change: bool


def context(actor: Actor, found: Detail) -> dict[str, Any]:
    """What the page of an application shows of money: its payments, or its place in the waiting list."""
    now = clock.now()
    if found.state is State.APPROVED:
        award = selectors.award_of(actor, found.id, now=now)
        return {"payment": panel(award, found, now, is_in_place=actor.is_in_place) if award else None, "place": None}
    waits = found.state in (State.SUBMITTED, State.UNDER_REVIEW)
    place = selectors.place_in_line(found.id, found.aid.id, today=clock.civil_date(now)) if waits else None
    return {"payment": None, "place": place}


def panel(award: AwardView, found: Detail, now: datetime, *, is_in_place: bool = False) -> Panel:
    """`is_in_place`: who reads it acts for the person."""
    funder = found.aid.funder_name
    return Panel(
        award=award,
        turns=_turns(award, found, now),
        stops=[_stop(order, funder) for order in award.orders if order.state is not OrderState.CANCELLED],
        notes=[*_left_to_her(award, is_in_place), *_notes(award, funder, now)],
        can_change=award.details is not None and Action.GIVE_DETAILS in award.actions,
    )


def _left_to_her(award: AwardView, is_in_place: bool) -> list[str]:
    """The account number that who acts for her may not give."""
    if not is_in_place or award.details or award.ended_at or Action.GIVE_DETAILS in award.actions:
        return []
    return [
        _("The bank details are still to be given. The person gives them herself or himself, from her or his sign-in.")
    ]


def _turns(award: AwardView, found: Detail, now: datetime) -> list[Turn]:
    base = f"/demandes/{found.reference}"
    turns = []
    if award.details is None and Action.GIVE_DETAILS in award.actions:
        text = _("Without them %(funder)s cannot pay you. It takes two minutes, with your bank statement (RIB).")
        turns.append(
            Turn(
                _("Your bank details"),
                text % {"funder": found.aid.funder_name},
                f"{base}/coordonnees-bancaires",
                _("Give my bank details"),
            )
        )
    if award.invoice is InvoiceState.AWAITED and Action.SEND_INVOICE in award.actions:
        turns.append(_invoice_turn(award, base, now))
    if any(order.state is OrderState.REJECTED for order in award.orders) and award.details:
        text = _("The bank sent the money back. Check your bank details, or give those of another account.")
        turns.append(Turn(_("Your bank details"), text, f"{base}/coordonnees-bancaires", _("Check my bank details")))
    return turns


def _invoice_turn(award: AwardView, base: str, now: datetime) -> Turn:
    due = award.invoice_due_on
    is_late = due is not None and now >= clock.day_ends(due)
    text = (
        _("The date was %(date)s. Send it all the same: an agent decides, and you are told.")
        % {"date": long_date(due, words.language())}
        if is_late and due
        else _("You may buy now. The payment follows once the invoice is here.")
    )
    before = "" if is_late or due is None else long_date(due, words.language())
    return Turn(_("Send the invoice of your purchase"), text, f"{base}/facture", _("Send the invoice"), before)


def _notes(award: AwardView, funder: str, now: datetime) -> list[str]:
    """What the person should know and cannot hasten."""
    notes = []
    details = award.details
    if details and details.confirmed_at is None:
        notes.append(_("You changed your bank details: %(funder)s makes sure it was you.") % {"funder": funder})
    if details and now < details.usable_from:
        date = long_date(details.usable_from, words.language())
        notes.append(_("For your safety, nothing is paid to the new account before %(date)s.") % {"date": date})
    if award.invoice is InvoiceState.RECEIVED:
        late = _("Your invoice came after its date: %(funder)s decides whether it can still pay.")
        here = _("Your invoice is received: %(funder)s looks at it.")
        notes.append((late if award.invoice_is_late else here) % {"funder": funder})
    return notes


def _stop(order: OrderView, funder: str) -> PayStop:
    amount = format_euros(order.cents, words.language())
    match order.state:
        case OrderState.PAID:
            date = long_date(order.paid_on, words.language()) if order.paid_on else ""
            return PayStop(amount, "terminus", _("Paid on %(date)s") % {"date": date}, "")
        case OrderState.REJECTED:
            reason = str(REJECTIONS[order.rejection]) if order.rejection else ""
            return PayStop(amount, "no", _("Sent back by the bank: %(reason)s") % {"reason": reason}, "")
        case OrderState.HANDED:
            date = long_date(order.handed_at, words.language()) if order.handed_at else ""
            text = _("Given on %(date)s to the service that pays. Count some days.") % {"date": date}
            return PayStop(amount, "interchange", _("Being paid"), text)
        case _:
            return PayStop(amount, *_open(order, funder))


def _open(order: OrderView, funder: str) -> tuple[str, str, str]:
    if Wait.NOTICE in order.waits:
        text = _("%(funder)s considers taking the aid back: nothing is paid before it decides.")
        return "upcoming", _("On hold"), text % {"funder": funder}
    if Wait.DETAILS in order.waits or Wait.INVOICE in order.waits:
        return "upcoming", _("Waits for you"), ""
    if Wait.DATE in order.waits:
        return "upcoming", _("From %(date)s") % {"date": long_date(order.due_on, words.language())}, ""
    return "interchange", _("To be paid"), _("It is for %(funder)s to act.") % {"funder": funder}
