"""Addresses of the former moB that led to applications. They redirect for good, with their query."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe


@require_safe
def dashboard(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """`/mon-dashboard` was the list of applications."""
    return _moved(request, "/demandes")


@require_safe
def new_subscription(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """`/subscriptions/new?incentiveId=` opened the form of an aid: the aid's page answers first."""
    return _moved(request, "/aide-page")


def _moved(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    query = urlencode([(key, value) for key, values in request.GET.lists() for value in values])
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
