"""The money of one file at the desk: its payments, a changed account to confirm, an invoice to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mob.applications import selectors as applications
from mob.applications.types import State
from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.texts import text_of
from mob.payments import selectors, services
from mob.payments.types import AwardView, OrderState, OrderView
from mob.web.citizen.payment import REJECTIONS
from mob.web.formats import long_date
from mob.web.forms import DateField, Form
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see
from mob.web.funder.to_pay import WAITS

_EXPECTED = (Conflict, Forbidden, Invalid, Refused)
_DAYS = 30


class AskAgainForm(Form):
    """Why this invoice will not do, and until when another one is awaited."""

    text = forms.CharField(
        label=gettext_lazy("What the person should send instead"),
        widget=forms.Textarea(attrs={"rows": "3", "maxlength": "5000"}),
    )
    due_on = DateField(label=gettext_lazy("Until"))


@dataclass(frozen=True, slots=True)
class Money:
    """What the page of a file says of its money. `place`: in the waiting list, None when it does not wait."""

    award: AwardView | None
    payments: list[tuple[OrderView, str]]
    can: set[str]
    ask_form: AskAgainForm
    place: int | None


def money(actor: Actor, found: Detail, *, ask_form: AskAgainForm | None = None) -> Money:
    """The award of a file, or its place in the waiting list."""
    now = clock.now()
    award = selectors.award_of(actor, found.id, now=now) if found.decision else None
    waits = found.state in (State.SUBMITTED, State.UNDER_REVIEW)
    place = selectors.place_in_line(found.id, found.aid.id, today=clock.civil_date(now)) if waits else None
    return Money(
        award=award,
        payments=[(order, state_words(order)) for order in award.orders] if award else [],
        can={action.value for action in award.actions} if award else set(),
        ask_form=ask_form or AskAgainForm(initial={"due_on": clock.civil_date(now) + timedelta(days=_DAYS)}),
        place=place,
    )


def state_words(order: OrderView) -> str:
    """Where a payment stands, in a few words."""
    match order.state:
        case OrderState.PAID:
            return _("Paid on %(date)s") % {"date": long_date(order.paid_on, language()) if order.paid_on else ""}
        case OrderState.HANDED:
            date = long_date(order.handed_at, language()) if order.handed_at else ""
            return _("Handed over on %(date)s") % {"date": date}
        case OrderState.REJECTED:
            return _("Sent back: %(reason)s") % {"reason": REJECTIONS[order.rejection] if order.rejection else ""}
        case OrderState.CANCELLED:
            return _("Cancelled")
        case _:
            return ", ".join(str(WAITS[wait]) for wait in order.waits) or _("To pay")


def _award(request: Request, reference: str) -> tuple[Detail, AwardView, datetime]:
    found, now = applications.by_reference(request.actor, reference, language=language()), clock.now()
    award = selectors.award_of(request.actor, found.id, now=now)
    if award is None:
        raise NotFound("award_unknown")
    return found, award, now


@require_POST
@at_the_desk
def confirm(request: Request, reference: str) -> HttpResponseBase:
    """The changed account is the person's own."""
    _found, award, now = _award(request, reference)
    return _done(
        request,
        reference,
        lambda: services.confirm_bank_details(
            request.actor, award_id=award.id, details_id=award.details.id if award.details else award.id, now=now
        ),
        _("The bank details are confirmed."),
    )


@require_POST
@at_the_desk
def accept(request: Request, reference: str) -> HttpResponseBase:
    """The invoice is what was granted."""
    _found, award, now = _award(request, reference)
    return _done(
        request,
        reference,
        lambda: services.accept_invoice(request.actor, award_id=award.id, now=now),
        _("The invoice is accepted: the payment may go on."),
    )


@require_POST
@at_the_desk
def ask_again(request: Request, reference: str) -> HttpResponseBase:
    """Another invoice is needed."""
    found, award, now = _award(request, reference)
    form = AskAgainForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return see(f"{INBOX}demandes/{found.reference}#paiement")
    data = form.cleaned_data
    return _done(
        request,
        reference,
        lambda: services.ask_invoice_again(
            request.actor, award_id=award.id, message=data["text"], due_on=data["due_on"], now=now
        ),
        _("Another invoice is asked for. The person is being told."),
    )


def _done(request: Request, reference: str, act: Any, said: str) -> HttpResponseBase:
    try:
        act()
    except _EXPECTED as error:
        messages.error(request, text_of(error.code, language(), **error.params))
    else:
        messages.success(request, said)
    return see(f"{INBOX}demandes/{reference}#paiement")
