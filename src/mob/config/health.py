"""`GET /health/live` and `/health/ready`, for whatever watches this host. Plain words, no secret, no session.

A middleware and not a view, before every other: probes come by address and http, which host and scheme checks refuse.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from mob.config import schema
from mob.journal import selectors as journal
from mob.kernel import clock

logger = logging.getLogger(__name__)

LIVE, READY = "/health/live", "/health/ready"
Handler = Callable[[HttpRequest], HttpResponseBase]


class Health:
    """Answers the two addresses, to anyone, and to `GET` and `HEAD` alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info not in (LIVE, READY):
            return self.get_response(request)
        problems = {} if request.path_info == LIVE else not_ready()
        response = JsonResponse(
            {"status": "no" if problems else "ok", "problems": problems}, status=503 if problems else 200
        )
        response.headers["Cache-Control"] = "no-store"
        # "Not yet" is an answer to a probe, no error of ours: Django would write one each second of a start.
        setattr(response, "_has_been_logged", True)  # noqa: B010
        return response


def not_ready() -> dict[str, str]:
    """What keeps this installation from serving people, by part. Empty when it can."""
    checks = {"database": _database, "vault": _vault, "worker": _worker}
    return {part: problem for part, check in checks.items() if (problem := _tried(part, check))}


def _tried(part: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        logger.error("health check of the %s failed: %s", part, type(error).__name__)
        return "does not answer"


def _database() -> str:
    # Migrations never come undone while a process lives: asked until the answer is yes, then a plain query is enough.
    if _schema_is_current.is_known:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return ""
    if schema.pending():
        return "migrations are pending"
    _schema_is_current.is_known = True
    return ""


class _Known:
    is_known = False


_schema_is_current = _Known()


def vault_folder() -> Path | None:
    """The folder of papers when it is one on this host."""
    parts = urlsplit(settings.ENV.objects_url or f"file://{settings.ENV.home}/vault")
    return Path(parts.path) if parts.scheme == "file" else None


def _vault() -> str:
    folder = vault_folder()
    while folder is not None and not folder.exists() and folder != folder.parent:
        folder = folder.parent  # The store makes its folders at the first paper.
    return "" if folder is None or os.access(folder, os.W_OK | os.X_OK) else "cannot be written to"


def _worker() -> str:
    return "" if journal.worker_is_alive(now=clock.now()) else "gives no sign of life"
