"""`Idempotency-Key`: the caller's own name for one request, so that an answer lost on the way is asked for again safely."""

from __future__ import annotations

import re

from django.http import HttpRequest

from mob.kernel.errors import Invalid

_KEY = re.compile(r"[\x21-\x7e]{8,200}")


def key_of(request: HttpRequest) -> str:
    """The key, of 8 to 200 printable characters, quoted or not. Raises Invalid without one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not _KEY.fullmatch(key):
        raise Invalid("api_key_needed", "Idempotency-Key")
    return key
