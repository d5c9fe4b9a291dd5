"""Static files without a build: the address carries a hash of the content, and text travels compressed.

`collectstatic` is never needed: files are found in the installed package, so a wheel works as it is. An address
`/static/mob/mob.css?v=1a2b3c4d` may be kept for ever by a browser, since other content gets another address; fonts are
named in the style sheet without a version and are never changed under the same name. The files live in `static/`.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

FOREVER = "max-age=31536000, public, immutable"
_TEXT = (".css", ".js", ".svg", ".json", ".webmanifest", ".txt")
_NEVER_CHANGED = "mob/fonts/"


@cache
def version_of(name: str) -> str:
    """Eight hexadecimal characters of the content's SHA-256, or nothing when there is no such file."""
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8] if path else ""


@cache
def _compressed(path: str) -> bytes:
    return gzip.compress(Path(path).read_bytes(), compresslevel=9, mtime=0)


class HashedStatic(StaticFilesStorage):
    """Adds `?v=` and the content's hash to the address of a static file."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        version = "" if (name or "").startswith(_NEVER_CHANGED) else version_of(name or "")
        return f"{address}?v={version}" if version else address


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc] # WhiteNoise ships no types
    """Serves the packaged static files: compressed text, and for ever when the address carries the right hash."""

    def add_files(self, root: str, prefix: str | None = None) -> None:
        if Path(root).is_dir():
            super().add_files(root, prefix)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = self.files.get(request.path_info)
        if found is None:
            passed: HttpResponseBase = self.get_response(request)
            return passed
        response: HttpResponseBase = self.serve(found, request)
        response.is_static = True  # type: ignore[attr-defined]
        if self._is_for_ever(request):
            response.headers["Cache-Control"] = FOREVER
        if _wants_gzip(request, response):
            return _as_gzip(response, finders.find(request.path_info.removeprefix(self.static_prefix)))
        return response

    def _is_for_ever(self, request: HttpRequest) -> bool:
        name = request.path_info.removeprefix(self.static_prefix)
        version = version_of(name)
        return name.startswith(_NEVER_CHANGED) or (bool(version) and request.GET.get("v") == version)


def _wants_gzip(request: HttpRequest, response: HttpResponseBase) -> bool:
    accepts = "gzip" in request.headers.get("Accept-Encoding", "")
    return (
        accepts
        and request.method == "GET"
        and response.status_code == 200
        and request.path_info.endswith(_TEXT)
        and not response.has_header("Content-Encoding")
    )


def _as_gzip(response: HttpResponseBase, path: Any) -> HttpResponseBase:
    if not path:
        return response
    response.close()
    smaller = HttpResponse(_compressed(str(path)), status=response.status_code)
    for name, value in response.headers.items():
        if name != "Content-Length":
            smaller.headers[name] = value
    smaller.is_static = True  # type: ignore[attr-defined]
    smaller.headers["Content-Encoding"] = "gzip"
    smaller.headers["Vary"] = "Accept-Encoding"
    smaller.headers["Content-Length"] = str(len(smaller.content))
    return smaller
