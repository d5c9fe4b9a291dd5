"""Every address of the product, read from the URLconf itself: a route added there is a route here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def routes() -> dict[str, URLPattern]:
    """Each route by its pattern, as written in the `urls.py` files, regular expressions without their anchors."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: Any, before: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        else:
            yield path, entry
