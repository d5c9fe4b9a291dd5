"""What a person sees of her applications: the list, one application with its line and messages, and what she may undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.applications import lifecycle, selectors, services
from mob.applications.types import Action, State
from mob.applications.views import Detail, Row
from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.errors import Invalid, Refused
from mob.web.citizen import timeline, words
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.citizen.apply import drafting, recap
from mob.web.components import Step
from mob.web.forms import Form
from mob.web.formats import long_date


class MessageForm(Form):
    """One message to the funder."""

    text = django_forms.CharField(
        label=gettext_lazy("Your message"), widget=django_forms.Textarea(attrs={"rows": 4, "maxlength": 5000})
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One application in the list. `mine`: it waits for the person; `act`: the words of what she can do."""

    row: Row
    href: str
    steps: list[Step]
    words: str
    mine: bool
    act: str
    before: str


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponseBase:
    """Waiting for me first, then under way, then decided."""
    now = clock.now()
    cards = [_card(row, now) for row in selectors.mine(actor_of(request), language=language_of(request))]
    waiting = sorted((c for c in cards if c.mine), key=_urgency)
    context = {
        "here": "applications",
        "first": waiting[0] if waiting else None,
        "waiting": waiting,
        "under_way": [c for c in cards if not c.mine and c.row.state in _OPEN],
        "closed": [c for c in cards if not c.mine and c.row.state not in _OPEN],
        "is_empty": not cards,
    }
    return render(request, "citizen/applications/list.html", context)


_OPEN = (State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED)


def _urgency(card: Card) -> tuple[bool, str, float]:
    """What has a date first, soonest first; then the last touched."""
    due = card.row.due_on.isoformat() if card.row.due_on else ""
    return (not due, due, -card.row.updated_at.timestamp())


def _card(row: Row, now: datetime) -> Card:
    return Card(
        row=row,
        href=f"/demandes/{row.reference}",
        steps=_steps(row.state),
        words=_state_words(row),
        mine=_waits_for_me(row, now),
        act=_act(row),
        before=long_date(row.due_on, words.language()) if row.due_on else "",
    )


def _waits_for_me(row: Row, now: datetime) -> bool:
    if row.state is State.CLOSED_INCOMPLETE:
        return row.closed_at is not None and now < clock.day_ends(lifecycle.resume_until(row.closed_at))
    return row.state in (State.DRAFT, State.CHANGES_REQUESTED)


def _act(row: Row) -> str:
    match row.state:
        case State.DRAFT:
            return _("Go on")
        case State.CHANGES_REQUESTED:
            return _("See what is asked")
        case State.CLOSED_INCOMPLETE:
            return _("Take it up again")
        case _:
            return ""


_PROGRESS = {
    State.DRAFT: ("here", "upcoming", "upcoming"),
    State.SUBMITTED: ("done", "stop", "upcoming"),
    State.UNDER_REVIEW: ("done", "stop", "upcoming"),
    State.CHANGES_REQUESTED: ("done", "here", "upcoming"),
    State.CLOSED_INCOMPLETE: ("done", "here", "upcoming"),
    State.APPROVED: ("done", "done", "done"),
    State.REJECTED: ("done", "done", "no"),
    State.WITHDRAWN: ("done", "upcoming", "upcoming"),
}


def _steps(state: State) -> list[Step]:
    labels = (_("Sent"), _("Examined"), _("Decided"))
    return [Step(label, mark) for label, mark in zip(labels, _PROGRESS[state], strict=True)]


def _state_words(row: Row) -> str:
    """Where the application stands, in one sentence that names who acts."""
    date = long_date(row.due_on, words.language()) if row.due_on else ""
    sentences = {
        State.DRAFT: _("Not sent yet. Everything you wrote is kept."),
        State.SUBMITTED: _("With %(funder)s, waiting for an agent.") % {"funder": row.funder_name},
        State.UNDER_REVIEW: _("With %(funder)s, being examined.") % {"funder": row.funder_name},
        State.CHANGES_REQUESTED: _("A correction is asked of you, before %(date)s.") % {"date": date},
        State.CLOSED_INCOMPLETE: _("Set aside without an answer from you. Nothing is lost."),
        State.APPROVED: _("Accepted."),
        State.REJECTED: _("Refused. Read why, and how to contest it."),
        State.WITHDRAWN: _("Withdrawn by you."),
    }
    return sentences[row.state]


