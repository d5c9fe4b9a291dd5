"""Mails about an application to the person who made it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mob.applications import appeals
from mob.applications import events as e
from mob.applications.correspondents import Correspondence
from mob.applications.helped import HelperView
from mob.applications.types import AwardTerms, Frequency, PaymentMode
from mob.kernel.clock import civil_date
from mob.kernel.money import format_euros
from mob.notifications.types import Button, Content, Stop, StopState


def day(value: date | datetime) -> str:
    """`21 février 2026`, with spaces that do not break."""
    civil = civil_date(value) if isinstance(value, datetime) else value
    return date_format(civil, "j F Y").replace(" ", "\u00a0")


DECISIONS = frozenset({e.ApplicationApproved.kind, e.ApplicationRejected.kind})


def compose(kind: str, case: Correspondence) -> Content:
    """The mail a fact of this kind owes. KeyError for a kind that owes none."""
    return _COMPOSERS[kind](case)


def kinds() -> frozenset[str]:
    return frozenset(_COMPOSERS)


def why() -> str:
    return _("You receive this e-mail because you have an application on moB.")


def at_work(content: Content) -> Content:
    """The same mail to the work address, saying why it comes there and how to stop it."""
    why = _(
        "You receive this e-mail at your work address because you agreed to it. Stop it in your account, under My employer."
    )
    return dataclasses.replace(content, why=why)


def in_place(content: Content, helper: HelperView) -> Content:
    """The same mail, saying who did it for the person."""
    if helper.is_professional:
        words = _("This was done with the help of a professional, under your mandate, through Aidants Connect.")
        return dataclasses.replace(content, paragraphs=(*content.paragraphs, words))
    told = {"name": helper.name, "day": day(helper.begins_on)}
    words = _("This was done by %(name)s, who acts for you under the mandate of %(day)s.") % told
    return dataclasses.replace(content, paragraphs=(*content.paragraphs, words))


def follow(case: Correspondence, label: str | None = None, *, asks: bool = False, suffix: str = "") -> Button:
    return Button(label or _("Follow my application"), f"/demandes/{case.reference}{suffix}", asks)


def greeting(case: Correspondence) -> str:
    return _("Hello %(name)s,") % {"name": case.name} if case.name else _("Hello,")


def sent(case: Correspondence) -> Stop:
    return Stop(StopState.DONE, _("Sent"), _("on %(day)s") % {"day": day(case.submitted_at or case.created_at)})


def _facts(case: Correspondence) -> dict[str, str]:
    return {
        "aid": case.aid_title,
        "funder": case.funder_name,
        "ref": case.reference,
        "sent": day(case.submitted_at or case.created_at),
        "due": day(case.request_due_on) if case.request_due_on else "",
    }


def _submitted(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Confirmation that your application was sent"),
        preheader=_("%(funder)s has your application %(ref)s. You have nothing to do.") % f,
        heading=_("Your application is sent"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s received your application “%(aid)s” on %(sent)s. Its reference is %(ref)s.") % f,
            _("It is now %(funder)s’s turn. We will write to you as soon as something changes.") % f,
        ),
        button=follow(case),
        stops=(
            sent(case),
            Stop(StopState.THEIRS, _("%(funder)s examines it") % f),
            Stop(StopState.END, _("You receive the answer")),
        ),
        after=(*_acknowledgement(case), _("Only %(funder)s can open the papers you sent: keep a copy.") % f),
        why=why(),
    )


def _acknowledgement(case: Correspondence) -> tuple[str, ...]:
    """What an acknowledgement of receipt must say (CRPA, art. L112-3 and R112-5): the service, the date, the appeal."""
    funder = case.funder
    if funder is None:
        return ()
    where = (funder.name, *funder.contact_address.splitlines(), funder.contact_phone, funder.contact_email)
    service = _("Service in charge: %(where)s.") % {"where": ", ".join(part for part in where if part)}
    if case.silence_on is None:
        return (service,)
    date = {"day": day(case.silence_on)}
    words = _(
        "Your file being complete, no answer before the end of %(day)s counts as a refusal (code of relations "
        "between the public and the administration, article L231-4)."
    )
    return (service, words % date, appeals.against_silence(funder))


def _changes(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your application: answer before the end of %(due)s") % f,
        preheader=_("Something is missing. The rest of your application is kept."),
        heading=_("Something is missing in your application"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s needs something more for your application “%(aid)s” (%(ref)s).") % f,
            _("Answer by the end of %(due)s. Until then the examination is paused, and everything you sent is kept.")
            % f,
        ),
        quoted=_("%(author)s wrote:") % {"author": case.request_author or case.funder_name},
        quote=case.request_message,
        button=follow(case, _("Answer"), asks=True),
        stops=(
            sent(case),
            Stop(StopState.YOURS, _("Your turn"), _("by the end of %(due)s") % f),
            Stop(StopState.END, _("%(funder)s decides") % f),
        ),
        why=why(),
    )


def _resubmitted(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your corrections were sent"),
        preheader=_("The examination goes on. You have nothing to do."),
        heading=_("Your corrections were sent"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s has what was missing in your application “%(aid)s” (%(ref)s).") % f,
            _("The examination goes on where it was. It is %(funder)s’s turn.") % f,
        ),
        button=follow(case),
        stops=(sent(case), Stop(StopState.THEIRS, _("%(funder)s examines it") % f)),
        why=why(),
    )


def _lapsed(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your application is closed, nothing is lost"),
        preheader=_("You have two months to take it up again, in one click."),
        heading=_("Your application is closed, and nothing is lost"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s had no answer by the end of %(due)s for your application “%(aid)s” (%(ref)s).") % f,
            _("Everything you sent is kept for two months. One click takes it up again where it was.")
            if case.has_login
            else _("Everything you sent is kept for two months. The counter takes it up again where it was."),
        ),
        button=follow(case, _("Take it up again"), asks=True),
        why=why(),
    )


def _resumed(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your application goes on"),
        preheader=_("%(funder)s examines it again.") % f,
        heading=_("Your application goes on"),
        greeting=greeting(case),
        paragraphs=(
            _("You took up your application “%(aid)s” (%(ref)s) again. Everything was kept.") % f,
            _("It is %(funder)s’s turn.") % f,
        ),
        button=follow(case),
        why=why(),
    )


def _withdrawn(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your application is withdrawn"),
        preheader=_("%(funder)s will not examine it any more.") % f,
        heading=_("Your application is withdrawn"),
        greeting=greeting(case),
        paragraphs=(
            _("You withdrew your application “%(aid)s” (%(ref)s). %(funder)s will not examine it any more.") % f,
            _("You may apply again as long as the aid is open."),
        ),
        button=follow(case, _("See my application")),
        why=why(),
    )


def _reopened(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your application is examined again"),
        preheader=_("%(funder)s takes it up again. You have nothing to do.") % f,
        heading=_("Your application is examined again"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s takes up your application “%(aid)s” (%(ref)s) again after having refused it.") % f,
            _("You have nothing to do. We will write to you when it is decided."),
        ),
        button=follow(case),
        why=why(),
    )


def _withdrawal_notified(case: Correspondence) -> Content:
    f = _facts(case) | {"due": day(case.reply_by) if case.reply_by else ""}
    return Content(
        subject=_("Your award may be taken back: reply before the end of %(due)s") % f,
        preheader=_("Nothing is decided. You may say what you think."),
        heading=_("Your award may be taken back"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s intends to withdraw what it granted you for “%(aid)s” (%(ref)s).") % f,
            _("Nothing is decided. You have until the end of %(due)s to reply; your reply is read first.") % f,
        ),
        quoted=_("%(author)s wrote:") % {"author": case.withdrawal_author or case.funder_name},
        quote=case.withdrawal_text,
        button=follow(case, _("Read and reply"), asks=True, suffix="/retrait"),
        stops=(Stop(StopState.YOURS, _("Your turn"), _("by the end of %(due)s") % f),),
        why=why(),
    )


def _withdrawal_dropped(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your award is kept"),
        preheader=_("You have nothing to do."),
        heading=_("Your award is kept"),
        greeting=greeting(case),
        paragraphs=(_("%(funder)s does not withdraw what it granted you for “%(aid)s” (%(ref)s).") % f,),
        button=follow(case),
        why=why(),
    )


def _award_withdrawn(case: Correspondence) -> Content:
    f = _facts(case)
    return Content(
        subject=_("Your award was withdrawn"),
        preheader=_("%(funder)s examines your application again.") % f,
        heading=_("Your award was withdrawn"),
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s withdraws what it granted you for “%(aid)s” (%(ref)s), for the reasons it had told you.") % f,
            _("Your application is examined again, and a new decision follows."),
        ),
        quote=case.withdrawal_text,
        button=follow(case),
        after=(appeals.against_decision(case.funder),) if case.funder else (),
        why=why(),
    )


def _approved(case: Correspondence) -> Content:
    f, decision = _facts(case), case.decision
    terms = decision.terms if decision else None
    return Content(
        subject=_("Your application for an aid was approved"),
        preheader=_("%(funder)s says yes to “%(aid)s”.") % f,
        heading=_("%(funder)s says yes") % f,
        greeting=greeting(case),
        paragraphs=(
            _("Your application “%(aid)s” (%(ref)s) is approved.") % f,
            *in_words(terms, has_page=case.has_login),
        ),
        amount=format_euros(terms.amount, get_language() or "fr") if terms and terms.amount is not None else "",
        quoted=_("A word from %(author)s:") % {"author": decision.author_name} if decision and decision.text else "",
        quote=decision.text if decision else "",
        button=follow(case, _("See the decision")),
        after=(*((decision.mention,) if decision and decision.mention else ()), *_signature(case)),
        why=why(),
    )


def in_words(terms: AwardTerms | None, *, has_page: bool = True) -> tuple[str, ...]:
    """How and until when it is paid. `has_page`: the reader can open the page of her application."""
    if terms is None or terms.mode is PaymentMode.NONE:
        if not has_page:
            return (_("This aid pays no money: the counter says how to use it."),)
        return (_("This aid pays no money: the page of your application says how to use it."),)
    if terms.mode is PaymentMode.SINGLE:
        return (_("This amount is paid once."),)
    until = {"day": day(terms.last_payment_on) if terms.last_payment_on else ""}
    if terms.frequency is Frequency.MONTHLY:
        return (_("This amount is paid each month, for the last time on %(day)s.") % until,)
    return (_("This amount is paid each quarter, for the last time on %(day)s.") % until,)


def _rejected(case: Correspondence) -> Content:
    f, decision = _facts(case), case.decision
    after = [words for words in ((decision.remedy, decision.mention, decision.appeal) if decision else ()) if words]
    return Content(
        subject=_("Your application for an aid was refused"),
        preheader=_("%(funder)s explains why, and what you can do.") % f,
        heading=_("%(funder)s could not say yes") % f,
        greeting=greeting(case),
        paragraphs=(_("Your application “%(aid)s” (%(ref)s) is refused. Here is why, and what you can do.") % f,),
        quote=decision.text if decision else "",
        button=follow(case, _("See the decision")),
        after=(*after, *_signature(case)),
        why=why(),
    )


def _signature(case: Correspondence) -> tuple[str, ...]:
    """Who decided: first name, name, capacity and service (CRPA, article L212-1)."""
    decision = case.decision
    if decision is None:
        return ()
    parts = (decision.author_name, decision.author_capacity, decision.author_service, case.funder_name)
    return (", ".join(part for part in parts if part),)


_COMPOSERS: dict[str, Callable[[Correspondence], Content]] = {
    e.ApplicationSubmitted.kind: _submitted,
    e.ChangesRequested.kind: _changes,
    e.ApplicationResubmitted.kind: _resubmitted,
    e.ApplicationLapsed.kind: _lapsed,
    e.ApplicationResumed.kind: _resumed,
    e.ApplicationWithdrawn.kind: _withdrawn,
    e.ApplicationReopened.kind: _reopened,
    e.AwardWithdrawalNotified.kind: _withdrawal_notified,
    e.AwardWithdrawalDropped.kind: _withdrawal_dropped,
    e.AwardWithdrawn.kind: _award_withdrawn,
    e.ApplicationApproved.kind: _approved,
    e.ApplicationRejected.kind: _rejected,
}
