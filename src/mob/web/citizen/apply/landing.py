"""Before starting: for whom, how much, which papers, how many questions, the real delay; and the start itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mob.applications import queues, selectors, services
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidView, Processing, PurchaseTiming
from mob.directory import selectors as directory
from mob.kernel import clock
from mob.kernel.errors import Refused
from mob.web.citizen import early, words
from mob.web.citizen.access import actor_of, language_of, sign_in_address, to
from mob.web.citizen.apply import bringing, buying, drafting
from mob.web.components import Check

# Minutes: a fixed part, each question, each paper to find and photograph. Said as a round figure.
_MINUTES = (3, 1, 2)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """`GET` shows what it takes; `POST` starts the draft, or finds it again, once signed in."""
    aid = catalogue.published(slug, language=language_of(request), actor=actor_of(request))
    if aid is None and catalogue.reserved_to(slug):
        return to(f"/aides/{slug}")  # which says how to be affiliated
    if aid is None:
        raise Http404
    if aid.processing is not Processing.HERE:
        return to(f"/aides/{slug}")
    if request.method == "POST":
        return _start(request, aid)
    if buying.is_named(request) and not actor_of(request).is_person:
        return to(sign_in_address(request.get_full_path()))
    return render(request, "citizen/apply/landing.html", _context(request, aid))


def _start(request: HttpRequest, aid: AidView) -> HttpResponseBase:
    actor = actor_of(request)
    if not actor.is_person:
        bringing.wait(request)
        return to(sign_in_address(request.path))
    reference = services.start(actor, slug=aid.slug, language=language_of(request), now=clock.now())
    if answers := bringing.brought(request):
        bringing.fill(actor, selectors.by_reference(actor, reference), answers, now=clock.now())
        bringing.forget(request)
    # The draft may belong to a person who had begun: she goes on where she stopped.
    return to(drafting.load(request, reference).journey.resume())


def _context(request: HttpRequest, aid: AidView) -> dict[str, Any]:
    actor = actor_of(request)
    is_signed_in = actor.is_person
    return {
        "here": "applications",
        "aid": aid,
        "papers": [Check(p.label, "document", _hint(p.hint, p.is_required)) for p in aid.proofs],
        "takes": _takes(aid),
        "delay": words.delay(queues.delay_of(aid.id)),
        "warning": _purchase_warning(aid),
        "minors_represented": aid.minors_represented,
        "draft": selectors.live_draft_of(actor, aid.id) if is_signed_in else None,
        "is_signed_in": is_signed_in,
        "sign_in": sign_in_address(request.path),
        "closed": _why_closed(aid),
        **early.context(actor, aid),
        "purchases": buying.arrived(request, aid),
        "brings": bool(bringing.brought(request)),
        "funder": directory.funder(aid.funder_id),
    }


def _hint(hint: str, is_required: bool) -> str:
    return hint if is_required else " ".join([_("Optional."), hint]).strip()


def _takes(aid: AidView) -> str:
    fixed, question, paper = _MINUTES
    minutes = fixed + question * len(aid.fields) + paper * len(aid.proofs)
    questions = ngettext("%(count)d question", "%(count)d questions", len(aid.fields)) % {"count": len(aid.fields)}
    papers = ngettext("%(count)d paper", "%(count)d papers", len(aid.proofs)) % {"count": len(aid.proofs)}
    return _("%(questions)s, %(papers)s: about %(minutes)d minutes.") % {
        "questions": questions,
        "papers": papers,
        "minutes": minutes,
    }


def _purchase_warning(aid: AidView) -> str:
    match aid.purchase:
        case PurchaseTiming.AFTER_AGREEMENT:
            return _("Do not buy yet: this aid is only given for a purchase made after the agreement.")
        case PurchaseTiming.BEFORE_APPLYING:
            return _("Buy first: the invoice is asked with the application.")
        case _:
            return ""


def _why_closed(aid: AidView) -> str:
    """Why nobody can start now, in words; empty when one can."""
    try:
        services.check_open(aid, clock.now())
    except Refused as error:
        return words.refusal(error.code)
    return ""
