"""What every page may know about the site. Never about the person: her account is read when the header is drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from mob.kernel import clock
from mob.web import acting, assisted, at_counter, ending


def site(request: HttpRequest) -> dict[str, Any]:
    """`shows_demo` (bool), `language` (fr or en), `path_here` (where a form may come back to), `theme_colour`.

    `acting` (acting.Band or None): for whom the person acts; `counter` (at_counter.Band or None): for whom an agent does.
    `assisted` (assisted.Band or None): whom a professional helper of Aidants Connect helps, until when.
    `closes_on` (date or None) and `is_over` (bool): the announced end of the service.
    """
    closes_on = ending.last_day()
    return {
        "acting": SimpleLazyObject(lambda: acting.band(request)),
        "assisted": SimpleLazyObject(lambda: assisted.band(request)),
        "counter": SimpleLazyObject(lambda: at_counter.band(request)),
        "closes_on": closes_on,
        "is_over": closes_on is not None and clock.civil_date(clock.now()) > closes_on,
        "shows_demo": settings.ENV.shows_demo,
        "language": (get_language() or "fr")[:2],
        "path_here": request.get_full_path() if request.method == "GET" else request.path,
        "theme_colour": "#0a3f39",
    }
