"""A file sent by a person: sealed to its funder, stored before it is named, or refused in words."""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError

from mob.directory.models import Funder
from mob.documents import encryption, plugged, selectors, services
from mob.documents.intake import sandbox
from mob.documents.models import Document
from mob.documents.services import depositing
from mob.documents.types import Binding, DocumentState, DocumentView, IntakeNote, MediaType
from mob.integrations.file_store import FileStore
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid, MobError, NotFound, Refused, Unavailable
from mob.kernel.ports import PortUnavailable
from tests.context.documents.conftest import Scanner
from tests.corpus import images, papers
from tests.corpus.build import made
from tests.factories.world import NOW, World, key_pair

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("scanner", "vault")]
OWNER = uuid.UUID(int=77)
Deposit = Callable[..., DocumentView]


@pytest.fixture
def funder(world: World) -> Funder:
    return world.funder()


@pytest.fixture
def deposit(world: World, funder: Funder) -> Deposit:
    def call(raw: bytes = papers.plain(), **changes: object) -> DocumentView:
        given = {"owner_id": OWNER, "funder_id": funder.id, "proof_code": "quote", "now": NOW, **changes}
        return services.deposit(world.citizen(), raw=raw, **given)

    return call


def _opened(view: DocumentView) -> bytes:
    binding = Binding(view.id, view.owner_id, view.funder_id, view.number, view.number, view.created_at)
    return encryption.open_(selectors.container(view.id), key_pair("main")[1], binding)[0]


def test_a_deposited_file_opens_with_the_funders_key_alone(deposit: Deposit) -> None:
    view = deposit(made("scanned.pdf"))
    content = _opened(view)
    assert content.startswith(b"%PDF-")
    container = selectors.container(view.id)
    assert view.kids == (key_pair("main")[0]["kid"], key_pair("recovery")[0]["kid"]) == encryption.kids(container)
    assert (view.size, view.sha256) == (len(container), hashlib.sha256(container).hexdigest())
    assert content[:200] not in container


def test_a_photograph_is_described_as_it_was_kept(deposit: Deposit) -> None:
    view = deposit(made("photograph.heic"), proof_code="invoice-2", proof_type="invoice")
    assert view.media_type is MediaType.JPEG
    assert view.file_name == "invoice-1.jpg"
    assert IntakeNote.LOCATION_REMOVED in view.notes
    assert (view.scan.engine, view.scan.at) == ("moB signatures 1", NOW)
    assert view.state is DocumentState.LIVE
    assert selectors.document(view.id) == view


def test_files_of_an_owner_are_numbered_and_a_number_never_comes_back(deposit: Deposit, world: World) -> None:
    first, second = deposit(), deposit()
    services.remove(Actor.system(), document_id=second.id, now=NOW)
    third = deposit()
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [view.id for view in selectors.documents_of(OWNER)] == [first.id, third.id]
    assert _opened(third).startswith(b"%PDF-")


def test_a_file_that_takes_a_number_meanwhile_is_sealed_to_the_next(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch, vault: FileStore
) -> None:
    deposit()
    answers = iter([1, 1, 2])
    monkeypatch.setattr(depositing, "_next_number", lambda _: next(answers))
    view = deposit()
    assert view.number == 2
    assert _opened(view).startswith(b"%PDF-")
    assert len(list(vault.listed())) == 2, "the containers of lost attempts are gone"


