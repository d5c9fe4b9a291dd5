"""What `mob doctor` finds: which adapter serves each port and whether it answers, what is unsafe, what is broken."""

from __future__ import annotations

import dataclasses
import difflib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from mob.config import env as environment
from mob.config import health, home, identity_providers, leftovers, provider_keys, schema
from mob.config.backup.taking import last_backup
from mob.editorial import tokens
from mob.identity.oidc import clients
from mob.integrations import probes
from mob.journal import selectors as journal
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.ports import PortUnavailable

_OLD_SIGNATURES, _OLD_BACKUP = timedelta(days=7), timedelta(days=2)
_LITTLE_ROOM = 2 * 1024**3


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


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it is used here. `value` hides passwords."""

    name: str
    value: str
    is_default: bool
    text: str


def examine() -> list[Finding]:
    """Everything there is to say, most basic first."""
    first = [*_environment(), *_unknown(), *_pages(), *_home(), *_adapters(), *_identity_providers()]
    return [*first, _register(), *_provider(), *_database(), *_backup()]


def explained() -> list[Setting]:
    """Every setting, with the value in use and what it is for."""
    env, found = settings.ENV, []
    for spec in dataclasses.fields(env):
        value, name = getattr(env, spec.name), f"MOB_{spec.name.upper()}"
        found.append(Setting(name, _shown(spec.name, value), not os.environ.get(name), spec.metadata["doc"]))
    return found


def _shown(name: str, value: object) -> str:
    if name in ("secret_key", "metrics_token"):
        return "***" if value else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    return without_password(value) if isinstance(value, str) else str(value)


def _environment() -> Iterator[Finding]:
    env = settings.ENV
    yield Finding(Level.FINE, "environment", f"{env.env}, {env.public_url}")
    if not env.is_production:
        real = dataclasses.replace(env, env="production")
        yield from (Finding(Level.NOTE, "production", text) for text in environment.production_problems(real))
    elif env.mail_from.endswith(".invalid>"):
        yield Finding(Level.WRONG, "mail", "MOB_MAIL_FROM is a placeholder: mails would be refused")
    if env.clock_offset:
        yield Finding(Level.NOTE, "clock", f"moved by {env.clock_offset}")


def _unknown() -> Iterator[Finding]:
    """A misspelt setting changes nothing, which is worse than an error."""
    known = [f"MOB_{spec.name.upper()}" for spec in dataclasses.fields(environment.Env)]
    for name in sorted(os.environ):
        if name.startswith("MOB_") and name not in known and not name.startswith("MOB_TEST_"):
            near = difflib.get_close_matches(name, known, 1)
            yield Finding(Level.NOTE, "settings", f"{name} is no setting" + (f": {near[0]}?" if near else ""))


def _pages() -> list[Finding]:
    """What the legal notice and the help page lack (loi n° 2004-575 du 21 juin 2004: publisher, director, host)."""
    lacking = tokens.missing(settings.ENV)
    if not lacking:
        return [Finding(Level.FINE, "pages", "publisher, host and contact are named")]
    level = Level.WRONG if settings.ENV.is_production else Level.NOTE
    return [Finding(level, "pages", f"legal notice and help lack {', '.join(lacking)}")]


def _home() -> Iterator[Finding]:
    env = settings.ENV
    problems = [Finding(Level.WRONG, "home", text) for text in home.problems(env)]
    yield from problems or [Finding(Level.FINE, "home", str(env.home))]
    if env.home.exists() and (free := shutil.disk_usage(env.home).free) < _LITTLE_ROOM:
        yield Finding(Level.WRONG, "home", f"only {free // 1024**2} MB are left where {env.home} lies")


def _adapters() -> Iterator[Finding]:
    env = settings.ENV
    papers = health.vault_folder()
    where = f"folder {papers}" if papers else without_password(env.objects_url)
    yield _answering("papers", where, lambda: probes.objects(env.objects_url))
    if env.antivirus_url.startswith("signatures:"):
        text = "signatures: is a stand-in, nothing is scanned: EICAR alone is recognised"
        yield Finding(Level.NOTE, "antivirus", text)
    else:
        yield _answering("antivirus", without_password(env.antivirus_url), lambda: _fresh(env.antivirus_url))
    if env.mail_url.startswith("file:"):
        yield Finding(Level.NOTE, "mail", "file: is a stand-in, mails are kept in the database and go nowhere")
    else:
        yield _answering("mail", without_password(env.mail_url), lambda: probes.mail(env.mail_url))


def _identity_providers() -> Iterator[Finding]:
    """Who vouches for people and agents: one line each, and whether it answers."""
    found = identity_providers.every(settings.ENV)
    if not found:
        yield Finding(Level.NOTE, "identity", "no provider: neither FranceConnect nor ProConnect is set")
    for each in found:
        where = f"{each.label} for {each.audience}, {each.issuer}"
        if each.is_stand_in:
            yield Finding(Level.NOTE, "identity", f"{where}: fake: is a stand-in, with invented people")
        else:
            yield _answering("identity", where, partial(probes.identity_provider, each))
        if each.kind.certifies_identity and not each.assisted:
            text = (
                f"{each.label} names no `assisted`: a professional of Aidants Connect is not told apart from the person"
            )
            yield Finding(Level.NOTE, "identity", text)


def _register() -> Finding:
    """Who certifies facts of people. It is not asked: every call of it is about somebody."""
    env = settings.ENV
    if env.operated_by == "employer" or env.api_particulier == "off":
        return Finding(Level.FINE, "registers", "off: nobody is asked, people send their papers")
    if env.api_particulier == "fake:":
        return Finding(Level.NOTE, "registers", "fake: is a stand-in, it certifies invented facts")
    return Finding(Level.FINE, "registers", f"API Particulier at {urlsplit(env.api_particulier).hostname}")


def _provider() -> Iterator[Finding]:
    """The OpenID provider: its keys, and who may learn the civil identity of people."""
    try:
        made = provider_keys.made_at()
    except PortUnavailable as error:
        yield Finding(Level.WRONG, "OpenID keys", str(error))
        return
    is_old = clock.now() - made > provider_keys.OLD
    remedy = ": renew them with `mob rotate-oidc-key`" if is_old else ""
    yield Finding(Level.NOTE if is_old else Level.FINE, "OpenID keys", f"made on {made:%Y-%m-%d}{remedy}")
    try:
        found = clients.all_clients(Actor.system())
    except DatabaseError:
        return  # said by the next line
    yield Finding(Level.FINE, "clients", f"{len(found)} registered")
    for client in found:
        if client.legal_basis:
            yield Finding(Level.NOTE, "clients", f"{client.client_id} reads civil identities: {client.legal_basis}")


def _answering(part: str, where: str, ask: Callable[[], str]) -> Finding:
    """Ask the component itself, with its own time limit."""
    try:
        told = ask()
    except (PortUnavailable, ValueError) as error:
        return Finding(Level.WRONG, part, f"{where}: {error}")
    return Finding(Level.FINE, part, f"{where}{f' ({told})' if told else ''}")


def _fresh(url: str) -> str:
    """Versions of the scanner and of its signatures. Raises PortUnavailable for signatures nobody renews."""
    engine, database, made_at = probes.antivirus(url)
    if made_at and datetime.now(UTC) - made_at > _OLD_SIGNATURES:
        raise PortUnavailable(f"its signatures are of {made_at:%Y-%m-%d}: freshclam does not renew them")
    return f"{engine}, signatures {database}"


def without_password(url: str) -> str:
    """An address that may be shown. Alone before a web address stands a token (`https://TOKEN@host`)."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if parts.password is None and parts.username and parts.scheme == "https":
        return parts._replace(netloc=f"***@{host}").geturl()
    if parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}:***@{host}").geturl()


