"""Answers that a service may keep and ask about again: `ETag`, and 304 while nothing changed (RFC 9110 §13)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from mob.api.v2.answers import said


def tagged(request: HttpRequest, body: Mapping[str, Any]) -> HttpResponse:
    """The answer with its tag; without its body for who holds it already. Kept by the service alone."""
    response = said(body)
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    held = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if tag in held:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
