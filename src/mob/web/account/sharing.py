"""Who reads what I need in order to travel: sharing it with one service, seeing every reading, ending it at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.identity import selectors
from mob.identity.accessibility.profile import AccessibilityProfile
from mob.identity.accessibility.sharing import Question, ShareView, Wanted, end_of
from mob.identity.accessibility.vocabularies import Sharing
from mob.identity.permissions import person
from mob.identity.services import sharing
from mob.identity.services.sharing import Reader
from mob.kernel import clock
from mob.web.account import share_words as words
from mob.web.account.requests import refusals, show, signed_in, told_as_message
from mob.web.account.share_forms import ShareForm
from mob.web.requests import Request

NEEDS = "/mon-compte/accessibilite"
HERE = f"{NEEDS}/partages"
_READ = require_http_methods(["GET", "HEAD"])
_FORM = require_http_methods(["GET", "HEAD", "POST"])
_OVER_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A share as the page tells it. `narrower`: (level, its words) she may go down to."""

    share: ShareView
    level: str
    about: str
    until: str
    narrower: tuple[tuple[str, str], ...]


@_READ
@never_cache
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What is asked, who may read until when, whom else it may be shared with, every reading."""
    actor, now = request.actor, clock.now()
    profile = selectors.accessibility_of(actor)
    if profile is None:
        return HttpResponseRedirect(NEEDS)
    shares, outdated = sharing.shares_of(actor, person(actor)), sharing.outdated(actor, now=now)
    context = {
        "questions": sharing.questions_of(actor, now=now),
        "outdated": outdated,
        "may_tell": any(each.may_be_told for each in outdated),
        "live": [_shown(each) for each in shares if each.is_live(now)],
        "over": [_shown(each) for each in shares if not each.is_live(now)][:_OVER_SHOWN],
        "readers": sharing.readers_of(actor),
        "readings": [(each, words.reading(each)) for each in sharing.looked(actor, person(actor))],
        "is_empty": profile.is_empty,
    }
    return show(request, "account/shares.html", context)


def _shown(share: ShareView) -> Shown:
    return Shown(
        share,
        str(words.LEVELS[share.level]),
        words.about(share.kind, share.arrives_at, share.reference),
        words.until(share.kind, share.ends_at),
        tuple((each.value, str(words.LEVELS[each])) for each in share.narrower),
    )


@_FORM
@never_cache
@signed_in
def choose(request: Request, link_id: UUID) -> HttpResponseBase:
    """What one service reads: chosen, read again exactly as it will be sent, then agreed to."""
    reader, question = sharing.reader_of(request.actor, link_id), _question(request, link_id)
    profile = selectors.accessibility_of(request.actor)
    if profile is None or profile.is_empty:
        messages.error(request, gettext("First say what you need: there is nothing to share yet."))
        return HttpResponseRedirect(NEEDS)
    choice = Choice(request, reader, profile, question)
    if choice.was_agreed():
        messages.success(request, gettext("%(service)s may read it from now on.") % {"service": reader.service})
        return HttpResponseRedirect(HERE)
    return show(
        request,
        choice.template,
        choice.context() | {"layout": "account/base_account.html", "client": None},
        choice.form,
    )


def _question(request: Request, link_id: UUID) -> Question | None:
    """The request of the service that she answers, when she came by it."""
    asked = request.GET.get("demande", "")
    if not asked:
        return None
    try:
        found = sharing.question_of(request.actor, UUID(asked), now=clock.now())
    except ValueError:
        raise Http404 from None
    if found.link_id != link_id:
        raise Http404
    return found


class Choice:
    """The choice under way, carried from page to page by the form: nothing is kept before the last yes."""

    def __init__(
        self, request: Request, reader: Reader, profile: AccessibilityProfile, question: Question | None = None
    ) -> None:
        self._request, self._actor, self._reader, self._profile = request, request.actor, reader, profile
        self._question, self._step = question, request.POST.get("step", "")
        data = request.POST if request.method == "POST" else None
        self.form = ShareForm(data, profile=profile, actor=request.actor, question=question)
        self._wanted: Wanted | None = None
        if self.form.is_valid() and self._step != "change":
            with refusals(self.form):
                wanted = self.form.wanted()
                self._ends_at = end_of(wanted, now=clock.now())
                self._wanted = wanted

    def was_agreed(self) -> bool:
        """The last yes, done. A refusal goes back to the form, in words."""
        wanted, self._wanted = self._wanted, None
        if wanted is None or self._step != "agree":
            self._wanted = wanted
            return False
        with refusals(self.form):
            text, language = self._agreement(wanted), get_language() or "fr"
            link_id, now = self._reader.link_id, clock.now()
            sharing.share(self._actor, link_id, wanted=wanted, text=text, language=language, now=now)
            return True
        return False

    def _agreement(self, wanted: Wanted) -> str:
        return words.agreement(self._reader.service, self._reader.operator, wanted, self._ends_at)

    @property
    def template(self) -> str:
        return "account/share_choose.html" if self._wanted is None else "account/share_check.html"

    def context(self) -> dict[str, Any]:
        question = self._question
        base = {
            "reader": self._reader,
            "question": question,
            "asked_level": words.LEVELS[question.trip.level] if question else "",
            "action": self._request.get_full_path(),
        }
        if self._wanted is None:
            return base
        level = self._wanted.level
        sent = words.sent_at(self._profile, level, self._actor)
        return base | {
            "told": words.told_at(self._profile, level, self._actor),
            "content": json.dumps(sent, ensure_ascii=False, indent=2),
            "agreement": self._agreement(self._wanted).split("\n"),
            "carried": self.form.carried(),
        }


@require_POST
@signed_in
def end(request: Request, share_id: UUID) -> HttpResponseBase:
    """As easily as it was given: one click, at once."""
    sharing.stop(request.actor, share_id, now=clock.now())
    messages.success(request, gettext("It is over: nothing is read any more."))
    return HttpResponseRedirect(HERE)


@require_POST
@signed_in
def narrow(request: Request, share_id: UUID) -> HttpResponseBase:
    """Tell less, at once."""
    shares = sharing.shares_of(request.actor, person(request.actor))
    share = next((each for each in shares if each.id == share_id), None)
    level = next((each for each in Sharing if each.value == request.POST.get("level")), None)
    if share is None or level is None:
        raise Http404
    with told_as_message(request):
        text, language = words.narrowed(share, level), get_language() or "fr"
        sharing.narrow(request.actor, share_id, level=level, text=text, language=language, now=clock.now())
        messages.success(request, gettext("It reads less from now on."))
    return HttpResponseRedirect(HERE)


@require_POST
@signed_in
def refuse(request: Request, request_id: UUID) -> HttpResponseBase:
    """No to what a service asked. Nothing else changes."""
    sharing.refuse(request.actor, request_id, now=clock.now())
    messages.success(request, gettext("Refused. Your link and your trip do not change."))
    return HttpResponseRedirect(HERE)


@require_POST
@signed_in
def tell(request: Request) -> HttpResponseBase:
    """Have the services that read the former told that it changed."""
    count = sharing.tell_changed(request.actor, now=clock.now())
    words_of = ngettext("%(count)s service is told.", "%(count)s services are told.", count)
    messages.success(request, words_of % {"count": count} if count else gettext("There is nobody to tell."))
    return HttpResponseRedirect(HERE)
