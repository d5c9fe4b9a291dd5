"""One application as its author follows it: its line, the decision, the messages, what she sent."""

from __future__ import annotations

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mob.applications import queues, representation, selectors, services
from mob.applications.types import Action, State
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.errors import Invalid, Refused
from mob.web.citizen import legal, payment, timeline, words
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.citizen.apply import drafting, recap
from mob.web.formats import long_date
from mob.web.forms import Form


class MessageForm(Form):
    """One message to the funder."""

    text = django_forms.CharField(
        label=gettext_lazy("Your message"), widget=django_forms.Textarea(attrs={"rows": 4, "maxlength": 5000})
    )


@require_safe
@signed_in
def detail(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One application. A draft leads to its next page; reading marks what the funder wrote as read."""
    actor = actor_of(request)
    found = selectors.by_reference(actor, reference, language=language_of(request))
    if found.state is State.DRAFT:
        return to(drafting.load(request, reference).journey.resume())
    if request.method == "GET":
        _mark_seen(request, found)
    return _show(request, found, MessageForm())


def _mark_seen(request: HttpRequest, found: Detail) -> None:
    """What the person has before her eyes is read; the first sight of a decision is a fact."""
    now, actor = clock.now(), actor_of(request)
    if any(message.from_funder and message.read_at is None for message in found.messages):
        services.mark_read(actor, application_id=found.id, now=now)
    if found.decision and found.decision.opened_at is None and found.decision.reopened_at is None:
        services.open_decision(actor, application_id=found.id, now=now)


def _show(request: HttpRequest, found: Detail, form: MessageForm) -> HttpResponse:
    agent = timeline.names(lambda user_id: _agent_name(user_id, found.funder_id))
    funder = directory.funder(found.funder_id)
    law = legal.silence(found, funder, clock.civil_date(clock.now()))
    delay = words.delay(queues.delay_of(found.aid.id, community_id=found.community_id))
    context = {
        "here": "applications",
        "detail": found,
        "aid": found.aid,
        "for_whom": _for_whom(found),
        "headline": _headline(found),
        "passed": timeline.passed(found, agent),
        "to_come": timeline.to_come(found, agent, delay, law),
        "path": f"/demandes/{found.reference}",
        "correction": found.request if found.state is State.CHANGES_REQUESTED else None,
        "decision": found.decision if found.state in (State.APPROVED, State.REJECTED) else None,
        "terms": words.terms(found.decision.terms) if found.decision and found.decision.terms else "",
        "rhythm": words.rhythm(found.decision.terms) if found.decision and found.decision.terms else "",
        "may_ask": Action.ASK_PERSON in found.actions,
        "can": {action.value for action in found.actions},
        "funder": funder,
        "form": form,
        "papers": _papers(found),
        **payment.context(actor_of(request), found),
    }
    return render(request, "citizen/applications/detail.html", context, status=422 if form.is_bound else 200)


def _for_whom(found: Detail) -> str:
    """The name of the child or adult it is made for; empty when it is for herself."""
    who = found.beneficiary
    return f"{who.get('first_name', '')} {who.get('last_name', '')}".strip() if representation.of(who) else ""


def _agent_name(user_id: UUID, funder_id: UUID) -> str:
    staff = directory.staff_member(user_id, funder_id=funder_id)
    return f"{staff.first_name} {staff.last_name}".strip() if staff else ""


def _headline(found: Detail) -> tuple[str, str]:
    """The page's title and the sentence under it."""
    funder = {"funder": found.aid.funder_name}
    headlines = {
        State.CHECKING: (
            _("Your application has been sent"),
            _("A program checks it for %(funder)s. You get the answer within minutes.") % funder,
        ),
        State.SUBMITTED: (_("Your application has been sent"), _("%(funder)s will examine it.") % funder),
        State.UNDER_REVIEW: (_("Your application is being examined"), _("%(funder)s has it in hand.") % funder),
        State.CHANGES_REQUESTED: (
            _("Your application is on hold"),
            _("Something is missing. As soon as you send it, the examination goes on where it was."),
        ),
        State.CLOSED_INCOMPLETE: (
            _("Your application is set aside"),
            _("Nothing is lost: all is kept."),
        ),
        State.APPROVED: (_("Your application is accepted"), _("%(funder)s grants you this aid.") % funder),
        State.REJECTED: (
            _("Your application is refused"),
            _("%(funder)s says why below, what you can do and how to contest it.") % funder,
        ),
        State.WITHDRAWN: (_("You withdrew your application"), _("Nobody examines it any more.")),
    }
    return headlines[found.state]


def _papers(found: Detail) -> list[tuple[str, str, bool, str, str]]:
    """What was sent: name, date, whether another paper replaced it, the date it was erased, which service it is from."""
    counts: dict[str, int] = {}
    for sent in found.proofs:
        counts[sent.code] = counts.get(sent.code, 0) + 1
    return [
        (
            words.paper(sent, counts[sent.code]),
            long_date(sent.sent_at, words.language()),
            sent.replaced_at is not None,
            long_date(sent.erased_at, words.language()) if sent.erased_at else "",
            sent.handed_by,
        )
        for sent in found.proofs
        if sent.is_submitted
    ]


@require_POST
@signed_in
def write(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add a message to the thread."""
    actor = actor_of(request)
    found = selectors.by_reference(actor, reference, language=language_of(request))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        services.write_message(actor, application_id=found.id, text=form.cleaned_data["text"], now=clock.now())
    except (Invalid, Refused) as error:
        form.refuse(error)
        return _show(request, found, form)
    return to(f"/demandes/{reference}#messages")


@require_safe
@signed_in
def sent(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What I sent, as the funder reads it."""
    draft = drafting.load(request, reference)
    if draft.detail.submitted_at is None:
        return to(f"/demandes/{reference}")
    context = {
        "here": "applications",
        "detail": draft.detail,
        "aid": draft.aid,
        "sections": recap.sent(draft),
        "papers": _papers(draft.detail),
    }
    return render(request, "citizen/applications/sent.html", context)
