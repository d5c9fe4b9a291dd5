"""The pages of certified data: what is held, what may be chosen for a funder, contesting, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.applications import certified as in_applications
from mob.applications import selectors as applications
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.eligibility.certified.rules import AGREED_MONTHS
from mob.eligibility.certified.sources import every, kind_of, that_certify
from mob.eligibility.certified.types import AgreementView, Certified, RegisterSource, Standing, Wanted
from mob.eligibility.certifying import agreeing, bases, collecting, reading
from mob.identity import selectors as identity
from mob.identity.permissions import person
from mob.kernel import clock
from mob.kernel.errors import NotFound
from mob.web import certified
from mob.web.account.certified.forms import ChoiceForm, Offer
from mob.web.account.federation import pages as federation
from mob.web.account.federation.attempts import Purpose
from mob.web.account.requests import refusals, show, signed_in
from mob.web.requests import Request
from mob.web.views import safe_path

HERE = "/mon-compte/donnees-certifiees"
FRANCECONNECT = "franceconnect"
_READ = require_http_methods(["GET", "HEAD"])
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class FactShown:
    id: UUID
    title: str
    value: str
    told: str
    fact: Certified


@dataclass(frozen=True, slots=True)
class AgreementShown:
    """One agreement in words. `why`: what its register did not say; `by_sign_in`: asked through FranceConnect alone."""

    view: AgreementView
    title: str
    holder: str
    facts: list[FactShown]
    why: str
    by_sign_in: bool

    @property
    def can_ask(self) -> bool:
        """Whether a button may ask again at once."""
        return not self.facts and not self.by_sign_in

    @property
    def is_open(self) -> bool:
        return not self.facts and self.view.standing is not Standing.NOTHING


@_READ
@never_cache
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What was agreed to and what is certified; then the funders that something may be chosen for."""
    shown = [_shown(view) for view in reading.agreements_of(request.actor)]
    context = {
        "agreements": shown,
        "funders": _funders(request, {each.view.funder_id for each in shown}),
        "is_waiting": any(each.is_open and each.by_sign_in for each in shown),
    }
    return show(request, "account/certified/overview.html", context)


def _shown(view: AgreementView) -> AgreementShown:
    kind, language = kind_of(view.source), certified.language()
    today = clock.civil_date(clock.now())
    holder = kind.holder.read_in(language)
    facts = [
        FactShown(key, certified.title_of(each.fact), certified.value_of(each), certified.told(each), each)
        for key, each in view.facts
        if today <= each.expires_on
    ]
    asked = view.standing in (Standing.TO_CONFIRM, Standing.NOTHING)
    why = certified.why(view.reason, view.asked_at, holder) if asked and not facts else ""
    return AgreementShown(view, kind.title.read_in(language), holder, facts, why, kind.by_sign_in)


def _funders(request: Request, _agreed: set[UUID]) -> list[FunderView]:
    """Those she applies to that may ask a register: nobody else has a reason to be proposed."""
    own = applications.funders_applied_to(request.actor)
    held = bases.in_force(clock.civil_date(clock.now()), funder_ids=own)
    found = {each.funder_id: directory.funder(each.funder_id) for each in held}
    return [each for each in found.values() if each is not None]


@_FORM
@never_cache
@signed_in
def choose(request: Request, slug: str) -> HttpResponseBase:
    """The consent page of one funder: each source its own choice, with who reads it, what for and until when.

    `?demande=`: the draft one comes from, and goes back to; only what its aid uses is offered then.
    """
    funder = directory.funder_by_slug(slug)
    reference = request.GET.get("demande", "")
    offers = _offers(request, funder, reference) if funder else []
    if funder is None or not offers:
        raise Http404
    form = ChoiceForm(request.POST if request.method == "POST" else None, offers=offers)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            return _agreed(request, form, reference)
    agreed = reading.has_agreed(person(request.actor), funder.id)
    back = f"/demandes/{reference}" if reference else HERE
    context = {"funder": funder, "choices": form.shown(agreed), "back": back, "reference": reference}
    return show(request, "account/certified/choose.html", context, form)


def _offers(request: Request, funder: FunderView, reference: str) -> list[Offer]:
    today = clock.civil_date(clock.now())
    allowed = bases.allowed(funder.id, today)
    kinds = list(every().values())
    if reference:
        detail = applications.by_reference(request.actor, reference)
        if detail.funder_id != funder.id:
            raise NotFound("application_unknown")
        kinds = list(that_certify(in_applications.wanted(detail.aid)))
    until = clock.add_months(today, AGREED_MONTHS)
    return [Offer(kind, allowed[kind.source], until) for kind in kinds if kind.source in allowed]


