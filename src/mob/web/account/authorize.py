"""A service asks to be linked: sign in, see who asks for what, decide. And a service that signs the person out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, sessions
from mob.identity.oidc import authorizing, links, redirects
from mob.identity.oidc.asking import Untrusted
from mob.identity.oidc.authorizing import Sent, SignOutRequest
from mob.identity.oidc_types import AuthorizationRequest, Scope, SignIn
from mob.identity.services import sharing
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.texts import text_of
from mob.web import errors
from mob.web.account import level, sandbox
from mob.web.account.requests import CONFIRM, SIGN_IN, show, with_next
from mob.web.account.scope_words import lines, receipt
from mob.web.requests import Request

PATH, _DECISION, _SHARING = "/oidc/authorize", "/oidc/consent", "/oidc/accessibilite"
_SINCE, _MOST_SINCE = "oidc_since", 5
View = Callable[[HttpRequest], HttpResponseBase]


class Away(HttpResponseRedirect):
    """To an address of a client, checked to the letter: its scheme may be an application's own."""

    def __init__(self, uri: str) -> None:
        self.allowed_schemes = [uri.partition(":")[0]]
        super().__init__(uri)


def answering(view: View) -> View:
    """Faults of the request: a page when nobody may be led anywhere, else the client is told."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            return view(request)
        except Untrusted as fault:
            return errors.page(request, 400, message=text_of(fault.code, get_language() or "fr"), code=fault.code)
        except Sent as answer:
            return lead(request, answer.uri)

    return guarded


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def authorize(request: HttpRequest) -> HttpResponseBase:
    """The authorization endpoint (RFC 6749 §3.1). A POST is read as the same GET, where our cookies come along."""
    if request.method == "POST":
        return HttpResponseRedirect(f"{PATH}?{request.POST.urlencode()}", status=303)
    now, query = clock.now(), request.META.get("QUERY_STRING", "")
    asked = authorizing.read(query, now=now)
    elsewhere = must_prove_first(request, asked, query, now=now)
    if elsewhere:
        return HttpResponseRedirect(elsewhere)
    who = there(request, asked)
    if authorizing.is_level_lacking(asked, who):
        if asked.client.is_sandbox and not who.is_strong:  # a test person says there how she proved herself
            return HttpResponseRedirect(f"{sandbox.PATH}?{query}")
        return level.page(request, asked, query)
    uri = authorizing.code_without_asking(asked, who, now=now)
    if uri is not None:
        forget_since(request, query)
        return lead(request, uri)
    _keep_since(request, query, who.auth_time)
    return _consent_page(request, asked, query, who)


def there(request: HttpRequest, asked: AuthorizationRequest) -> SignIn:
    """Who is there for this client, once somebody is."""
    who = sandbox.present(request, asked.client)
    if who is None:
        raise authorizing.denied(asked, "login_required")
    return who


def must_prove_first(request: HttpRequest, asked: AuthorizationRequest, query: str, *, now: datetime) -> str:
    """The page to go through before, or nothing."""
    who = sandbox.present(request, asked.client)
    since = _since(request, query)
    fresh = who is not None and authorizing.is_fresh(asked, who, since=since, now=now)
    authorizing.check_silence(asked, who, is_fresh=fresh)
    if fresh and who is not None:
        return level.second_proof(asked, who, f"{PATH}?{query}")
    if since is None:
        _keep_since(request, query, now)
    if asked.client.is_sandbox:
        return f"{sandbox.PATH}?{query}"
    return with_next(CONFIRM if who else SIGN_IN, f"{PATH}?{query}")


def _consent_page(request: HttpRequest, asked: AuthorizationRequest, query: str, who: SignIn) -> HttpResponse:
    """Who asks, for what, how long. What the service cannot do without is said; the rest is chosen, nothing ticked."""
    client = asked.client
    shown = lines(asked.scopes, may_know_identity=client.may_know_identity)
    context = {
        "client": client,
        "needed": [line for line in shown if line.scope in client.required],
        "chosen": [line for line in shown if line.scope not in client.required],
        "allowed": links.allowed_before(who.user_id, client),
        "action": f"{_DECISION}?{query}",
        "email": selectors.email_of(who.user_id) or "",
        "here": "",
    }
    return leading_to(asked, show(request, "account/consent.html", context))


def leading_to(asked: AuthorizationRequest, response: HttpResponse) -> HttpResponse:
    """A page whose form may lead to the client: browsers apply `form-action` to where the answer leads too."""
    origin = redirects.origin_of(asked.redirect_uri)
    response.csp = {"form-action": f"'self' {origin}"}  # type: ignore[attr-defined]
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def consent(request: HttpRequest) -> HttpResponseBase:
    """The decision. Read again from the address, as everything else: a page left open decides nothing by itself."""
    now, query = clock.now(), request.META.get("QUERY_STRING", "")
    asked = authorizing.read(query, now=now)
    if request.method != "POST" or must_prove_first(request, asked, query, now=now):
        return HttpResponseRedirect(f"{PATH}?{query}")
    who = there(request, asked)
    if authorizing.is_level_lacking(asked, who):
        forget_since(request, query)
        raise authorizing.denied(asked, authorizing.UNMET)
    if request.POST.get("decision") != "yes":
        forget_since(request, query)
        raise authorizing.denied(asked, "access_denied")
    chosen = set(request.POST.getlist("scope")) & set(asked.scopes)
    allowed = [scope for scope in asked.scopes if scope in asked.client.required or scope in chosen]
    link_id, scopes = links.allow(
        Actor.citizen(who.user_id) if asked.client.is_sandbox else cast(Request, request).actor,
        asked.client,
        asked=asked.scopes,
        chosen=chosen,
        text=receipt(asked.client, allowed),
        language=get_language() or "fr",
        now=now,
    )
    # The invented people of a sandbox have no account to look at what they share.
    may_share = Scope.CMS_ACCESSIBILITY in scopes and not asked.client.is_sandbox
    if may_share and sharing.may_be_offered(cast(Request, request).actor, link_id, now=now):
        return HttpResponseRedirect(f"{_SHARING}?{query}")
    forget_since(request, query)
    uri = authorizing.code_for(asked, scopes, link_id, who, now=now)
    return Away(uri)


def lead(request: HttpRequest, uri: str) -> HttpResponseBase:
    """To the client. A browser that just sent one of our forms refuses to be led elsewhere: a page does it then."""
    if request.method == "GET" and request.headers.get("Sec-Fetch-Site") == "same-origin":
        return render(request, "account/leading.html", {"uri": uri, "here": ""})
    return Away(uri)


def _key(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()[:24]


def _since(request: HttpRequest, query: str) -> datetime | None:
    stamp = request.session.get(_SINCE, {}).get(_key(query))
    return datetime.fromtimestamp(stamp, UTC) if stamp is not None else None


def _keep_since(request: HttpRequest, query: str, moment: datetime) -> None:
    """From when a proof counts for this very request: asked once, not at every page of it."""
    kept = {**request.session.get(_SINCE, {}), _key(query): moment.timestamp()}
    request.session[_SINCE] = dict(list(kept.items())[-_MOST_SINCE:])


def forget_since(request: HttpRequest, query: str) -> None:
    kept = dict(request.session.get(_SINCE, {}))
    if kept.pop(_key(query), None) is not None:
        request.session[_SINCE] = kept


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """A service asks to sign the person out. With a proof that it speaks of her it is done; else she is asked."""
    if request.method == "POST":
        return HttpResponseRedirect(f"/oidc/logout?{request.POST.urlencode()}", status=303)
    user_id = sessions.user_id_of(request) if request.user.is_authenticated else None
    found = authorizing.sign_out_request(request.GET, user_id)
    if found.client is not None and found.client.is_sandbox:
        sandbox.forget(request)
        return lead(request, found.uri) if found.uri else HttpResponseRedirect("/connexion/au-revoir")
    if user_id is not None and not found.is_hers:
        return _sign_out_page(request, found)
    if user_id is not None:
        sessions.end(request, now=clock.now())
    return lead(request, found.uri) if found.uri else HttpResponseRedirect("/connexion/au-revoir")


def _sign_out_page(request: HttpRequest, found: SignOutRequest) -> HttpResponse:
    said = {name: request.GET.get(name, "") for name in ("post_logout_redirect_uri", "state")}
    # The client that the hint named is said again with the answer; the hint itself is not.
    said["client_id"] = found.client.client_id if found.client else ""
    context = {"client": found.client, "action": f"/oidc/logout/confirm?{urlencode(said)}", "here": ""}
    response = show(request, "account/sign_out_asked.html", context)
    if found.uri:
        response.csp = {"form-action": f"'self' {redirects.origin_of(found.uri)}"}  # type: ignore[attr-defined]
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def sign_out_confirmed(request: HttpRequest) -> HttpResponseBase:
    """Her own answer."""
    if request.method != "POST":
        return HttpResponseRedirect("/deconnexion")
    found = authorizing.sign_out_request(request.GET, None)
    if request.user.is_authenticated:
        sessions.end(request, now=clock.now())
    return Away(found.uri) if found.uri else HttpResponseRedirect("/connexion/au-revoir")