def _database() -> list[Finding]:
    url = settings.ENV.database_url or f"sqlite:///{settings.ENV.home}/mob.db"
    name = without_password(url)
    try:
        pending = schema.pending()
        if pending:
            return [Finding(Level.WRONG, "database", f"{name}: {len(pending)} migrations pending, run `mob migrate`")]
        demo = leftovers.problem()
        left = [Finding(Level.WRONG, "database", demo)] if demo else []
        return [Finding(Level.FINE, "database", f"{name} ({connection.vendor})"), *left, *_queue()]
    except DatabaseError as error:
        return [Finding(Level.WRONG, "database", f"{name} does not answer ({type(error).__name__})")]


def _queue() -> Iterator[Finding]:
    now = clock.now()
    backlog = journal.backlog(Actor.system(), now=now)
    parked = journal.parked_work(Actor.system())
    yield Finding(Level.FINE, "queue", f"{backlog.due} due, {backlog.retrying} being retried")
    if not journal.worker_is_alive(now=now):
        yield Finding(Level.NOTE, "worker", "no worker is running")
    for work in parked[:20]:
        yield Finding(Level.WRONG, "parked", f"{work.label} {work.stream}: {work.error} ({work.id})")
    if len(parked) > 20:
        yield Finding(Level.WRONG, "parked", f"and {len(parked) - 20} more")


def _backup() -> Iterator[Finding]:
    last = last_backup()
    level = Level.WRONG if settings.ENV.is_production and Path(settings.ENV.home).exists() else Level.NOTE
    if last is None:
        yield Finding(level, "back-up", "never made from this home: see `mob backup --help`")
    elif clock.now() - last > _OLD_BACKUP:
        yield Finding(level, "back-up", f"the last one is of {last:%Y-%m-%d %H:%M} UTC")
    else:
        yield Finding(Level.FINE, "back-up", f"{last:%Y-%m-%d %H:%M} UTC")
