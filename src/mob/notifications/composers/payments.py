"""Mails about money: what is asked to be paid, what was paid, what came back. Never an account's whole number."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mob.applications.correspondents import Correspondence
from mob.kernel.money import format_euros
from mob.notifications.composers.applications import day, follow, greeting, why
from mob.notifications.types import Button, Content
from mob.payments import events as e
from mob.payments.correspondents import Matter
from mob.payments.types import Rejection

_REASONS = {
    Rejection.ACCOUNT_CLOSED: gettext_lazy("the account is closed"),
    Rejection.ACCOUNT_UNKNOWN: gettext_lazy("the account does not exist"),
    Rejection.HOLDER_DIFFERS: gettext_lazy("the name is not that of the account"),
    Rejection.BANK_REFUSED: gettext_lazy("the bank refused the transfer"),
    Rejection.OTHER: gettext_lazy("another reason"),
}


def compose(kind: str, case: Correspondence, matter: Matter) -> Content:
    """The mail to the person that a fact of this kind owes. KeyError for a kind that owes none."""
    return _COMPOSERS[kind](case, matter)


def kinds() -> frozenset[str]:
    return frozenset(_COMPOSERS)


def _facts(case: Correspondence, matter: Matter) -> dict[str, str]:
    language = get_language() or "fr"
    return {
        "aid": case.aid_title,
        "funder": case.funder_name,
        "ref": case.reference,
        "masked": matter.masked,
        "total": format_euros(matter.total, language),
        "due": day(matter.invoice_due_on) if matter.invoice_due_on else "",
        "from": day(matter.usable_from) if matter.usable_from else "",
        "paid": day(matter.order_paid_on) if matter.order_paid_on else "",
        "amount": format_euros(matter.order_cents, language) if matter.order_cents is not None else "",
        "reason": str(_REASONS[matter.rejection]) if matter.rejection else "",
    }


def _opened(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    invoice = (
        (_("Buy, then send the invoice before the end of %(due)s: the payment waits for it.") % f,)
        if matter.awaits_invoice
        else ()
    )
    return Content(
        subject=_("To be paid: your bank details"),
        preheader=_("%(funder)s owes you %(total)s and does not know your account.") % f,
        heading=_("Where should %(total)s be paid?") % f,
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s grants you “%(aid)s” (%(ref)s). To pay you, it needs your bank details (IBAN).") % f,
            *invoice,
        ),
        button=follow(case, _("Give my bank details"), asks=True, suffix="/coordonnees-bancaires"),
        after=(_("We never ask for a card number, nor for a code of your bank."),),
        why=why(),
    )


def _details(case: Correspondence, matter: Matter) -> Content:
    """Also for a first time: whoever did not do it must be able to say so."""
    f = _facts(case, matter)
    return Content(
        subject=_("Your bank details were recorded"),
        preheader=_("Account %(masked)s for application %(ref)s.") % f,
        heading=_("Your bank details were recorded"),
        greeting=greeting(case),
        paragraphs=(_("The payment of “%(aid)s” (%(ref)s) will go to the account %(masked)s.") % f,),
        button=follow(case, suffix="#paiement"),
        after=(
            (
                _("It was not you? Write to %(funder)s at once from your application.")
                if case.has_login
                else _("It was not you? Tell %(funder)s at once.")
            )
            % f,
        ),
        why=why(),
    )


def _changed(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    return Content(
        subject=_("Your bank details were changed"),
        preheader=_("Nothing is paid to the new account before %(from)s.") % f,
        heading=_("Your bank details were changed"),
        greeting=greeting(case),
        paragraphs=(
            _("The payment of “%(aid)s” (%(ref)s) will go to the account %(masked)s.") % f,
            _("%(funder)s makes sure it was you, and pays nothing to it before %(from)s.") % f,
        ),
        button=follow(case, _("It was not me: warn %(funder)s") % f, asks=True, suffix="#messages"),
        after=(_("If it was you, you have nothing to do."),),
        why=why(),
    )


def _invoice(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    late = _("It came after %(due)s. It is received all the same: %(funder)s decides whether it can still pay.") % f
    return Content(
        subject=_("Your invoice is received"),
        preheader=_("%(funder)s looks at it.") % f,
        heading=_("Your invoice is received"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s has the invoice of “%(aid)s” (%(ref)s).") % f,
            late if matter.invoice_is_late else _("It looks at it, then pays. You have nothing to do."),
        ),
        button=follow(case, suffix="#paiement"),
        why=why(),
    )


def _invoice_accepted(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    return Content(
        subject=_("Your invoice is accepted"),
        preheader=_("The payment of %(total)s goes on.") % f,
        heading=_("Your invoice is accepted"),
        greeting=greeting(case),
        paragraphs=(_("%(funder)s accepts your invoice for “%(aid)s” (%(ref)s). The payment goes on.") % f,),
        button=follow(case, suffix="#paiement"),
        why=why(),
    )


def _paid(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    return Content(
        subject=_("%(amount)s were paid to you") % f,
        preheader=_("On %(paid)s, to the account %(masked)s.") % f,
        heading=_("You were paid"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s paid you for “%(aid)s” (%(ref)s), on %(paid)s, to the account %(masked)s.") % f,
            _("Your bank may take two working days more to show it."),
        ),
        amount=f["amount"],
        button=follow(case, suffix="#paiement"),
        why=why(),
    )


def _came_back(case: Correspondence, matter: Matter) -> Content:
    f = _facts(case, matter)
    return Content(
        subject=_("Your payment came back: check your bank details"),
        preheader=_("The bank sent %(amount)s back: %(reason)s.") % f,
        heading=_("Your payment came back"),
        greeting=greeting(case),
        paragraphs=(
            _("The bank sent %(amount)s back, for “%(aid)s” (%(ref)s): %(reason)s.") % f,
            _("Nothing is lost: the money is kept for you. Check your bank details, or give those of another account."),
        ),
        button=follow(case, _("Check my bank details"), asks=True, suffix="/coordonnees-bancaires"),
        why=why(),
    )


def invoice_due(case: Correspondence, matter: Matter) -> Content:
    """Seven days before the date of an invoice. Never switched off."""
    f = _facts(case, matter)
    return Content(
        subject=_("Send your invoice before the end of %(due)s") % f,
        preheader=_("The payment of %(total)s waits for it.") % f,
        heading=_("The invoice of your purchase is awaited"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s awaits the invoice of “%(aid)s” (%(ref)s) until the end of %(due)s.") % f,
            _("After that day you may still send it: the funder then decides whether it can pay."),
        ),
        button=follow(case, _("Send the invoice"), asks=True, suffix="/facture"),
        why=why(),
    )


def details_to_agent(case: Correspondence, matter: Matter) -> Content:
    """A change of account, to who holds the file: the agent makes sure before anything is paid."""
    f = _facts(case, matter)
    return Content(
        subject=_("Changed bank details on file %(ref)s") % f,
        preheader=_("Make sure it was the person before paying."),
        heading=_("Bank details were changed"),
        paragraphs=(
            _("The person of application %(ref)s (%(aid)s) changed the account to pay: %(masked)s.") % f,
            _("Call her at the number of her file, then confirm. Nothing can be paid before, nor before %(from)s.") % f,
        ),
        button=Button(_("Open the file"), f"/gestion/demandes/{case.reference}#paiement"),
        why=_("You receive this e-mail because you hold this file on moB."),
    )


def invoice_to_agent(case: Correspondence, matter: Matter) -> Content:
    """An invoice waits for a look."""
    f = _facts(case, matter)
    late = _("It came after its date, %(due)s: it is for you to decide.") % f
    return Content(
        subject=_("Invoice received on file %(ref)s") % f,
        preheader=_("The payment waits for your look."),
        heading=_("An invoice arrived"),
        paragraphs=(
            _("The person of application %(ref)s (%(aid)s) sent her invoice.") % f,
            *((late,) if matter.invoice_is_late else ()),
        ),
        button=Button(_("Open the file"), f"/gestion/demandes/{case.reference}#paiement"),
        why=_("You receive this e-mail because you hold this file on moB."),
    )


def _given(case: Correspondence, matter: Matter) -> Content:
    return _changed(case, matter) if matter.is_change else _details(case, matter)


_COMPOSERS: dict[str, Callable[[Correspondence, Matter], Content]] = {
    e.AwardOpened.kind: _opened,
    e.BankDetailsGiven.kind: _given,
    e.InvoiceReceived.kind: _invoice,
    e.InvoiceAccepted.kind: _invoice_accepted,
    e.PaymentMade.kind: _paid,
    e.PaymentRejected.kind: _came_back,
}
