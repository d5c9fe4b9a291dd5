"""The first page of the console: each client, how it is used, what was refused and what to do. And whose console it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.directory.partner_types import ClientState, PartnerClientView
from mob.identity.oidc import overview
from mob.identity.oidc.failures import FailureLine
from mob.identity.oidc.overview import ClientSheet
from mob.identity.oidc.usage import Usage
from mob.kernel import clock
from mob.web.operator import words
from mob.web.operator.access import Request, in_console, partner_of, show
from mob.web.operator.advice import Advice, advice

SHOWN_FAILURES = 3


@dataclass(frozen=True, slots=True)
class FailureShown:
    """A refusal in words. `code`: as it is kept, to look for."""

    line: FailureLine
    advice: Advice


@dataclass(frozen=True, slots=True)
class UsageShown:
    """Calls of one kind against its quota. `is_near`: four fifths of the day's are spent."""

    label: str
    usage: Usage

    @property
    def is_near(self) -> bool:
        return self.usage.today * 5 >= self.usage.quota.day * 4


@dataclass(frozen=True, slots=True)
class Card:
    """A client on the first page."""

    row: PartnerClientView
    sheet: ClientSheet
    state: ClientState
    tag: tuple[str, str, str]
    usage: list[UsageShown]
    failures: list[FailureShown]
    more: int


@require_safe
@in_console
def page(request: Request) -> HttpResponse:
    """Open clients first, closed ones by their name alone."""
    now, partner_id = clock.now(), partner_of(request.actor)
    rows = directory.partner_clients(request.actor, partner_id)
    found = overview.sheets(request.actor, [row.client_id for row in rows], now=now)
    cards = [card(row, found[row.client_id]) for row in rows if row.client_id in found]
    context = {
        "cards": [each for each in cards if each.state is not ClientState.CLOSED],
        "closed": [each for each in cards if each.state is ClientState.CLOSED],
        "days": overview.SHOWN_DAYS,
    }
    return show(request, "home.html", context)


def card(row: PartnerClientView, sheet: ClientSheet, *, most: int = SHOWN_FAILURES) -> Card:
    """A client with its words."""
    state = words.state_of(row, sheet)
    shown = [FailureShown(line, advice(line.reason)) for line in sheet.failures]
    usage = [UsageShown(str(words.QUOTAS[each.kind]), each) for each in sheet.usage]
    return Card(row, sheet, state, words.STATES[state], usage, shown[:most], max(0, len(shown) - most))


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def choose(request: Request) -> HttpResponse:
    """Somebody who works for several partners says for which."""
    mine = directory.partners_of(request.actor.id) if request.actor.id else []
    chosen = _known(request.POST.get("partner", ""), {each.id for each in mine})
    if request.method == "POST" and chosen:
        request.session["partner"] = str(chosen)
        return HttpResponseRedirect(reverse("operator:home"))
    return show(request, "choose.html", {"partners": mine}, here="")


def _known(text: str, mine: set[UUID]) -> UUID | None:
    return next((each for each in mine if str(each) == text), None)
