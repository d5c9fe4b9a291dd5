"""A vault, a scanner and a signing key of the test's own, plugged into the ports for one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mob.documents.ports import Antivirus, ObjectStore, ScanResult, SigningKey
from mob.integrations.file_store import FileStore
from mob.integrations.platform_key import FileSigningKey
from mob.integrations.signatures import Signatures
from mob.kernel import ports


class Scanner:
    """The embedded scanner; a test may make it fail."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.scanned = 0

    def scan(self, content: bytes) -> ScanResult:
        self.scanned += 1
        if self.failure:
            raise self.failure
        return Signatures().scan(content)


@pytest.fixture(autouse=True)
def _ports_restored() -> Iterator[None]:
    kept = dict(ports._factories), dict(ports._instances)
    yield
    for now, before in zip((ports._factories, ports._instances), kept, strict=True):
        now.clear()
        now.update(before)


@pytest.fixture
def scanner() -> Scanner:
    scanner = Scanner()
    ports.plug(Antivirus, lambda: scanner)
    return scanner


@pytest.fixture
def vault(tmp_path: Path) -> FileStore:
    store = FileStore(tmp_path / "vault")
    ports.plug(ObjectStore, lambda: store)
    return store


@pytest.fixture
def signing_key(tmp_path: Path) -> FileSigningKey:
    key = FileSigningKey(tmp_path)
    key.make()
    ports.plug(SigningKey, lambda: key)
    return key
