"""The first page of the administration: what there is, and what waits for someone."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidState
from mob.directory import selectors as directory
from mob.directory.types import DirectoryTotals
from mob.editorial.permissions import is_page_editor
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.web.admin.access import AUTHORS, MEMBERS, StaffRequest, may_enter, open_to, show

LATEST = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something somebody should look at."""

    text: str
    href: str


@require_safe
@open_to(*MEMBERS, also=is_page_editor)
def page(request: StaffRequest) -> HttpResponse:
    """Counts over what the actor may see, then what waits, then the latest aids. Who only writes pages is led there."""
    actor = request.actor
    if is_page_editor(actor) and not may_enter(actor, ()):
        return redirect("admin:pages")
    totals = directory.totals(actor, now=clock.now())
    is_author = may_enter(actor, AUTHORS)
    latest, _total = catalogue.aids(actor, limit=LATEST) if is_author else ([], 0)
    context = {
        "totals": totals,
        "published": _count(actor, AidState.PUBLISHED),
        "drafts": _count(actor, AidState.DRAFT),
        "waiting": [*_waiting(actor, totals), *(_to_verify(actor) if is_author else ())],
        "latest": latest,
        "is_author": is_author,
    }
    return show(request, "dashboard.html", context, here="dashboard")


def _count(actor: Actor, state: AidState) -> int:
    return catalogue.aids(actor, state=state, limit=1)[1]


def _waiting(actor: Actor, totals: DirectoryTotals) -> list[Waiting]:
    own = directory.funder(actor.funder_id) if actor.funder_id else None
    staff = reverse("admin:funder", args=[own.slug]) if own else reverse("admin:funders")
    found = []
    if own and totals.without_key:
        found.append(Waiting(_("Your organisation has no key in use: nobody can send it papers."), staff))
    if totals.expired_invitations:
        words = ngettext(
            "%(count)d invitation expired without an answer.",
            "%(count)d invitations expired without an answer.",
            totals.expired_invitations,
        )
        found.append(Waiting(words % {"count": totals.expired_invitations}, staff))
    return found


def _to_verify(actor: Actor) -> list[Waiting]:
    """Aids that somebody should look at again."""
    count = len(catalogue.to_look_at(actor, today=clock.civil_date(clock.now())))
    words = ngettext("%(count)d aid should be looked at again.", "%(count)d aids should be looked at again.", count)
    return [Waiting(words % {"count": count}, reverse("admin:aids-to-verify"))] if count else []
