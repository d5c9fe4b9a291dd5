"""`GET /metrics` in Prometheus' format, for who holds MOB_METRICS_TOKEN; without one the address does not exist.

Requests are counted by every web worker in files of the home folder that all of them read. The rest is asked of the
database at each reading: nothing that counts a table without bounds, nothing about a person.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from hmac import compare_digest
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import mob
from mob.applications import counters
from mob.config.backup.taking import last_backup
from mob.config.home import COUNTS
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.notifications import selectors as mails

PATH = "/metrics"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
Handler = Callable[[HttpRequest], HttpResponseBase]

_own = CollectorRegistry()
REQUESTS = Counter("mob_http_requests", "Requests answered.", ["method", "page", "status"], registry=_own)
DURATION = Histogram("mob_http_request_seconds", "Time to answer.", ["page"], buckets=_SECONDS, registry=_own)


class Metrics:
    """Counts what the others answer, by the name of the page, never by its address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = settings.ENV.metrics_token
        if not token:
            return self.get_response(request)
        if request.path_info == PATH and request.method in ("GET", "HEAD"):
            return _answer(request, token)
        begun = time.perf_counter()
        response = self.get_response(request)
        page = _page(request, response)
        method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
        REQUESTS.labels(method, page, str(response.status_code)).inc()
        DURATION.labels(page).observe(time.perf_counter() - begun)
        return response


def _page(request: HttpRequest, response: HttpResponseBase) -> str:
    """A bounded set of names: those of our addresses, and two more."""
    if getattr(response, "is_static", False):
        return "static"
    match = request.resolver_match
    return (match.view_name or match._func_path) if match else "none"


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not compare_digest(given.encode(), token.encode()):
        return HttpResponse("The token of MOB_METRICS_TOKEN is asked for.\n", status=401, content_type=_TYPE)
    return HttpResponse(exposition(), content_type=_TYPE, headers={"Cache-Control": "no-store"})


def exposition() -> bytes:
    """Everything there is to measure, now."""
    registry = CollectorRegistry()
    if COUNTS in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_own)
    registry.register(_State())
    return generate_latest(registry)


class _State(Collector):
    """What the database and the home folder say at this moment."""

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("mob_info", "Version of the program.", labels=["version"])
        info.add_metric([mob.__version__], 1)
        yield info
        try:
            parts = [*_work(), *_mails(), *_files()]
            answers = 1
        except DatabaseError:
            parts, answers = [], 0
        yield GaugeMetricFamily("mob_database_up", "Whether the database answers.", value=answers)
        yield from parts
        yield from _machine()


def _work() -> Iterator[Metric]:
    now = clock.now()
    backlog = journal.backlog(Actor.system(), now=now)
    work = GaugeMetricFamily("mob_work", "Deliveries and tasks, by what they wait for.", labels=["state"])
    for state in ("due", "retrying", "parked"):
        work.add_metric([state], getattr(backlog, state))
    yield work
    late = max(0.0, (now - backlog.oldest_due).total_seconds()) if backlog.oldest_due else 0.0
    yield GaugeMetricFamily("mob_work_oldest_seconds", "How long the oldest work has been due.", value=late)
    alive = journal.worker_is_alive(now=now)
    yield GaugeMetricFamily("mob_worker_up", "Whether a background worker lives.", value=int(alive))


def _mails() -> Iterator[Metric]:
    waiting = mails.waiting(now=clock.now())
    yield GaugeMetricFamily("mob_mails_waiting", "Mails owed in the last day and not sent yet.", value=waiting)


def _files() -> Iterator[Metric]:
    files = GaugeMetricFamily("mob_applications", "Applications sent, by state.", labels=["state"])
    for state, count in counters.everywhere().items():
        files.add_metric([state.value], count)
    yield files


def _machine() -> Iterator[Metric]:
    last = last_backup()
    stamp = last.timestamp() if last else 0.0
    yield GaugeMetricFamily("mob_backup_timestamp_seconds", "When the last back-up was made; 0: never.", value=stamp)
    free = shutil.disk_usage(settings.ENV.home).free if Path(settings.ENV.home).exists() else 0
    yield GaugeMetricFamily("mob_home_free_bytes", "Room left where the home folder lies.", value=free)
