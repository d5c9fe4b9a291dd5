"""Which outside services this machine offers to tests. What is absent is skipped by name; with `CI=true` it fails."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

POSTGRES_URL = os.environ.get("MOB_TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test")
RABBITMQ_URL = os.environ.get("MOB_TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672/")
CLAMAV_URL = os.environ.get("MOB_TEST_CLAMAV_URL", "clamd://127.0.0.1:3310")
CHROMIUM = os.environ.get("MOB_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@cache
def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


def _postgres() -> str | None:
    return None if _listens(POSTGRES_URL) else f"no PostgreSQL at {POSTGRES_URL} (MOB_TEST_POSTGRES_URL)"


def _rabbitmq() -> str | None:
    return None if _listens(RABBITMQ_URL) else f"no RabbitMQ at {RABBITMQ_URL} (MOB_TEST_RABBITMQ_URL)"


def _clamav() -> str | None:
    return None if _listens(CLAMAV_URL) else f"no clamd at {CLAMAV_URL} (MOB_TEST_CLAMAV_URL)"


def _chromium() -> str | None:
    return None if CHROMIUM else "no Chromium on this machine (MOB_TEST_CHROMIUM)"


def _npm() -> str | None:
    absent = [name for name in ("node", "npm") if shutil.which(name) is None]
    return f"needs Node and npm: no {' and no '.join(absent)} on this machine" if absent else None


def _apache() -> str | None:
    has_module = Path("/usr/lib/apache2/modules/mod_auth_openidc.so").exists()
    return None if has_module else "no Apache with mod_auth_openidc (Debian: libapache2-mod-auth-openidc)"


# Marker → why it cannot run here, or None when it can.
MISSING: dict[str, Callable[[], str | None]] = {
    "postgres": _postgres,
    "rabbitmq": _rabbitmq,
    "clamav": _clamav,
    "chromium": _chromium,
    "npm": _npm,
    "apache": _apache,
}
