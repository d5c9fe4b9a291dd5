"""Whoever takes everything an installation holds (database, vault, secret, keys) opens no paper and learns no password.

The thief's hoard is a back-up opened with its key: by construction all that there is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mob.config import settings as product
from mob.config.backup import sealing, taking
from mob.documents.ports import ObjectStore
from mob.identity import services as identity
from mob.identity.types import Visit
from mob.integrations.file_store import FileStore
from mob.kernel import ports
from mob.kernel.clock import now
from tests.factories import dossiers
from tests.factories.accounts import plugged_mailbox
from tests.factories.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.abuse(86)]


@pytest.fixture
def hoard(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, bytes], str]:
    """Everything, in clear, and the code that was mailed meanwhile."""
    store = FileStore(tmp_path / "vault")
    monkeypatch.setattr(ports, "_instances", {**ports._instances, ObjectStore: store})
    dossiers.sent(world)
    with plugged_mailbox() as mailbox:
        identity.request_sign_in_code(email="samira@exemple.fr", visit=Visit("192.0.2.7"), now=now())
        code = mailbox.code
    recipient = sealing.make_key(tmp_path / "key.txt")
    taken = taking.take(tmp_path / "b.age", to=[recipient], now=now())
    assert taken.problems == []
    members = sealing.opened(taken.file, sealing.identities(tmp_path / "key.txt"))
    return {name: content.read() for name, content in members}, code


def test_no_paper_opens_with_anything_that_was_taken(hoard: tuple[dict[str, bytes], str]) -> None:
    found, _ = hoard
    papers = [content for name, content in found.items() if name.startswith("vault/")]
    assert papers
    assert not [name for name, content in found.items() if b"Cycles du Pont" in content or b"%PDF-" in content]
    own = json.loads(found["home/manifest-key.json"])
    for paper in papers:
        assert own["kid"] not in json.dumps(json.loads(paper)["recipients"])
    assert b'"d":' not in b"".join(papers)


def test_no_code_and_no_password_can_be_read(hoard: tuple[dict[str, bytes], str]) -> None:
    found, code = hoard
    everything = b"".join(content for name, content in found.items() if name.startswith("database/"))
    assert not re.search(rb"(?<![\w.:-])" + re.escape(code.encode()) + rb"(?![\w])", everything)
    assert product.PASSWORD_HASHERS == ["mob.identity.hashers.Argon2id"]
