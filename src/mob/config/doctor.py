"""What `mob doctor` finds: which adapter serves each port, what is a stand-in, what is unsafe, what is broken."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from mob.config import env as environment
from mob.config import health, home, schema
from mob.editorial import tokens
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor


class Level(StrEnum):
    """`wrong` makes the command fail."""

    FINE = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    part: str
    text: str


def examine() -> list[Finding]:
    """Everything there is to say, most basic first."""
    return [*_settings(), *_pages(), *_home(), *_adapters(), *_database()]


def _settings() -> list[Finding]:
    env = settings.ENV
    found = [Finding(Level.FINE, "environment", f"{env.env}, {env.public_url}")]
    if not env.is_production:
        real = dataclasses.replace(env, env="production")
        found += [Finding(Level.NOTE, "production", text) for text in environment.production_problems(real)]
    if env.clock_offset:
        found.append(Finding(Level.NOTE, "clock", f"moved by {env.clock_offset}"))
    return found


def _pages() -> list[Finding]:
    """What the legal notice and the help page lack (loi n° 2004-575 du 21 juin 2004: publisher, director, host)."""
    lacking = tokens.missing(settings.ENV)
    if not lacking:
        return [Finding(Level.FINE, "pages", "publisher, host and contact are named")]
    level = Level.WRONG if settings.ENV.is_production else Level.NOTE
    return [Finding(level, "pages", f"legal notice and help lack {', '.join(lacking)}")]


def _home() -> list[Finding]:
    problems = [Finding(Level.WRONG, "home", text) for text in home.problems(settings.ENV)]
    return problems or [Finding(Level.FINE, "home", str(settings.ENV.home))]


def _adapters() -> list[Finding]:
    env = settings.ENV
    papers = health.vault_folder()
    return [
        Finding(Level.FINE, "papers", f"folder {papers}" if papers else _without_password(env.objects_url)),
        _adapter("antivirus", env.antivirus_url, "signatures:", "nothing is scanned: EICAR alone is recognised"),
        _adapter("mail", env.mail_url, "file:", "mails are kept in the database and go nowhere"),
    ]


def _adapter(part: str, url: str, stand_in: str, meaning: str) -> Finding:
    if url.startswith(stand_in):
        return Finding(Level.NOTE, part, f"{stand_in} is a stand-in, {meaning}")
    return Finding(Level.FINE, part, _without_password(url))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if parts.password is None:
        return url
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:***@{host}").geturl()


def _database() -> list[Finding]:
    url = settings.ENV.database_url or f"sqlite:///{settings.ENV.home}/mob.db"
    name = _without_password(url)
    try:
        pending = schema.pending()
        if pending:
            return [Finding(Level.WRONG, "database", f"{name}: {len(pending)} migrations pending, run `mob migrate`")]
        return [Finding(Level.FINE, "database", f"{name} ({connection.vendor})"), *_queue()]
    except DatabaseError as error:
        return [Finding(Level.WRONG, "database", f"{name} does not answer ({type(error).__name__})")]


def _queue() -> list[Finding]:
    now = clock.now()
    backlog = journal.backlog(Actor.system(), now=now)
    parked = journal.parked_work(Actor.system())
    found = [Finding(Level.FINE, "queue", f"{backlog.due} due, {backlog.retrying} being retried")]
    if not journal.worker_is_alive(now=now):
        found.append(Finding(Level.NOTE, "worker", "no worker is running"))
    found += [
        Finding(Level.WRONG, "parked", f"{work.label} {work.stream}: {work.error} ({work.id})") for work in parked[:20]
    ]
    if len(parked) > 20:
        found.append(Finding(Level.WRONG, "parked", f"and {len(parked) - 20} more"))
    return found
