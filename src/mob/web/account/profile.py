"""What moB knows of the person, and who vouches for it. One piece is changed at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from mob.geography import selectors as geography
from mob.geography.types import Commune
from mob.identity import selectors, services
from mob.identity.types import ProfileField, ProfileView
from mob.kernel import clock
from mob.web.account.pieces import PIECES, PlaceForm, initial, known_lines
from mob.web.account.requests import next_path, refusals, show, signed_in
from mob.web.communes import CODE_NAME, TEXT_NAME, PlaceAnswer, answer_of, label_of, read_place
from mob.web.forms import Form
from mob.web.requests import Request

_PAGE = "/mon-compte/profil"


@require_http_methods(["GET", "HEAD"])
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """What we know, who vouches for it, and where to change it."""
    view = selectors.own_profile(request.actor)
    lines = known_lines(view, request.LANGUAGE_CODE or "fr")
    return show(request, "account/profile.html", {"lines": lines, "email": view.email})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def piece(request: Request, name: str) -> HttpResponseBase:
    """One piece of the profile on its own page."""
    if name not in PIECES:
        raise Http404
    view = selectors.own_profile(request.actor)
    form = PIECES[name].form(request.POST or None, initial=initial(view))
    if not _drop_certified(form, view):
        return HttpResponseRedirect(_PAGE)
    if form.is_valid():
        with refusals(form):
            answers = {ProfileField(field): _text(value) for field, value in form.cleaned_data.items()}
            services.declare(request.actor, answers=answers, now=clock.now())
            return _saved(request)
    return show(request, "account/piece.html", {**_context(request, name, form), "place": None}, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def place(request: Request) -> HttpResponseBase:
    """The commune, chosen among those that its text means, and its postcode."""
    view = selectors.own_profile(request.actor)
    form = PlaceForm(request.POST or None, initial=initial(view))
    answer = _known_place(view)
    if form.is_valid():
        found = read_place(request.POST)
        answer = answer_of(request.POST, found)
        if isinstance(found, Commune):
            with refusals(form):
                codes = {ProfileField.COMMUNE: found.code, ProfileField.POSTCODE: form.cleaned_data["postcode"]}
                services.declare(request.actor, answers=codes, now=clock.now())
                return _saved(request)
        else:
            form.add_error(None, answer.error)
    return show(request, "account/piece.html", {**_context(request, "commune", form), "place": answer}, form)


def _known_place(view: ProfileView) -> PlaceAnswer:
    commune = geography.commune(view.commune) if view.commune else None
    if commune is None:
        return PlaceAnswer()
    return answer_of({TEXT_NAME: label_of(commune), CODE_NAME: commune.code}, commune)


def _drop_certified(form: Form, view: ProfileView) -> bool:
    """Take out what somebody vouches for: it cannot be changed by hand. Whether anything is left to ask."""
    for claim, said in view.claims.items():
        if said.is_certified:
            form.fields.pop(claim.value, None)
    return bool(form.fields)


def _context(request: Request, name: str, form: Form) -> dict[str, Any]:
    is_too_young = "under_sixteen" in getattr(form, "refused_codes", ())
    return {"piece": PIECES[name], "next": next_path(request), "is_too_young": is_too_young}


def _saved(request: Request) -> HttpResponseRedirect:
    messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(next_path(request, _PAGE))


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