def test_an_endless_race_ends_in_words(deposit: Deposit, monkeypatch: pytest.MonkeyPatch, vault: FileStore) -> None:
    deposit()
    monkeypatch.setattr(depositing, "_next_number", lambda _: 1)
    with pytest.raises(Conflict, match="document_clash"):
        deposit()
    assert len(list(vault.listed())) == 1


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "file_empty"),
        (bytes(10_000_001), "file_too_large"),
        (b"<html>", "type_unknown"),
        (papers.locked(), "pdf_password"),
        (papers.with_eicar_in_stream(), "file_infected"),
        (images.empty_png(12000, 12000), "image_too_many_pixels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refused_file_leaves_nothing(deposit: Deposit, vault: FileStore, raw: bytes, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        deposit(raw)
    assert not Document.objects.exists()
    assert list(vault.listed()) == []


def test_what_is_refused_by_its_first_bytes_is_not_even_scanned(deposit: Deposit, scanner: Scanner) -> None:
    with pytest.raises(Invalid):
        deposit(b"<html>")
    assert scanner.scanned == 0


def test_without_a_scanner_no_file_is_taken(deposit: Deposit, scanner: Scanner, vault: FileStore) -> None:
    scanner.failure = PortUnavailable("down")
    with pytest.raises(Unavailable, match="antivirus_down"):
        deposit()
    assert list(vault.listed()) == []


def test_without_a_usable_key_no_file_is_taken(deposit: Deposit, world: World) -> None:
    with pytest.raises(Refused, match="deposit_suspended"):
        deposit(funder_id=world.funder(key=False).id)


def test_without_a_vault_no_file_is_taken(deposit: Deposit, tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="storage_down"):
        deposit()
    assert not Document.objects.exists()


def test_the_object_is_there_before_its_row(
    deposit: Deposit, vault: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def recorded(row: Document, keys: object) -> DocumentView:
        seen.append(len(vault.get(row.object_key)))
        raise RuntimeError("the process dies here")

    monkeypatch.setattr(depositing, "_recorded", recorded)
    with pytest.raises(RuntimeError):
        deposit()
    assert seen
    assert not Document.objects.exists()


def test_clear_bytes_never_reach_a_disk(deposit: Deposit, vault: FileStore, tmp_path: Path) -> None:
    """Every file opened for writing while a marked file is deposited is ours and holds no mark."""
    mark = os.urandom(24).hex().encode()
    pdf = papers.new()
    pdf.pages[0].Contents = pdf.make_stream(b"% " + mark)
    raw = papers.saved(pdf, compress_streams=False)
    assert mark in raw
    sandbox.accept(raw)  # the child exists before the watch begins
    written: list[str] = []
    _watch(written)
    try:
        view = deposit(raw)
    finally:
        _watch(None)
    assert mark in _opened(view) or mark in papers.inflated(_opened(view))
    ours = [path for path in written if str(tmp_path) in path]
    assert ours
    assert not [path for path in written if not _is_expected(path, tmp_path)]
    for folder in (tmp_path, Path(os.environ["MOB_HOME"])):
        assert not [path for path in folder.rglob("*") if path.is_file() and mark in path.read_bytes()]


def _is_expected(path: str, tmp_path: Path) -> bool:
    """The vault, the test database beside its journal, and what is no disk."""
    allowed = (str(tmp_path / "vault"), str(Path(os.environ["MOB_HOME"]) / "test"), "/dev/", "/proc/")
    return path.startswith(allowed)


_written: list[str] | None = None


def _watch(into: list[str] | None) -> None:
    global _written
    _written = into


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _written is None or event != "open":
        return
    path, _, flags = args
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes and isinstance(path, (str, bytes)):
        _written.append(os.fsdecode(path))


sys.addaudithook(_hook)


def test_no_handler_of_uploads_writes_to_a_disk(settings: object) -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # type: ignore[attr-defined]


def test_a_removed_document_is_gone_once_that_is_committed(deposit: Deposit, vault: FileStore) -> None:
    from django.db import transaction

    view = deposit()
    with transaction.atomic():
        services.remove(Actor.system(), document_id=view.id, now=NOW)
        assert len(list(vault.listed())) == 1, "an undone removal must find its object"
    assert list(vault.listed()) == []
    assert selectors.documents_of(OWNER) == []
    for reading in (selectors.container, selectors.document):
        with pytest.raises(NotFound, match="document_unknown"):
            reading(view.id)
    row = Document.objects.get(id=view.id)
    assert (row.state, row.deleted_at) == ("removed", NOW)


def test_a_document_may_be_removed_twice_and_an_unknown_one_may_not(deposit: Deposit) -> None:
    view = deposit()
    for later in (NOW, NOW + timedelta(days=1)):
        services.remove(Actor.system(), document_id=view.id, now=later)
    assert Document.objects.get(id=view.id).deleted_at == NOW
    with pytest.raises(NotFound, match="document_unknown"):
        services.remove(Actor.system(), document_id=uuid.uuid4(), now=NOW)


def test_a_vault_that_is_down_at_removal_does_not_stop_it(deposit: Deposit, monkeypatch: pytest.MonkeyPatch) -> None:
    view = deposit()

    def down(key: str) -> None:
        raise PortUnavailable("down")

    monkeypatch.setattr(plugged.object_store(), "delete", down)
    services.remove(Actor.system(), document_id=view.id, now=NOW)
    assert selectors.documents_of(OWNER) == []


def test_an_object_that_is_missing_is_said_to_be_unavailable(deposit: Deposit, vault: FileStore) -> None:
    view = deposit()
    vault.delete(Document.objects.get(id=view.id).object_key)
    with pytest.raises(Unavailable, match="storage_down"):
        selectors.container(view.id)


def test_a_row_says_removed_only_with_its_date(deposit: Deposit) -> None:
    view = deposit()
    with pytest.raises(IntegrityError):
        Document.objects.filter(id=view.id).update(state="removed")


def test_a_key_in_use_is_counted_until_its_documents_are_gone(deposit: Deposit) -> None:
    kid = key_pair("recovery")[0]["kid"]
    usage = selectors.DocumentsByKey()
    views = [deposit(), deposit()]
    assert usage.documents_remaining(kid) == 2
    services.remove(Actor.system(), document_id=views[0].id, now=NOW)
    assert usage.documents_remaining(kid) == 1
    assert usage.documents_remaining("unknown") == 0


def test_every_refusal_of_a_deposit_is_one_a_page_can_show(deposit: Deposit, scanner: Scanner) -> None:
    scanner.failure = PortUnavailable("down")
    with pytest.raises(MobError):
        deposit()
