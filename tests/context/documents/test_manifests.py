"""The signed list of what was sent, made from the rows of one owner."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from mob.documents import manifest, selectors, services
from mob.documents.ports import SigningKey
from mob.documents.types import DocumentView
from mob.integrations.platform_key import FileSigningKey
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound, Unavailable
from tests.corpus import papers
from tests.factories.world import NOW, World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scanner", "vault", "signing_key")]
OWNER, STRANGER = uuid.UUID(int=77), uuid.UUID(int=78)


@pytest.fixture
def deposit(world: World) -> Callable[[uuid.UUID], DocumentView]:
    funder = world.funder()
    return lambda owner: services.deposit(
        world.citizen(), owner_id=owner, funder_id=funder.id, proof_code="quote", raw=papers.plain(), now=NOW
    )


def test_it_names_every_container_and_nothing_else(deposit: Callable[[uuid.UUID], DocumentView]) -> None:
    views = [deposit(OWNER), deposit(OWNER)]
    text = services.sign_manifest(owner_id=OWNER, documents=[view.id for view in views], now=NOW)
    read = manifest.verify(text, selectors.manifest_key(), OWNER)
    assert [(e.document_id, e.sha256, e.size) for e in read.entries] == [(v.id, v.sha256, v.size) for v in views]
    assert all(read.accepts(view.id, selectors.container(view.id)) for view in views)
    assert not read.accepts(views[0].id, selectors.container(views[1].id)), "a swapped file is seen"
    assert read.at == NOW


def test_a_dropped_recipient_is_seen(deposit: Callable[[uuid.UUID], DocumentView]) -> None:
    import json

    view = deposit(OWNER)
    read = manifest.verify(
        services.sign_manifest(owner_id=OWNER, documents=[view.id], now=NOW), selectors.manifest_key(), OWNER
    )
    message = json.loads(selectors.container(view.id))
    message["recipients"].pop()
    assert not read.accepts(view.id, json.dumps(message, separators=(",", ":")).encode())


def test_any_flipped_bit_of_a_container_is_seen(deposit: Callable[[uuid.UUID], DocumentView]) -> None:
    view = deposit(OWNER)
    read = manifest.verify(
        services.sign_manifest(owner_id=OWNER, documents=[view.id], now=NOW), selectors.manifest_key(), OWNER
    )
    container = selectors.container(view.id)
    for spot in range(0, len(container), 7):
        flipped = container[:spot] + bytes([container[spot] ^ 1]) + container[spot + 1 :]
        assert not read.accepts(view.id, flipped)


def test_an_application_without_papers_has_a_manifest_too() -> None:
    text = services.sign_manifest(owner_id=OWNER, documents=[], now=NOW)
    assert manifest.verify(text, selectors.manifest_key(), OWNER).entries == ()


def test_a_document_of_somebody_else_or_removed_is_not_signed(deposit: Callable[[uuid.UUID], DocumentView]) -> None:
    mine, theirs = deposit(OWNER), deposit(STRANGER)
    services.remove(Actor.system(), document_id=mine.id, now=NOW)
    for wrong in (mine.id, theirs.id, uuid.uuid4()):
        with pytest.raises(NotFound, match="document_unknown"):
            services.sign_manifest(owner_id=OWNER, documents=[wrong], now=NOW)


def test_the_public_half_holds_no_secret(signing_key: FileSigningKey) -> None:
    assert "d" in signing_key.private_jwk()
    assert "d" not in selectors.manifest_key()


def test_without_its_key_the_platform_signs_nothing_and_says_so(tmp_path: Path) -> None:
    ports.plug(SigningKey, lambda: FileSigningKey(tmp_path / "elsewhere"))
    for use in (lambda: services.sign_manifest(owner_id=OWNER, documents=[], now=NOW), selectors.manifest_key):
        with pytest.raises(Unavailable, match="signing_down"):
            use()
