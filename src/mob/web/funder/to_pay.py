"""What is to be paid: lists by state, accounts decrypted in the agent's browser, outcomes marked one by one or together.

The file handed to a public accountant, or to a bank, is built in the browser, where accounts are clear: the product
sends no payment itself (décret n° 2012-1246 du 7 novembre 2012, article 18: a public accountant alone pays).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from mob.documents import selectors as documents
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, Invalid, MobError, NotFound, Refused
from mob.kernel.texts import text_of
from mob.payments import selectors, services
from mob.payments.selectors import Tab
from mob.payments.types import OrderState, Outcome, PayLine, Rejection, Wait
from mob.web.citizen.payment import REJECTIONS
from mob.web.formats import long_date
from mob.web.forms import DateField, Form
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show

HOME = f"{INBOX}a-payer"
SLUGS = {
    Tab.READY: "a-payer",
    Tab.WAITING: "en-attente",
    Tab.HANDED: "remis",
    Tab.REJECTED: "rejetes",
    Tab.PAID: "verses",
}
TABS = {
    Tab.READY: gettext_lazy("To pay"),
    Tab.WAITING: gettext_lazy("Waiting for something"),
    Tab.HANDED: gettext_lazy("Handed over"),
    Tab.REJECTED: gettext_lazy("Sent back by the bank"),
    Tab.PAID: gettext_lazy("Paid lately"),
}
EMPTY = {
    Tab.READY: gettext_lazy("Nothing to pay today"),
    Tab.WAITING: gettext_lazy("No payment waits for anything"),
    Tab.HANDED: gettext_lazy("Nothing is in the hands of who pays"),
    Tab.REJECTED: gettext_lazy("The bank sent nothing back"),
    Tab.PAID: gettext_lazy("Nothing was paid yet"),
}
WAITS = {
    Wait.NOTICE: gettext_lazy("the end of the notice of withdrawal"),
    Wait.DETAILS: gettext_lazy("bank details, from the person"),
    Wait.DETAILS_CHECK: gettext_lazy("changed bank details: make sure it was the person"),
    Wait.DETAILS_DELAY: gettext_lazy("three days after the change of bank details"),
    Wait.INVOICE: gettext_lazy("the invoice, from the person"),
    Wait.INVOICE_CHECK: gettext_lazy("a look at the invoice"),
    Wait.REJECTED: gettext_lazy("sent back by the bank"),
    Wait.DATE: gettext_lazy("its date"),
}
_EXPECTED = (Conflict, Forbidden, Invalid, NotFound, Refused)
_SHOWN_ERRORS = 5


class OutcomeForm(Form):
    """What became of the ticked payments."""

    paid_on = DateField(label=gettext_lazy("Paid on"), required=False)
    reason = forms.ChoiceField(
        label=gettext_lazy("Sent back by the bank because"),
        required=False,
        choices=[("", "—"), *((reason.value, label) for reason, label in REJECTIONS.items())],
    )
    text = forms.CharField(
        label=gettext_lazy("What the bank wrote"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, act: str = "") -> None:
        super().__init__(data)
        # A payment has its date, a rejection its reason; each is asked for by its own button.
        self.fields["paid_on"].required = data is None or act == "verser"
        self.fields["reason"].required = data is None or act == "rejeter"
        self.fields["paid_on"].error_messages["required"] = _("Give the date on which it was paid.")
        self.fields["reason"].error_messages["required"] = _("Choose the reason the bank gave.")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list. `waits`: in words. `settled`: what became of it."""

    line: PayLine
    waits: list[str]
    settled: str


@require_safe
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """One list."""
    return _show(request, tab_of(request.GET.get("vue", "")), OutcomeForm())


def tab_of(slug: str) -> Tab:
    return next((tab for tab, known in SLUGS.items() if known == slug), Tab.READY)


def _show(request: Request, tab: Tab, form: OutcomeForm) -> HttpResponse:
    now = clock.now()
    lines = selectors.pay_list(request.actor, tab, now=now, language=language())
    context = {
        "tab": tab.value,
        "vue": SLUGS[tab],
        "title": TABS[tab],
        "tabs": [(TABS[each], f"?vue={SLUGS[each]}", each is tab) for each in Tab],
        "lines": [Line(line, [str(WAITS[wait]) for wait in line.order.waits], _settled(line)) for line in lines],
        "total": sum(line.order.cents for line in lines),
        "empty_title": EMPTY[tab],
        "form": form,
        "acts": _ACTS_OF[tab],
        "vault": _vault(request, lines, now) if tab in (Tab.READY, Tab.HANDED) and lines else None,
    }
    return show(request, "paying/list.html", context, here="to_pay", status=422 if form.errors else 200)


def _settled(line: PayLine) -> str:
    order = line.order
    if order.state is OrderState.PAID and order.paid_on:
        return _("Paid on %(date)s") % {"date": long_date(order.paid_on, language())}
    if order.state is OrderState.REJECTED and order.rejection:
        reason = str(REJECTIONS[order.rejection])
        return f"{reason}. {order.rejection_text}".strip() if order.rejection_text else reason
    if order.handed_at:
        return _("Handed over on %(date)s") % {"date": long_date(order.handed_at, language())}
    return ""


