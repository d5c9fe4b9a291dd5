"""The antivirus port: `MOB_ANTIVIRUS_URL` picks the adapter."""

from __future__ import annotations

from urllib.parse import urlsplit

from mob.documents.ports import Antivirus
from mob.integrations.clamav import Clamav
from mob.integrations.signatures import Signatures


def from_url(url: str) -> Antivirus:
    """`clamd://HOST:PORT`, `clamd:///SOCKET` or `signatures:`. Raises ValueError with the remedy."""
    parts = urlsplit(url)
    if parts.scheme == "signatures":
        return Signatures()
    if parts.scheme == "clamd" and parts.hostname:
        return Clamav((parts.hostname, parts.port or 3310))
    if parts.scheme == "clamd" and parts.path:
        return Clamav(parts.path)
    raise ValueError(f"MOB_ANTIVIRUS_URL={url!r}: write clamd://HOST:PORT, clamd:///SOCKET or signatures:")
