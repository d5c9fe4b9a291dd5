"""Whether each outside component answers, asked by `mob doctor`. Nothing is stored and nothing is sent to anybody."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from mob.identity.federation_types import ProviderConfig
from mob.integrations import antivirus as antiviruses
from mob.integrations.clamav import Clamav
from mob.integrations.openid.metadata import Published
from mob.integrations.openid.transport import HttpTransport
from mob.integrations.s3_store import Bucket, S3Store
from mob.integrations.smtp import Smtp, SmtpAddress
from mob.kernel.ports import PortRefused, PortUnavailable


def objects(url: str) -> str:
    """Raises PortUnavailable or ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "s3":
        S3Store(Bucket.from_url(url)).check()
        return "answers"
    if parts.path and Path(parts.path).exists() and not os.access(parts.path, os.W_OK | os.X_OK):
        raise PortUnavailable("the folder cannot be written to")
    return ""


def identity_provider(config: ProviderConfig) -> str:
    """How many keys it publishes, once its description was found to be its own. Raises PortUnavailable."""
    published = Published(config, HttpTransport())
    try:
        published.metadata()
        return f"{len(published.keys())} keys"
    except PortRefused as refusal:
        raise PortUnavailable("its description is not that of this issuer, or lacks an address") from refusal


def antivirus(url: str) -> tuple[str, str, datetime | None]:
    """Version of the scanner, number and date of its signatures. Raises PortUnavailable or ValueError."""
    scanner = antiviruses.from_url(url)
    if not isinstance(scanner, Clamav):
        return "stand-in", "EICAR", None
    engine, database = scanner.versions()
    number, _, date = database.partition(" ")
    try:
        made_at = datetime.strptime(date, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        made_at = None
    return engine, number, made_at


def mail(url: str) -> str:
    """Connects, with TLS and a login when they are set, and leaves. Raises PortUnavailable or ValueError."""
    Smtp(SmtpAddress.from_url(url)).check()
    return "answers"
