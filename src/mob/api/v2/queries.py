"""What the address of a list may say, and how its pages follow each other. What is not known is refused by its name."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from mob.kernel.errors import Invalid

USUAL, MOST = 50, 100
_LONGEST = 200
_ALWAYS = ("limit", "cursor", "language")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: what filters it, how many at most, and the last key of the page before (empty: the first)."""

    path: str
    said: Mapping[str, str]
    limit: int
    after: str

    def get(self, name: str) -> str:
        return self.said.get(name, "")

    def next_after(self, key: str) -> str:
        """The address of the page that follows this key."""
        kept = {name: value for name, value in self.said.items() if name != "cursor"}
        return f"{self.path}?{urlencode(kept | {'cursor': _sealed(key)})}"


def listing_of(request: HttpRequest, *names: str) -> Listing:
    """The page asked for, with these filters at most. Raises Invalid: an unknown name, one said twice, a false cursor."""
    said = {name: _one(request, name, names) for name in request.GET}
    return Listing(request.path, said, _limit(said.get("limit", "")), _opened(said.get("cursor", "")))


def nothing_but_language(request: HttpRequest) -> None:
    """For an address that takes no filter. Raises Invalid."""
    for name in request.GET:
        if name != "language":
            raise Invalid("api_unknown_name", name[:60], value=name[:60])


def _one(request: HttpRequest, name: str, names: tuple[str, ...]) -> str:
    if name not in names and name not in _ALWAYS:
        raise Invalid("api_unknown_name", name[:60], value=name[:60])
    values = request.GET.getlist(name)
    if len(values) != 1 or len(values[0]) > _LONGEST or "\0" in values[0]:
        raise Invalid("api_text", name)
    return values[0]


def _limit(text: str) -> int:
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= MOST):
        raise Invalid("api_limit", "limit", most=MOST)
    return int(text)


def _sealed(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).rstrip(b"=").decode()


def _opened(cursor: str) -> str:
    """A cursor opens nothing by itself: it only says after what to go on, among what the caller may read."""
    try:
        key = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise Invalid("api_cursor", "cursor") from None
    if "\0" in key:
        raise Invalid("api_cursor", "cursor")
    return key
