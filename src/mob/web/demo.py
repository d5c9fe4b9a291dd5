"""Pages of the demonstration: its people with their current codes, and every mail. They do not exist in production."""

from __future__ import annotations

import base64
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mob.integrations.standins import address
from mob.kernel import clock
from mob.notifications import selectors
from mob.web.middleware import CSP

_PERIOD = 30


@dataclass(frozen=True, slots=True)
class Card:
    """A demo person as the page shows her. `code` is her second factor at this moment."""

    person: Any
    code: str
    has_key: bool
    key_name: str


def _demo_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.ENV.shows_demo:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(require_safe(guarded))


def _people() -> list[Any]:
    # The demonstration is above the edges: named by dotted text, as the terminal does.
    people: list[Any] = import_module("mob.config.demo").people()
    return people


@_demo_only
def people(request: HttpRequest) -> HttpResponse:
    """Who can be played, and with what."""
    moment = clock.now()
    cards = [_card(person, moment) for person in _people()]
    left = _PERIOD - int(moment.timestamp()) % _PERIOD
    context = {"cards": cards, "left": left, "standins": address(settings.ENV.public_url)}
    return render(request, "demo/people.html", context)


def _card(person: Any, moment: datetime) -> Card:
    code = totp(person.totp_secret, moment) if person.totp_secret else ""
    key = Path(person.key_file)
    return Card(person, code, bool(person.key_file) and key.exists(), key.name)


@_demo_only
def key_file(request: HttpRequest, name: str) -> HttpResponse:
    """The encrypted key file of a demo funder, as an agent would have received it."""
    known = {Path(person.key_file).name: Path(person.key_file) for person in _people() if person.key_file}
    if name not in known or not known[name].exists():
        raise Http404
    response = HttpResponse(known[name].read_bytes(), content_type="application/json")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@_demo_only
def mails(request: HttpRequest) -> HttpResponse:
    """Every mail sent, newest first."""
    return render(request, "demo/mails.html", {"mails": selectors.mailbox()})


@_demo_only
def mail_html(request: HttpRequest, mail_id: Any) -> HttpResponse:
    """The HTML half of a mail, as a mail program would draw it: its own styles, no script, no form."""
    mail = selectors.mail(mail_id)
    if mail is None:
        raise Http404
    response = HttpResponse(mail.html)
    response.csp = dict.fromkeys(CSP, "'none'") | {  # type: ignore[attr-defined]
        "style-src": "'unsafe-inline'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
    }
    return response


@_demo_only
def mails_json(request: HttpRequest) -> HttpResponse:
    """Every mail sent, newest first, for programs."""
    names = ("message_id", "kind", "to", "language", "subject", "text", "html", "created_at", "sent_at")
    return JsonResponse([{name: getattr(mail, name) for name in names} for mail in selectors.mailbox()], safe=False)


def totp(secret: str, moment: datetime) -> str:
    """The six digits of a base32 secret at a moment (RFC 6238: SHA-1, 30 seconds)."""
    counter = struct.pack(">Q", int(moment.timestamp()) // _PERIOD)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
