"""The list of a person's applications: what waits for her first, then under way, then decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mob.applications import lifecycle, selectors
from mob.applications.types import State
from mob.applications.views import Row
from mob.kernel import clock
from mob.payments import selectors as payments
from mob.payments.types import Wait
from mob.web.citizen import words
from mob.web.citizen.access import actor_of, language_of, signed_in
from mob.web.components import Step
from mob.web.formats import long_date


@dataclass(frozen=True, slots=True)
class Card:
    """One application in the list. `mine`: it waits for the person; `act`: the words of what she can do."""

    row: Row
    href: str
    steps: list[Step]
    words: str
    mine: bool
    act: str
    due: date | None = None

    @property
    def before(self) -> str:
        """Until when, in words."""
        return long_date(self.due, words.language()) if self.due else ""


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponseBase:
    """Waiting for me first, then under way, then decided."""
    now = clock.now()
    actor = actor_of(request)
    asked = payments.asked_of(actor, now=now)
    cards = [card_of(row, now, asked.get(row.id)) for row in selectors.mine(actor, language=language_of(request))]
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


_OPEN = (State.CHECKING, State.SUBMITTED, State.UNDER_REVIEW, State.CHANGES_REQUESTED)


def _urgency(card: Card) -> tuple[bool, str, float]:
    """What has a date first, soonest first; then the last touched."""
    due = card.due.isoformat() if card.due else ""
    return (not due, due, -card.row.updated_at.timestamp())


Asked = tuple[Wait, date | None]


def card_of(row: Row, now: datetime, asked: Asked | None = None) -> Card:
    """One application as lists show it."""
    if row.state is State.APPROVED and asked:
        return _payment_card(row, *asked)
    return Card(
        row=row,
        href=f"/demandes/{row.reference}",
        steps=_steps(row.state),
        words=_state_words(row),
        mine=_waits_for_me(row, now),
        act=_act(row),
        due=row.due_on,
    )


def _payment_card(row: Row, wait: Wait, due: date | None) -> Card:
    """An accepted application whose payment waits for the person."""
    base = f"/demandes/{row.reference}"
    if wait is Wait.INVOICE:
        text, act, href = _("Accepted. The payment waits for your invoice."), _("Send the invoice"), f"{base}/facture"
    elif wait is Wait.REJECTED:
        text, act, href = _("The bank sent the payment back."), _("See what is asked"), f"{base}#paiement"
    else:
        text, act = _("Accepted. The payment waits for your bank details."), _("Give my bank details")
        href = f"{base}/coordonnees-bancaires"
    return Card(row, href, _steps(row.state), text, mine=True, act=act, due=due)


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
    State.CHECKING: ("done", "stop", "upcoming"),
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
        State.CHECKING: _("Being checked by the program of %(funder)s.") % {"funder": row.funder_name},
        State.SUBMITTED: _("With %(funder)s, waiting for an agent.") % {"funder": row.funder_name},
        State.UNDER_REVIEW: _("With %(funder)s, being examined.") % {"funder": row.funder_name},
        State.CHANGES_REQUESTED: _("A correction is asked of you, before %(date)s.") % {"date": date},
        State.CLOSED_INCOMPLETE: _("Set aside without an answer from you. Nothing is lost."),
        State.APPROVED: _("Accepted: %(award)s") % {"award": words.terms(row.award)} if row.award else _("Accepted."),
        State.REJECTED: _("Refused. Read why, and how to contest it."),
        State.WITHDRAWN: _("Withdrawn by you."),
    }
    return sentences[row.state]
