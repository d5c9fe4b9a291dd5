"""What every page may know about the site. Never about the person: her account is read when the header is drawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:
    """`shows_demo` (bool), `language` (fr or en), `path_here` (where a form may come back to), `theme_colour`."""
    return {
        "shows_demo": settings.ENV.shows_demo,
        "language": (get_language() or "fr")[:2],
        "path_here": request.get_full_path() if request.method == "GET" else request.path,
        "theme_colour": "#0a3f39",
    }
