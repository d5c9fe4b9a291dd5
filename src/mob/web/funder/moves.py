"""The agent's moves at the desk: granting, refusing, asking, opening again, proposing. Their pages are in `decide`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mob.applications import appeals, lifecycle, services
from mob.applications.types import Action, AwardTerms, PaymentMode, RejectionReason, WithdrawalGround
from mob.applications.views import Detail
from mob.catalogue.types import Outcome
from mob.directory import delegations
from mob.directory.types import FunderView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict
from mob.kernel.money import format_euros
from mob.web import verdicts
from mob.web.citizen import words as spoken
from mob.web.components import Row
from mob.web.formats import long_date
from mob.web.forms import Form
from mob.web.funder import declared, words
from mob.web.funder.access import language
from mob.web.funder.forms import (
    ApproveForm,
    NothingForm,
    RejectForm,
    ReopenForm,
    RequestForm,
    ReturnForm,
    WithdrawalForm,
)

F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Move(Generic[F]):
    """One of the agent's moves: its words, its form, how it is checked, read back and done.

    `exceeds`: what was typed is beyond the agent's delegation: the move that proposes it takes its place.
    """

    action: Action
    path: str
    title: Callable[[Detail], str]
    button: Any
    form: Callable[[Detail, FunderView, Any, datetime], F]
    check: Callable[[F, datetime], None]
    reads: Callable[[Detail, F], tuple[str, list[Row]]]
    act: Callable[[Actor, Detail, F, datetime], None]
    done: Any
    css: str = "btn--ink"
    exceeds: Callable[[Detail, F, datetime], bool] | None = None

    @property
    def is_proposal(self) -> bool:
        return self.action is Action.PROPOSE


def _approve_reads(found: Detail, form: ApproveForm) -> tuple[str, list[Row]]:
    terms = form.terms()
    award = format_euros(terms.amount or 0, language()) if terms.mode is PaymentMode.SINGLE else spoken.terms(terms)
    sentence = (
        _("You grant %(name)s this aid, without a payment.") % {"name": found.applicant_name}
        if terms.amount is None
        else _("You grant %(award)s to %(name)s.") % {"award": award, "name": found.applicant_name}
    )
    return sentence, _told(_("Your word"), form.cleaned_data["message"])


def _told(label: str, text: str) -> list[Row]:
    return [Row(label, text)] if text else []


def _approve(actor: Actor, found: Detail, form: ApproveForm, now: datetime) -> None:
    message = form.cleaned_data["message"]
    services.approve(actor, application_id=found.id, terms=form.terms(), message=message, now=now)


def _approve_form(found: Detail, data: Any) -> ApproveForm:
    """Nothing is filled in: what the rules compute is told beside the amount."""
    form = ApproveForm(data)
    if found.computed:
        kept = verdicts.view(found.computed.kept, at_most=found.aid.max_amount)
        if kept.amount and kept.outcome == Outcome.ELIGIBLE.value:
            form.tell_computed(format_euros(kept.amount, language()))
    return form


APPROVE: Move[ApproveForm] = Move(
    action=Action.APPROVE,
    path="accorder",
    title=lambda found: _("Grant the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Grant"),
    form=lambda found, _funder, data, _now: _approve_form(found, data),
    check=lambda form, now: lifecycle.check_terms(form.terms(), clock.civil_date(now)),
    reads=_approve_reads,
    act=_approve,
    done=gettext_lazy("The aid is granted. %(name)s is being told."),
    exceeds=lambda found, form, now: _beyond(found, form.terms(), now),
)


def _beyond(found: Detail, terms: AwardTerms, now: datetime) -> bool:
    today = clock.civil_date(now)
    amount = lifecycle.whole_award(terms, today)
    return delegations.first_covering(found.authority, found.aid.id, amount=amount, on=today) is None


def _propose_approval(actor: Actor, found: Detail, form: ApproveForm, now: datetime) -> None:
    message = form.cleaned_data["message"]
    services.propose_approval(actor, application_id=found.id, terms=form.terms(), message=message, now=now)


PROPOSE_APPROVAL: Move[ApproveForm] = replace(
    APPROVE,
    action=Action.PROPOSE,
    title=lambda found: _("Propose to grant the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Propose"),
    reads=lambda _found, form: (_proposal_sentence(), [Row(_("Granted"), spoken.terms(form.terms())), *_word(form)]),
    act=_propose_approval,
    done=gettext_lazy("The proposal is recorded. A colleague who holds a delegation decides."),
    exceeds=None,
)


def _proposal_sentence() -> str:
    return _("You propose this decision; a colleague whose delegation covers it decides.")


def _word(form: ApproveForm) -> list[Row]:
    return _told(_("Your word"), form.cleaned_data["message"])


def _reject_reads(found: Detail, form: RejectForm) -> tuple[str, list[Row]]:
    data = form.cleaned_data
    rows = [
        Row(_("Main reason"), words.REASONS[RejectionReason(data["reason"])]),
        Row(_("The reasons, in fact and in law"), data["text"]),
        *_told(_("What can be done about it"), data["remedy"]),
        Row(_("How to contest this decision"), data["appeal"]),
    ]
    return _("You refuse this aid to %(name)s.") % {"name": found.applicant_name}, rows


def _reject(actor: Actor, found: Detail, form: RejectForm, now: datetime) -> None:
    data = form.cleaned_data
    services.reject(
        actor,
        application_id=found.id,
        reason=RejectionReason(data["reason"]),
        text=data["text"],
        remedy=data["remedy"],
        appeal=data["appeal"],
        now=now,
    )


REJECT: Move[RejectForm] = Move(
    action=Action.REJECT,
    path="refuser",
    title=lambda found: _("Refuse the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Refuse"),
    form=lambda _found, funder, data, _now: RejectForm(data, initial={"appeal": appeals.against_decision(funder)}),
    check=lambda _form, _now: None,
    reads=_reject_reads,
    act=_reject,
    done=gettext_lazy("The refusal is recorded. %(name)s is being told."),
    css="btn--no",
)


def _propose_rejection(actor: Actor, found: Detail, form: RejectForm, now: datetime) -> None:
    data = form.cleaned_data
    services.propose_rejection(
        actor,
        application_id=found.id,
        reason=RejectionReason(data["reason"]),
        text=data["text"],
        remedy=data["remedy"],
        appeal=data["appeal"],
        now=now,
    )


PROPOSE_REJECTION: Move[RejectForm] = replace(
    REJECT,
    action=Action.PROPOSE,
    title=lambda found: _("Propose to refuse the aid to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Propose"),
    reads=lambda found, form: (_proposal_sentence(), _reject_reads(found, form)[1]),
    act=_propose_rejection,
    done=gettext_lazy("The proposal is recorded. A colleague who holds a delegation decides."),
    css="btn--ink",
)


def _request_form(found: Detail, funder: FunderView, data: Any, now: datetime) -> RequestForm:
    initial = {"message": words.request_text(found.applicant_name), "due_on": lifecycle.default_due_on(now)}
    return RequestForm(found, data, initial=initial)


def _request_reads(found: Detail, form: RequestForm) -> tuple[str, list[Row]]:
    data = form.cleaned_data
    due = long_date(data["due_on"], language())
    rows = [
        Row(_("What must be corrected"), ", ".join(declared.labels(found, data["items"]))),
        Row(_("Your words to the person"), data["message"]),
    ]
    sentence = _("You ask %(name)s for a correction before the end of %(date)s.")
    return sentence % {"name": found.applicant_name, "date": due}, rows


def _request(actor: Actor, found: Detail, form: RequestForm, now: datetime) -> None:
    message = form.cleaned_data["message"]
    services.request_changes(actor, application_id=found.id, request=form.request(), message=message, now=now)


REQUEST: Move[RequestForm] = Move(
    action=Action.REQUEST_CHANGES,
    path="correction",
    title=lambda found: _("Ask %(name)s for a correction") % {"name": found.applicant_name},
    button=gettext_lazy("Ask for the correction"),
    form=_request_form,
    check=lambda form, now: lifecycle.check_request(form.request(), clock.civil_date(now)),
    reads=_request_reads,
    act=_request,
    done=gettext_lazy("The correction is asked for. %(name)s is being told; the file waits."),
)

REOPEN: Move[ReopenForm] = Move(
    action=Action.REOPEN,
    path="rouvrir",
    title=lambda found: _("Open the file of %(name)s again") % {"name": found.applicant_name},
    button=gettext_lazy("Open the file again"),
    form=lambda _found, _funder, data, _now: ReopenForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, form: (
        _("You open the file of %(name)s again: the refusal no longer holds.") % {"name": found.applicant_name},
        [Row(_("Why this file is opened again"), form.cleaned_data["reason"])],
    ),
    act=lambda actor, found, form, now: services.reopen(
        actor, application_id=found.id, reason=form.cleaned_data["reason"], now=now
    ),
    done=gettext_lazy("The file is open again, and yours."),
)


def _return(actor: Actor, found: Detail, form: ReturnForm, now: datetime) -> None:
    if found.proposal is None:
        raise Conflict("proposal_closed", reference=found.reference)
    services.return_proposal(actor, proposal_id=found.proposal.id, word=form.cleaned_data["word"], now=now)


def _return_sentence(found: Detail) -> str:
    author = found.proposal.author_name if found.proposal else ""
    return _("You send this proposal back to %(name)s, who holds the file again.") % {"name": author}


RETURN_PROPOSAL: Move[ReturnForm] = Move(
    action=Action.RETURN_PROPOSAL,
    path="renvoyer",
    title=lambda found: _("Send back the proposal on the file of %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Send the proposal back"),
    form=lambda _found, _funder, data, _now: ReturnForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, form: (
        _return_sentence(found),
        [Row(_("What should be looked at again"), form.cleaned_data["word"])],
    ),
    act=_return,
    done=gettext_lazy("The proposal is sent back. It waits for a new one."),
)


def _notify(actor: Actor, found: Detail, form: WithdrawalForm, now: datetime) -> None:
    data = form.cleaned_data
    ground = WithdrawalGround(data["ground"])
    services.notify_withdrawal(actor, application_id=found.id, ground=ground, text=data["text"], now=now)


NOTIFY_WITHDRAWAL: Move[WithdrawalForm] = Move(
    action=Action.NOTIFY_WITHDRAWAL,
    path="retrait",
    title=lambda found: _("Take back what was granted to %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Send the notice"),
    form=lambda _found, _funder, data, _now: WithdrawalForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, form: (
        _("You tell %(name)s that you intend to withdraw the award, and why.") % {"name": found.applicant_name},
        [
            Row(_("Ground"), words.GROUNDS[WithdrawalGround(form.cleaned_data["ground"])]),
            Row(_("The reasons, in fact and in law"), form.cleaned_data["text"]),
        ],
    ),
    act=_notify,
    done=gettext_lazy("The notice is sent. %(name)s has fifteen days to reply."),
    css="btn--no",
)


def _notice_rows(found: Detail) -> list[Row]:
    notice = found.withdrawal
    if notice is None:
        return []
    return [
        Row(_("The reasons, in fact and in law"), notice.text),
        Row(_("The person’s reply"), notice.reply or _("No reply.")),
    ]


WITHDRAW_AWARD: Move[NothingForm] = Move(
    action=Action.WITHDRAW_AWARD,
    path="retrait/retirer",
    title=lambda found: _("Withdraw the award of %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Withdraw the award"),
    form=lambda _found, _funder, data, _now: NothingForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, _form: (
        _("You withdraw the award of %(name)s: the file is examined again.") % {"name": found.applicant_name},
        _notice_rows(found),
    ),
    act=lambda actor, found, _form, now: services.withdraw_award(actor, application_id=found.id, now=now),
    done=gettext_lazy("The award is withdrawn. Decide again on the file of %(name)s, with its reasons."),
    css="btn--no",
)
DROP_WITHDRAWAL: Move[NothingForm] = Move(
    action=Action.DROP_WITHDRAWAL,
    path="retrait/maintenir",
    title=lambda found: _("Keep the award of %(name)s") % {"name": found.applicant_name},
    button=gettext_lazy("Keep the award"),
    form=lambda _found, _funder, data, _now: NothingForm(data),
    check=lambda _form, _now: None,
    reads=lambda found, _form: (
        _("You keep the award of %(name)s: the notice no longer holds.") % {"name": found.applicant_name},
        _notice_rows(found),
    ),
    act=lambda actor, found, _form, now: services.drop_withdrawal(actor, application_id=found.id, now=now),
    done=gettext_lazy("The award is kept. %(name)s is being told."),
)