@require_http_methods(["GET", "HEAD"])
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
    delay = words.delay(selectors.median_delay_days(found.aid.id))
    context = {
        "here": "applications",
        "detail": found,
        "aid": found.aid,
        "headline": _headline(found),
        "passed": timeline.passed(found, agent),
        "to_come": timeline.to_come(found, agent, delay),
        "correction": found.request if found.state is State.CHANGES_REQUESTED else None,
        "decision": found.decision if found.state in (State.APPROVED, State.REJECTED) else None,
        "terms": words.terms(found.decision.terms) if found.decision and found.decision.terms else "",
        "can": {action.value for action in found.actions},
        "funder": directory.funder(found.funder_id),
        "form": form,
        "papers": _papers(found),
    }
    return render(request, "citizen/applications/detail.html", context, status=422 if form.is_bound else 200)


def _agent_name(user_id: UUID, funder_id: UUID) -> str:
    staff = directory.staff_member(user_id, funder_id=funder_id)
    return f"{staff.first_name} {staff.last_name}".strip() if staff else ""


def _headline(found: Detail) -> tuple[str, str]:
    """The page's title and the sentence under it."""
    funder = {"funder": found.aid.funder_name}
    headlines = {
        State.SUBMITTED: (_("Your application has been sent"), _("%(funder)s will examine it.") % funder),
        State.UNDER_REVIEW: (_("Your application is being examined"), _("%(funder)s has it in hand.") % funder),
        State.CHANGES_REQUESTED: (
            _("Your application is on hold"),
            _("Something is missing. As soon as you send it, the examination goes on where it was."),
        ),
        State.CLOSED_INCOMPLETE: (_("Your application is set aside"), _("Nothing is lost: everything you sent is kept.")),
        State.APPROVED: (_("Your application is accepted"), _("%(funder)s grants you this aid.") % funder),
        State.REJECTED: (
            _("Your application is refused"),
            _("%(funder)s says why below, what you can do and how to contest it.") % funder,
        ),
        State.WITHDRAWN: (_("You withdrew your application"), _("Nobody examines it any more.")),
    }
    return headlines[found.state]


def _papers(found: Detail) -> list[tuple[str, str, bool]]:
    """What was sent: name, date, whether another paper replaced it."""
    counts: dict[str, int] = {}
    for sent in found.proofs:
        counts[sent.code] = counts.get(sent.code, 0) + 1
    return [
        (words.paper(sent, counts[sent.code]), long_date(sent.sent_at, words.language()), sent.replaced_at is not None)
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


@dataclass(frozen=True, slots=True)
class _Question:
    """A page that asks before doing: its words and the action it needs."""

    action: Action
    title: str
    text: str
    button: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Withdraw an application that was sent, after asking."""
    question = _Question(
        Action.WITHDRAW,
        _("Withdraw this application?"),
        _("Nobody will examine it any more, and this cannot be undone. You may apply again while the aid is open."),
        _("Withdraw my application"),
    )
    found = _asked(request, reference, question)
    if request.method == "POST":
        services.withdraw(actor_of(request), application_id=found.id, now=clock.now())
        return to(f"/demandes/{reference}")
    return _ask(request, found, question)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def discard(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Erase a draft, after asking."""
    question = _Question(
        Action.DISCARD,
        _("Erase this draft?"),
        _("Your answers and the papers added are erased at once. Nothing had been sent."),
        _("Erase the draft"),
    )
    found = _asked(request, reference, question)
    if request.method == "POST":
        services.discard(actor_of(request), application_id=found.id, now=clock.now())
        return to("/demandes")
    return _ask(request, found, question)


def _asked(request: HttpRequest, reference: str, question: _Question) -> Detail:
    found = selectors.by_reference(actor_of(request), reference, language=language_of(request))
    if question.action not in found.actions:
        raise Refused("wrong_state")
    return found


def _ask(request: HttpRequest, found: Detail, question: _Question) -> HttpResponse:
    context = {"here": "applications", "detail": found, "aid": found.aid, "question": question}
    return render(request, "citizen/applications/confirm.html", context)


@require_POST
@signed_in
def resume(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One click takes up a file that was set aside."""
    actor = actor_of(request)
    services.resume(actor, application_id=selectors.id_of(actor, reference), now=clock.now())
    return to(f"/demandes/{reference}")


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


# Addresses of the former moB, kept with their query.


@require_safe
def old_dashboard(request: HttpRequest) -> HttpResponseBase:
    """`/mon-dashboard` was the list of applications."""
    return _moved("/demandes", request.GET.dict())


@require_safe
def old_application(request: HttpRequest) -> HttpResponseBase:
    """`/subscriptions/new?incentiveId=` opened the form of an aid: the aid's page answers first."""
    return _moved("/aide-page", request.GET.dict())


def _moved(path: str, query: dict[str, Any]) -> HttpResponse:
    response = to(f"{path}?{urlencode(query)}" if query else path)
    response.status_code = 301
    return response