def _agreed(request: Request, form: ChoiceForm, reference: str) -> HttpResponseBase:
    """Keep the choices; ask at once what needs no sign-in, and go where the rest is asked."""
    wanted = form.wanted()
    texts: Mapping[RegisterSource, str] = {offer.source: offer.words() for offer in form.offers.values()}

    def words(each: Wanted) -> str:
        return texts[each.source]

    now = clock.now()
    agreeing.agree(request.actor, wanted=wanted, words=words, language=get_language() or "fr", now=now)
    collecting.collect(request.actor, now=now)
    back = f"/demandes/{reference}" if reference else HERE
    if any(kind_of(each.source).by_sign_in for each in wanted):
        return HttpResponseRedirect(f"{HERE}/suite?{urlencode({'next': back})}")
    messages.success(request, gettext("Your choices are kept."))
    return HttpResponseRedirect(back)


@_READ
@never_cache
@signed_in
def onward(request: Request) -> HttpResponseBase:
    """Before leaving for FranceConnect: what will be asked there, and that nothing else is."""
    waiting = [each for each in map(_shown, reading.agreements_of(request.actor)) if each.is_open and each.by_sign_in]
    back = safe_path(request.GET.get("next", ""), HERE)
    if not waiting:
        return HttpResponseRedirect(back)
    return show(request, "account/certified/onward.html", {"waiting": waiting, "back": back})


@require_POST
@signed_in
def leave(request: Request) -> HttpResponseBase:
    """To FranceConnect, which asks her to allow what is left to read, and nothing else."""
    scopes = collecting.scopes_due(request.actor, now=clock.now())
    back = safe_path(request.POST.get("next", ""), HERE)
    if not scopes:
        return HttpResponseRedirect(back)
    chosen = federation.provider(FRANCECONNECT)
    wanted = f"{HERE}/retour?{urlencode({'next': back})}"
    # What is about to be linked is proved anew; what is linked already may come from an open session over there.
    is_linked = any(each.provider_key == FRANCECONNECT for each in identity.identities_of(request.actor))
    prompt = "" if is_linked else "login"
    return federation.leave(request, chosen, purpose=Purpose.LINK, wanted=wanted, scopes=scopes, prompt=prompt)


@_READ
@never_cache
@signed_in
def returned(request: Request) -> HttpResponseBase:
    """Back from FranceConnect: on to where she was, told how it went. An identity just linked is asked once more."""
    back = safe_path(request.GET.get("next", ""), HERE)
    views = [view for view in reading.agreements_of(request.actor) if kind_of(view.source).by_sign_in]
    if any(view.standing is Standing.WAITING for view in views):
        return HttpResponseRedirect(f"{HERE}/suite?{urlencode({'next': back})}")
    if any(view.standing is Standing.TO_CONFIRM for view in views):
        messages.info(request, gettext("An administration did not answer. Nothing is lost: we ask again next time."))
    else:
        messages.success(request, gettext("What you chose was read."))
    return HttpResponseRedirect(back)


@require_POST
@signed_in
def contest(request: Request, fact_id: UUID) -> HttpResponseBase:
    """It is wrong: her own answer and its paper are asked instead."""
    agreeing.contest(request.actor, fact_id, now=clock.now())
    messages.success(
        request, gettext("This piece of data is no longer used. You may answer yourself, with your paper.")
    )
    return HttpResponseRedirect(safe_path(request.POST.get("next", ""), HERE))


@require_POST
@signed_in
def take_up(request: Request, fact_id: UUID) -> HttpResponseBase:
    agreeing.take_up(request.actor, fact_id, now=clock.now())
    messages.success(request, gettext("The certified data is used again."))
    return HttpResponseRedirect(safe_path(request.POST.get("next", ""), HERE))


@require_POST
@signed_in
def ask_again(request: Request, agreement_id: UUID) -> HttpResponseBase:
    """For a register that needs no sign-in: now. The page then says how it ended."""
    collecting.ask_again(request.actor, agreement_id, now=clock.now())
    return HttpResponseRedirect(HERE)


@_FORM
@never_cache
@signed_in
def revoke(request: Request, agreement_id: UUID) -> HttpResponseBase:
    """Asked once, done at once."""
    view = reading.agreement_of(request.actor, agreement_id)
    if view is None:
        raise NotFound("agreement_unknown")
    if request.method == "POST":
        agreeing.revoke(request.actor, agreement_id, now=clock.now())
        messages.success(request, gettext("Your agreement is taken back, and what had been read is erased."))
        return HttpResponseRedirect(HERE)
    return show(request, "account/certified/revoke.html", {"agreement": _shown(view)})
