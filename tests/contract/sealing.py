"""Papers sealed and listed as the server does it, to be opened by the scripts of the pages."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from uuid import UUID

from mob.documents import encryption, jwk, manifest
from mob.documents.manifest import Entry, Manifest
from mob.documents.types import Binding, Scan
from tests.factories.world import key_pair

FUNDER, OWNER, DOCUMENT = "0198f000-0000-7000-8000-000000000003", UUID(int=2), UUID(int=1)
NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
PASSPHRASE = "sept mots simples pour une seule porte"
PUBLIC, PRIVATE = key_pair("main")
RECOVERY_PUBLIC, _ = key_pair("recovery")
PLATFORM = jwk.make_ec_key()
BINDING = Binding(DOCUMENT, OWNER, UUID(FUNDER), 1, 1, NOW)


def sealed(content: bytes, media_type: str = "application/pdf", binding: Binding = BINDING) -> bytes:
    return encryption.seal(content, media_type, binding=binding, recipients=[PUBLIC, RECOVERY_PUBLIC])


def signed_manifest(*containers: bytes, owner: UUID = OWNER, key: dict[str, str] = PLATFORM) -> str:
    scan = Scan("ClamAV", "1", NOW)
    entries = tuple(
        Entry(UUID(int=number), hashlib.sha256(content).hexdigest(), len(content), "quote", scan)
        for number, content in enumerate(containers, 1)
    )
    return manifest.sign(Manifest(owner, NOW, entries), key)
