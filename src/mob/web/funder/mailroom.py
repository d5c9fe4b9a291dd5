"""The letters of the counter: what would be mailed to who is written to on paper is printed and posted from here.

Printing is a POST: it is remembered. Marking as gone can be undone for a quarter of an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError, NotFound, Refused
from mob.kernel.texts import text_of
from mob.notifications import letters, selectors
from mob.notifications.types import LetterView
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show
from mob.web.letters import post

HOME = f"{INBOX}courriers"
GONE = f"{HOME}?vue=partis"


@dataclass(frozen=True, slots=True)
class Line:
    """A letter on the page. `who`: the agent who marked it as gone, when her name is still known."""

    letter: LetterView
    who: str
    can_undo: bool


@never_cache
@require_http_methods(["GET", "HEAD"])
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """Letters to post, the oldest first; or those that left, the latest first."""
    posted = request.GET.get("vue") == "partis"
    found, count = selectors.letters_of(request.actor, posted=posted, limit=letters.MOST)
    waiting = count if not posted else selectors.letters_of(request.actor, posted=False, limit=1)[1]
    context = {
        "posted": posted,
        "lines": _lines(request.actor, found),
        "count": count,
        "is_cut": count > len(found),
        "most": letters.MOST,
        "tabs": [
            (_("To post (%(count)d)") % {"count": waiting}, HOME, not posted),
            (_("Gone"), GONE, posted),
        ],
    }
    return show(request, "mailroom.html", context, here="mailroom")


def _lines(actor: Actor, found: list[LetterView]) -> list[Line]:
    now, names = clock.now(), dict[UUID, str]()
    for each in found:
        if each.posted_by and each.posted_by not in names and actor.funder_id:
            card = directory.staff_member(each.posted_by, funder_id=actor.funder_id)
            names[each.posted_by] = card.full_name if card else ""
    return [
        Line(
            each,
            names.get(each.posted_by, "") if each.posted_by else "",
            bool(each.posted_at and each.posted_at > now - letters.UNDO),
        )
        for each in found
    ]


@never_cache
@require_POST
@at_the_desk
def print_them(request: Request) -> HttpResponseBase:
    """The ticked letters as one PDF, in the order of the queue."""
    ids = _ids(request)
    if not ids:
        return _nothing_ticked(request)
    try:
        sheets = letters.take(request.actor, ids=ids, now=clock.now())
    except (NotFound, Refused) as error:
        return _refused(request, error)
    response = HttpResponse(post.pdf(sheets), content_type="application/pdf")
    name = f"courriers-{clock.civil_date(clock.now()):%Y-%m-%d}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@at_the_desk
def mark(request: Request) -> HttpResponseBase:
    """The ticked letters left."""
    ids = _ids(request)
    if not ids:
        return _nothing_ticked(request)
    try:
        done = letters.mark_posted(request.actor, ids=ids, now=clock.now())
    except Refused as error:
        return _refused(request, error)
    words = ngettext("%(count)d letter is marked as gone.", "%(count)d letters are marked as gone.", done)
    messages.success(request, words % {"count": done})
    return see(GONE)


@require_POST
@at_the_desk
def undo(request: Request, letter_id: UUID) -> HttpResponseBase:
    """It had not left after all: it is back among those to post."""
    try:
        letters.undo_posted(request.actor, letter_id=letter_id, now=clock.now())
    except Refused as error:
        return _refused(request, error, GONE)
    messages.success(request, _("The letter is back among those to post."))
    return see(HOME)


def _ids(request: HttpRequest) -> list[UUID]:
    found = []
    for text in request.POST.getlist("choix"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _nothing_ticked(request: HttpRequest) -> HttpResponseBase:
    messages.info(request, _("Tick at least one letter first."))
    return see(HOME)


def _refused(request: HttpRequest, error: MobError, back: str = HOME) -> HttpResponseBase:
    messages.error(request, text_of(error.code, language(), **error.params))
    return see(back)
