"""Proposals on one screen, each whole; the ticked ones are decided at once, each by itself, with its own result."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.applications import proposals, services
from mob.applications.views import ProposalView
from mob.kernel import clock
from mob.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from mob.kernel.texts import text_of
from mob.web.citizen import words as spoken
from mob.web.funder import words
from mob.web.funder.access import Request, at_the_desk, language, show

EXPECTED = (Conflict, Forbidden, Invalid, NotFound, Refused)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one ticked proposal."""

    proposal: ProposalView
    is_done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as the screen shows it. `decision` says it in one sentence."""

    proposal: ProposalView
    decision: str
    reason: str


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """The proposals that wait. What was ticked is decided, and said line by line."""
    now = clock.now()
    before = proposals.waiting(request.actor, now=now, language=language())
    if request.method != "POST":
        return _show(request, before, [])
    ticked = set(request.POST.getlist("choix"))
    results = [_decide(request, each) for each in before if str(each.id) in ticked]
    gone = ticked - {str(each.id) for each in before}
    after = proposals.waiting(request.actor, now=now, language=language())
    return _show(request, after, results, gone=len(gone), is_empty=not ticked)


def _decide(request: Request, each: ProposalView) -> Result:
    try:
        services.decide_proposal(request.actor, proposal_id=UUID(str(each.id)), now=clock.now())
    except EXPECTED as error:
        return Result(each, is_done=False, words=text_of(error.code, language(), **error.params))
    return Result(each, is_done=True, words=_("Granted.") if each.is_approval else _("Refused."))


def _show(
    request: Request, waiting: list[ProposalView], results: list[Result], *, gone: int = 0, is_empty: bool = False
) -> HttpResponse:
    context = {
        "lines": [_line(each) for each in waiting],
        "decides": any(each.decides for each in waiting),
        "results": results,
        "gone": gone,
        "is_empty": is_empty,
        "is_full": len(waiting) == proposals.MOST,
    }
    return show(request, "proposals.html", context, here="proposals", status=422 if is_empty else 200)


def _line(each: ProposalView) -> Line:
    return Line(
        proposal=each,
        decision=spoken.terms(each.terms) if each.terms else "",
        reason=str(words.REASONS[each.reason]) if each.reason else "",
    )
