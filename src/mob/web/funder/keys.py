"""Keys of a funder: the list and its states, a new one, this computer's. The private halves stay in the browser
(`static/mob/keys/`, `docs/reference/browser-keys.md`); what may be done is decided by `directory.services.keys`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.directory import selectors as directory
from mob.directory.services import keys as services
from mob.directory.types import FunderKeyView, KeyState
from mob.kernel import clock
from mob.kernel.actor import ActorKind, Role
from mob.kernel.errors import Forbidden, Invalid, MobError, Refused
from mob.kernel.texts import text_of
from mob.web.funder import access
from mob.web.requests import Request

View = Callable[..., HttpResponseBase]
KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
READERS = (Role.CASE_MANAGER, *KEEPERS)
STATES = {
    KeyState.PENDING: (gettext_lazy("Not activated"), "unknown", "clock"),
    KeyState.ACTIVE: (gettext_lazy("In use"), "ok", "check"),
    KeyState.DECRYPT_ONLY: (gettext_lazy("For reading only"), "hollow", "eye"),
    KeyState.RETIRED: (gettext_lazy("Retired"), "unknown", "minus"),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key in its list. `remaining`: documents that it alone opens."""

    key: FunderKeyView
    state: tuple[Any, str, str]
    remaining: int
    may_stop: bool
    may_retire: bool


def open_to(*roles: Role) -> Callable[[View], View]:
    """Let in the funder's staff who hold one of the roles; the page does not exist for anyone else."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor
            if actor.kind is ActorKind.ANONYMOUS:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if actor.kind is not ActorKind.STAFF or actor.funder_id is None or not actor.has(*roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@require_safe
@open_to(*READERS)
def listing(request: Request) -> HttpResponse:
    """Every key, newest first, with what it still opens. A case manager only has her own computer to look after."""
    if not request.actor.has(*KEEPERS):
        return HttpResponseRedirect(reverse("key_import"))
    funder_id = _funder_id(request)
    usage = directory.documents_by_key(request.actor, funder_id)
    rows = [_row(key, usage.get(key.kid, 0)) for key in directory.keys_of(request.actor, funder_id)]
    context = {"rows": rows, "has_key": directory.has_usable_key(funder_id), "place": "keys"}
    return _show(request, "listing.html", context)


def _row(key: FunderKeyView, remaining: int) -> KeyRow:
    may_retire = key.state is KeyState.PENDING or (key.state is KeyState.DECRYPT_ONLY and not remaining)
    return KeyRow(key, STATES[key.state], remaining, key.state is KeyState.ACTIVE, may_retire)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*KEEPERS)
def create(request: Request) -> HttpResponse:
    """The page that makes a pair; and, in JSON, the public halves it sends: the answer is the challenge to open."""
    if request.method == "POST":
        return _answered(lambda: _register(request))
    funder_id = _funder_id(request)
    return _show(request, "create.html", {"has_key": directory.has_usable_key(funder_id), "place": "keys"})


def _register(request: Request) -> dict[str, object]:
    sent = _sent(request)
    made = services.register_key(
        request.actor,
        funder_id=_funder_id(request),
        main_jwk=_member(sent, "main_jwk"),
        recovery_jwk=_member(sent, "recovery_jwk"),
        now=clock.now(),
    )
    return {"challenge": made.container, "activate": reverse("key_activate", args=[made.key_id])}


@require_POST
@open_to(*KEEPERS)
def activate(request: Request, key_id: UUID) -> HttpResponse:
    """The answer to the challenge, in JSON."""

    def act() -> dict[str, object]:
        answer = str(_sent(request).get("answer", ""))
        services.activate_key(request.actor, key_id=key_id, answer=answer, now=clock.now())
        return {}

    return _answered(act)


@require_safe
@open_to(*READERS)
def bring(request: Request) -> HttpResponse:
    """Bring a key to this computer from its file; which keys are here already."""
    every = [key for key in directory.keys_of(request.actor, _funder_id(request)) if key.state in _OPENING]
    kids = [kid for key in every for kid in (key.kid, key.recovery_kid)]
    return _show(request, "import.html", {"keys": every, "kids": json.dumps(kids), "place": "import"})


_OPENING = (KeyState.ACTIVE, KeyState.DECRYPT_ONLY)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*KEEPERS)
def stop(request: Request, key_id: UUID) -> HttpResponse:
    """Encrypt no more to a key."""
    key = _key(request, key_id)
    words = {
        "title": _("Stop using key %(name)s") % {"name": key.kid[:8]},
        "text": _("It will still open what it opened. Until another key is active, nobody can send papers."),
        "button": _("Stop using this key"),
    }
    return _confirmed(
        request,
        words,
        act=lambda: services.set_decrypt_only(request.actor, key_id=key_id, now=clock.now()),
        done=_("The key is for reading only."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*KEEPERS)
def retire(request: Request, key_id: UUID) -> HttpResponse:
    """End a key that nothing needs any more."""
    key = _key(request, key_id)
    words = {
        "title": _("Retire key %(name)s") % {"name": key.kid[:8]},
        "text": _("It leaves the list for good. Then its files and phrases can be destroyed."),
        "button": _("Retire this key"),
    }
    return _confirmed(
        request,
        words,
        act=lambda: services.retire_key(request.actor, key_id=key_id, now=clock.now()),
        done=_("The key is retired."),
    )


def _confirmed(request: Request, words: dict[str, str], *, act: Callable[[], None], done: str) -> HttpResponse:
    """Ask once, then do it; a refusal is said on the same page."""
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except (Forbidden, Refused) as error:
            refusal = _words(error)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("keys"))
    return _show(
        request, "confirm.html", {**words, "refusal": refusal, "place": "keys"}, status=409 if refusal else 200
    )


def _show(request: Request, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    whole = {**context, "is_keeper": request.actor.has(*KEEPERS)}
    return access.show(request, f"keys/{template}", whole, here="keys", status=status)


def _funder_id(request: Request) -> UUID:
    """The funder of the hat; the door has checked that there is one."""
    assert request.actor.funder_id is not None
    return request.actor.funder_id


def _key(request: Request, key_id: UUID) -> FunderKeyView:
    key = directory.key(request.actor, key_id)
    if key is None or key.state is KeyState.RETIRED:
        raise Http404
    return key


def _answered(act: Callable[[], dict[str, object]]) -> HttpResponse:
    """The JSON of an act, or the words of its refusal."""
    try:
        return JsonResponse(act())
    except MobError as error:
        return JsonResponse({"message": _words(error)}, status=error.status)


def _words(error: MobError) -> str:
    return text_of(error.code, get_language() or "fr", **error.params)


def _sent(request: Request) -> dict[str, Any]:
    """The JSON object of the body. Raises Invalid for anything else."""
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Invalid("key_format") from error
    if not isinstance(value, dict):
        raise Invalid("key_format")
    return value


def _member(sent: dict[str, Any], name: str) -> dict[str, Any]:
    value = sent.get(name)
    if not isinstance(value, dict):
        raise Invalid("key_format", name)
    return value
