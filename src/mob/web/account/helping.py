"""Helping and being helped: asking, answering, letting go on, ending; taking the hat and putting it down."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.catalogue import selectors as catalogue
from mob.identity.mandate_types import Asked, MandateState, MandateView, Side
from mob.identity.mandates import selectors, services
from mob.kernel import clock
from mob.web import acting
from mob.web.account import helping_words as words
from mob.web.account.helping_forms import MAIL, AskForm, CodeForm, RenewForm
from mob.web.account.requests import next_path, refusals, show, signed_in, told_as_message, visit_of
from mob.web.requests import Request

HERE = "/mon-compte/aider"
_READ = require_http_methods(["GET", "HEAD"])
_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return (get_language() or "fr")[:2]


@_READ
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Those I help, those who help me, what waits for an answer, what ended."""
    found = selectors.mandates_of(request.actor, on=clock.civil_date(clock.now()))
    cards = [words.card(view, _language()) for view in found]
    live = [card for card in cards if card.view.is_live]
    asked = [card for card in cards if card.view.state is MandateState.ASKED]
    context = {
        "to_answer": [card for card in asked if card.view.is_to_answer],
        "helped": [card for card in live if card.view.side is Side.HELPER],
        "helpers": [card for card in live if card.view.side is Side.HELPED],
        "waiting": [card for card in asked if not card.view.is_to_answer],
        "over": [card for card in cards if card not in live and card not in asked],
    }
    return show(request, "account/helping.html", context)


@never_cache
@_FORM
@signed_in
def ask(request: Request, side: Side) -> HttpResponseBase:
    """Ask to help somebody (`Side.HELPER`), or somebody to help me. A code is shown on the answer alone."""
    form = AskForm(request.POST or None, aid=_aid(request))
    context = {"is_helper": side is Side.HELPER, "aid_slug": request.POST.get("aide") or request.GET.get("aide", "")}
    if form.is_valid():
        with refusals(form):
            asked = _asked(request, side, form)
            if asked.code:
                return show(request, "account/helping_code.html", {**context, "code": _spaced(asked.code)})
            messages.success(request, gettext("The question is sent. You will get an e-mail when it is answered."))
            return HttpResponseRedirect(HERE)
    return show(request, "account/helping_ask.html", context, form)


def _asked(request: Request, side: Side, form: AskForm) -> Asked:
    now, terms = clock.now(), form.terms()
    if form.cleaned_data["by"] == MAIL:
        return services.ask_by_mail(request.actor, side=side, email=form.cleaned_data["email"], terms=terms, now=now)
    return services.ask_by_code(request.actor, side=side, terms=terms, now=now)


def _aid(request: Request) -> tuple[UUID, str] | None:
    """The aid whose page led here."""
    slug = request.POST.get("aide") or request.GET.get("aide", "")
    aid = catalogue.published(slug, language=_language()) if slug else None
    return (aid.id, aid.title) if aid else None


def _spaced(code: str) -> str:
    """`1234 5678 9012`: as it is read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@never_cache
@_FORM
@signed_in
def code(request: Request) -> HttpResponseBase:
    """Type what was read aloud; what it asks is then read before it is answered."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            mandate_id = services.read_code(
                request.actor, typed=form.cleaned_data["code"], visit=visit_of(request), now=clock.now()
            )
            return HttpResponseRedirect(f"{HERE}/{mandate_id}")
    return show(request, "account/helping_type.html", {}, form)


@_READ
@signed_in
def detail(request: Request, mandate_id: UUID) -> HttpResponseBase:
    """One mandate: its terms, when it was used, and what can be done with it."""
    view = _mine(request, mandate_id)
    return show(request, "account/helping_one.html", _context(request, view), RenewForm(None))


def _mine(request: Request, mandate_id: UUID) -> MandateView:
    """Hers, whichever side. Raises NotFound for anybody else's."""
    return selectors.mandate_of(request.actor, mandate_id, on=clock.civil_date(clock.now()))


def _context(request: Request, view: MandateView) -> dict[str, object]:
    return {
        "card": words.card(view, _language()),
        "powers": words.powers(view),
        "aids": words.aids(view, _language()),
        "time": words.time(view, _language()),
        "uses": words.uses(selectors.uses_of(request.actor, view.id), _language()),
        "is_helped": view.side is Side.HELPED,
        "is_mine": view.opened_by is view.side,
    }


@require_POST
@signed_in
def answer(request: Request, mandate_id: UUID) -> HttpResponseBase:
    """Yes or no."""
    _mine(request, mandate_id)
    with told_as_message(request):
        if request.POST.get("answer") == "yes":
            services.accept(request.actor, mandate_id=mandate_id, now=clock.now())
            messages.success(request, gettext("It is done: the mandate runs from today. You both get an e-mail."))
        else:
            services.decline(request.actor, mandate_id=mandate_id, now=clock.now())
            messages.success(request, gettext("You said no. Nobody can act for anybody."))
    return HttpResponseRedirect(HERE)


@require_POST
@signed_in
def renew(request: Request, mandate_id: UUID) -> HttpResponseBase:
    """Let it go on. Only the one helped."""
    view, form = _mine(request, mandate_id), RenewForm(request.POST)
    if not form.is_valid():
        return show(request, "account/helping_one.html", _context(request, view), form)
    with told_as_message(request):
        services.renew(request.actor, mandate_id=mandate_id, months=form.cleaned_data["months"], now=clock.now())
        messages.success(request, gettext("The mandate goes on. You both get an e-mail."))
    return HttpResponseRedirect(f"{HERE}/{mandate_id}")


@_FORM
@signed_in
def end(request: Request, mandate_id: UUID) -> HttpResponseBase:
    """Stop it, or take a question back. Asks once; it works at once."""
    view = _mine(request, mandate_id)
    is_asked = view.state is MandateState.ASKED
    if request.method == "POST":
        with told_as_message(request):
            act = services.cancel if is_asked else services.end
            act(request.actor, mandate_id=mandate_id, now=clock.now())
            messages.success(request, gettext("It is stopped, from now on."))
        return HttpResponseRedirect(HERE)
    if view.state not in (MandateState.ASKED, MandateState.ACCEPTED):
        return HttpResponseRedirect(f"{HERE}/{mandate_id}")
    context = {"card": words.card(view, _language()), "is_asked": is_asked, "is_helped": view.side is Side.HELPED}
    return show(request, "account/helping_end.html", context)


@require_POST
@signed_in
def act_for(request: Request, mandate_id: UUID) -> HttpResponseBase:
    """Take the hat: from now on, in this browser, everything is for the person helped."""
    _mine(request, mandate_id)
    acting.begin(request, mandate_id)
    return HttpResponseRedirect("/demandes")


@require_POST
@signed_in
def leave(request: Request) -> HttpResponseBase:
    """Put it down, and go where one was going."""
    acting.leave(request)
    return HttpResponseRedirect(next_path(request, HERE))
