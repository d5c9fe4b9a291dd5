"""What I need in order to travel: agreeing to have it kept, saying it, reading it as an operator would, erasing it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.identity import selectors, services
from mob.identity.accessibility.vocabularies import Loss, Sharing, Translation, Vocabulary, netex_xml, translate
from mob.kernel import clock
from mob.web.account.needs_forms import NEED_PIECES
from mob.web.account.needs_words import lines_of
from mob.web.account.requests import refusals, show, signed_in
from mob.web.account.share_words import LEVELS
from mob.web.forms import Form
from mob.web.requests import Request

HERE = "/mon-compte/accessibilite"
# What is read beside the button, and kept as the proof of the consent.
CONSENT = _(
    "I agree that Mon Compte Mobilité keeps what I need in order to travel. It is encrypted, shown to me alone, and "
    "shared with nobody unless I choose it. I can erase it all at any time, and it changes nothing for my aids."
)
VOCABULARIES = {Vocabulary.NETEX: "NeTEx", Vocabulary.TOMP: "TOMP-API 2.0", Vocabulary.OSDM: "UIC OSDM"}
LOSSES = {
    Loss.RANKING: _("which need matters most"),
    Loss.EQUIPMENT: _("the size and the weight of the device"),
    Loss.MOTOR: _("that the chair is electric"),
    Loss.REACH: _("distances, steps and standing"),
    Loss.BOARDING: _("what helps on board"),
    Loss.COMMUNICATION: _("how to speak with you"),
    Loss.COMPANION: _("that somebody goes with you"),
    Loss.CARDS: _("your cards"),
    Loss.NOTE: _("what you added"),
    Loss.SENSES: _("sight, hearing and understanding"),
    Loss.AVERSIONS: _("what you cannot take or stay in"),
    Loss.LUGGAGE: _("luggage, pushchair or animal"),
}
_READ = require_http_methods(["GET", "HEAD"])
_FORM = require_http_methods(["GET", "HEAD", "POST"])


class ConsentForm(Form):
    agreed = forms.BooleanField(label=CONSENT)


@_FORM
@never_cache
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Before agreeing: what it is for. After: what was said, and the way to each part."""
    profile = selectors.accessibility_of(request.actor)
    if profile is not None:
        return show(request, "account/needs.html", {"parts": lines_of(profile), "is_empty": profile.is_empty})
    form = ConsentForm(request.POST or None)
    if form.is_valid():
        language = get_language() or "fr"
        services.agree_to_accessibility(request.actor, text=str(CONSENT), language=language, now=clock.now())
        return HttpResponseRedirect(f"{HERE}/besoins")
    return show(request, "account/needs_agree.html", {}, form)


@_FORM
@never_cache
@signed_in
def piece(request: Request, name: str) -> HttpResponseBase:
    """One part on its own page."""
    if name not in NEED_PIECES:
        raise Http404
    profile = selectors.accessibility_of(request.actor)
    if profile is None:
        return HttpResponseRedirect(HERE)
    kind = NEED_PIECES[name].form
    form = kind(request.POST or None, initial=kind.read(profile))
    if form.is_valid():
        with refusals(form):
            services.keep_accessibility(request.actor, profile=form.changed(profile), now=clock.now())
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(HERE)
    return show(request, "account/needs_piece.html", {"piece": NEED_PIECES[name]}, form)


@_READ
@never_cache
@signed_in
def preview(request: Request) -> HttpResponseBase:
    """The profile as operators would read it, in each of their vocabularies, with what each cannot say."""
    profile = selectors.accessibility_of(request.actor)
    if profile is None:
        return HttpResponseRedirect(HERE)
    level = _level(request)
    found = [translate(profile, each, level) for each in Vocabulary]
    context = {
        "levels": [(each.value, label, each is level) for each, label in LEVELS.items()],
        "level": level.value,
        "translations": [_shown(each) for each in found],
        "is_empty": profile.is_empty,
    }
    return show(request, "account/needs_preview.html", context)


def _level(request: HttpRequest) -> Sharing:
    return next((each for each in Sharing if each.value == request.GET.get("niveau")), Sharing.CODES)


def _shown(translation: Translation) -> dict[str, Any]:
    return {
        "code": translation.vocabulary.value,
        "name": VOCABULARIES[translation.vocabulary],
        "text": _written(translation),
        "losses": [LOSSES[loss] for loss in translation.losses],
    }


def _written(translation: Translation) -> str:
    if translation.vocabulary is Vocabulary.NETEX:
        return netex_xml(translation)
    return json.dumps(translation.content, ensure_ascii=False, indent=2)


@_READ
@never_cache
@signed_in
def download(request: Request, vocabulary: str) -> HttpResponseBase:
    """One vocabulary as a file, to hand to an operator oneself."""
    wanted = next((each for each in Vocabulary if each.value == vocabulary), None)
    if wanted is None:
        raise Http404
    profile = selectors.accessibility_of(request.actor)
    if profile is None:
        return HttpResponseRedirect(HERE)
    translation = translate(profile, wanted, _level(request))
    kind, ending = ("application/xml", "xml") if wanted is Vocabulary.NETEX else ("application/json", "json")
    name = f'attachment; filename="accessibilite-{wanted.value}.{ending}"'
    return HttpResponse(_written(translation), content_type=kind, headers={"Content-Disposition": name})


@require_POST
@signed_in
def erase(request: Request) -> HttpResponseBase:
    """Taking the agreement back: everything said goes at once."""
    services.erase_accessibility(request.actor, now=clock.now())
    messages.success(request, gettext("What you had said is erased."))
    return HttpResponseRedirect(HERE)
