"""How version 2 answers programs: JSON, problems with a code and the place at fault, and pages of any origin allowed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from mob.kernel.errors import Invalid, MobError
from mob.kernel.texts import text_of

View = Callable[[HttpRequest], HttpResponse]
MAX_BODY = 64_000


def said(body: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """For whoever asked, kept by nobody on the way."""
    response = JsonResponse(dict(body), status=status, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(code: str, status: int, *, pointer: str = "", **params: object) -> HttpResponse:
    """RFC 9457: `code` for programs, `detail` for people, `pointer` to what is at fault."""
    detail = text_of(code, translation.get_language() or "fr", **params)
    body: dict[str, Any] = {"title": code, "status": status, "code": code, "detail": detail}
    response = said(body | ({"pointer": pointer} if pointer else {}), status)
    response.headers["Content-Type"] = "application/problem+json"
    return response


def problem_of(error: MobError) -> HttpResponse:
    """An expected refusal, told."""
    pointer = error.pointer if isinstance(error, Invalid) else ""
    return problem(error.code, error.status, pointer=pointer, **error.params)


def anybody(view: View) -> View:
    """Public, without an account: no cookie counts, so that no page can make a browser act, and any page may ask.

    Problems are told in French, or in the language the view wrote on the request as `told_in`.
    """

    @csrf_exempt
    @wraps(view)
    def open_to_all(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return _for_any_page(HttpResponse(status=204))
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST, OPTIONS"})
        try:
            return _for_any_page(view(request))
        except MobError as error:
            with translation.override(getattr(request, "told_in", "fr")):
                return _for_any_page(problem_of(error))

    return open_to_all


def _for_any_page(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "POST"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    response.headers["Access-Control-Max-Age"] = "86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.is_public = True  # type: ignore[attr-defined]
    return response


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises Invalid: another type, too long, not JSON, not an object."""
    if request.content_type != "application/json":
        raise Invalid("api_not_json", "")
    body = request.body
    if len(body) > MAX_BODY:
        raise Invalid("api_too_long", "", limit=MAX_BODY)
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid("api_not_json", "") from None
    if not isinstance(found, dict):
        raise Invalid("api_not_json", "")
    return found