def _vault(request: Request, lines: list[PayLine], now: datetime) -> dict[str, Any]:
    """What the script needs to open accounts and build the file: `docs/reference/browser-keys.md`."""
    return {
        "funder": str(request.actor.funder_id),
        "manifest_key": documents.manifest_key(),
        "sheet": _("To pay"),
        "file": f"a-payer-{clock.civil_date(now):%Y-%m-%d}",
        "headings": headings(),
        "lines": [_sealed(line) for line in lines if line.details and line.details.document_id],
    }


def headings() -> list[str]:
    """The columns of the file, as they are read again when it comes back."""
    names = (_("Payment number"), _("Payee"), _("IBAN"), _("Amount"), _("Aid"), _("Budget line"), _("Deliberation"))
    return [*map(str, names), _("Application"), _("Paid on"), _("Reason of the rejection")]


def _sealed(line: PayLine) -> dict[str, Any]:
    document = str(line.details.document_id) if line.details else ""
    return {
        "order": str(line.order.id),
        "code": line.order.code,
        "award": str(line.award_id),
        "document": document,
        "url": f"{HOME}/coordonnees/{document}",
        "manifest": line.manifest,
        "cents": line.order.cents,
        "aid": line.aid_title,
        "budget_line": line.budget_line,
        "deliberation": line.deliberation,
        "reference": line.reference,
    }


@require_safe
@at_the_desk
def container(request: Request, document_id: UUID) -> HttpResponseBase:
    """The sealed bank details of one award: only who holds the funder's key can read them."""
    content = selectors.sealed_details(request.actor, document_id)
    response = HttpResponse(content, content_type="application/mob-doc+jwe")
    response.headers["Content-Disposition"] = f'attachment; filename="{document_id}.jwe"'
    response.headers["Cache-Control"] = "no-store"
    return response


Act = Callable[[Actor, PayLine, OutcomeForm, datetime], None]


def _hand_over(actor: Actor, line: PayLine, form: OutcomeForm, now: datetime) -> None:
    services.hand_over(actor, order_id=line.order.id, now=now)


def _pay(actor: Actor, line: PayLine, form: OutcomeForm, now: datetime) -> None:
    services.settle(actor, outcome=Outcome(line.order.code, paid_on=form.cleaned_data["paid_on"]), now=now)


def _reject(actor: Actor, line: PayLine, form: OutcomeForm, now: datetime) -> None:
    data = form.cleaned_data
    outcome = Outcome(line.order.code, rejection=Rejection(data["reason"]), text=data["text"])
    services.settle(actor, outcome=outcome, now=now)


def _again(actor: Actor, line: PayLine, form: OutcomeForm, now: datetime) -> None:
    services.pay_again(actor, order_id=line.order.id, now=now)


_ACTS: dict[str, Act] = {"remettre": _hand_over, "verser": _pay, "rejeter": _reject, "relancer": _again}
_ACTS_OF = {
    Tab.READY: ("remettre", "verser"),
    Tab.WAITING: (),
    Tab.HANDED: ("verser", "rejeter"),
    Tab.REJECTED: ("relancer",),
    Tab.PAID: ("rejeter",),
}


@require_POST
@at_the_desk
def mark(request: Request) -> HttpResponseBase:
    """Do one thing to every ticked payment; each stands alone, and what could not be done is said."""
    tab, act = tab_of(request.POST.get("vue", "")), request.POST.get("acte", "")
    form = OutcomeForm(request.POST, act=act)
    if not form.is_valid() or act not in _ACTS:
        return _show(request, tab, form)
    lines = selectors.pay_lines(request.actor, _ids(request), now=clock.now(), language=language())
    errors: list[tuple[str, MobError]] = []
    done = 0
    for line in lines:
        try:
            _ACTS[act](request.actor, line, form, clock.now())
            done += 1
        except _EXPECTED as error:
            errors.append((line.order.code, error))
    _say(request, done, errors)
    return see(f"{HOME}?vue={SLUGS[tab]}")


def _ids(request: Request) -> list[UUID]:
    found = []
    for text in request.POST.getlist("choix"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _say(request: Request, done: int, errors: list[tuple[str, MobError]]) -> None:
    if done:
        text = ngettext("%(count)d payment is recorded.", "%(count)d payments are recorded.", done)
        messages.success(request, text % {"count": done})
    for code, error in errors[:_SHOWN_ERRORS]:
        messages.error(request, f"{code}\u00a0: {text_of(error.code, language(), **error.params)}")
    if len(errors) > _SHOWN_ERRORS:
        rest = len(errors) - _SHOWN_ERRORS
        text = ngettext("%(count)d more could not be recorded.", "%(count)d more could not be recorded.", rest)
        messages.error(request, text % {"count": rest})
    if not done and not errors:
        messages.info(request, _("Tick at least one payment first."))
