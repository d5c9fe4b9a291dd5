"""Papers: one file a request, rights and slots before the body, names never used, refusals in words beside the file."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from mob.applications import services
from mob.applications.models import Proof
from mob.documents.models import Document
from mob.identity.models import User
from tests.corpus.build import made
from tests.factories import dossiers
from tests.factories.dossiers import PDF, Dossier
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]
JSON = {"accept": "application/json"}


@pytest.fixture
def me(world: World) -> User:
    return world.person()


@pytest.fixture
def draft(world: World, me: User, client: Client) -> Dossier:
    """My draft, and my browser signed in."""
    client.force_login(me)
    return dossiers.started(world, citizen=world.citizen(me))


def _file(content: bytes = PDF, name: str = "devis.pdf") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


class _Unread(io.BytesIO):
    """A body that must stay unread."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read before rights and slots were known")


def _post_unread(client: Client, path: str, length: int = 1000) -> Any:
    return client.generic(
        "POST",
        path,
        b"",
        content_type=MULTIPART_CONTENT,
        **{"wsgi.input": _Unread(), "CONTENT_LENGTH": str(length)},
    )


def test_a_paper_is_kept_encrypted_and_shown_by_the_name_of_what_was_asked(client: Client, draft: Dossier) -> None:
    answer = client.post(draft.path("papiers/devis"), _file())
    assert answer.headers["Location"] == draft.path("papiers") + "#paper-devis"
    page = client.get(draft.path("papiers")).text
    assert "Devis du vélo" in page
    assert "Retirer" in page
    assert Proof.objects.get().code == "devis"
    assert Document.objects.get().proof_type == "quote"


NAMES = [
    "../../x.pdf",
    "..\\..\\x.pdf",
    "a\x00b.pdf",
    "CON",
    "x" * 300 + ".pdf",
    "\u202efdp.exe",
    '"; rm -rf "/.pdf',
    "a\r\nSet-Cookie: x=1.pdf",
    "<script>alert(1)</script>.pdf",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.abuse(75)
def test_the_sender_s_file_name_is_never_kept_nor_shown(client: Client, draft: Dossier, name: str) -> None:
    body = encode_multipart(BOUNDARY, {}).replace(f"--{BOUNDARY}--\r\n".encode(), b"")
    safe = name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    body += (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{safe}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode() + PDF
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    assert client.generic("POST", draft.path("papiers/devis"), body, MULTIPART_CONTENT).status_code == 303
    stored = Document.objects.get()
    told = client.get(draft.path("papiers")).text
    for text in (stored.object_key, told):
        assert "x.pdf" not in text
        assert "alert(1)" not in text
        assert "rm -rf" not in text


@pytest.mark.abuse(75)
def test_the_same_name_twice_is_two_papers(client: Client, draft: Dossier) -> None:
    for _ in range(2):
        client.post(draft.path("papiers/devis"), _file())
    assert len(set(Document.objects.values_list("object_key", flat=True))) == 2
    assert "Devis du vélo\u00a02" in client.get(draft.path("papiers")).text


def test_someone_else_s_body_is_not_read(client: Client, draft: Dossier, world: World) -> None:
    client.force_login(world.person())
    assert _post_unread(client, draft.path("papiers/devis")).status_code == 404
    client.logout()
    assert _post_unread(client, draft.path("papiers/devis")).status_code == 303


@pytest.mark.abuse(74)
def test_the_body_of_an_eleventh_file_is_not_read(client: Client, draft: Dossier, world: World) -> None:
    for _ in range(10):
        services.attach(draft.citizen, application_id=draft.id, code="devis", raw=PDF, now=world.now)
    page = _post_unread(client, draft.path("papiers/devis"))
    assert page.status_code == 422
    assert "10 fichiers" in page.text
    assert Proof.objects.count() == 10


def test_the_body_of_a_file_nobody_asked_for_is_not_read(client: Client, draft: Dossier) -> None:
    assert _post_unread(client, draft.path("papiers/inconnu")).status_code == 404


def test_the_body_of_a_file_for_a_sent_application_is_not_read(client: Client, world: World, me: User) -> None:
    client.force_login(me)
    sent = dossiers.sent(world, citizen=world.citizen(me))
    assert _post_unread(client, sent.path("papiers/devis")).status_code == 403


@pytest.mark.abuse(74)
def test_a_body_announced_too_big_is_refused_unread_with_words_on_the_page(client: Client, draft: Dossier) -> None:
    page = _post_unread(client, draft.path("papiers/devis"), length=50_000_000)
    assert page.status_code == 422
    assert "error-devis" in page.text
    assert "Mo" in page.text


@pytest.mark.abuse(74)
def test_ten_million_bytes_pass_the_gate_and_one_more_does_not(client: Client, draft: Dossier) -> None:
    assert client.post(draft.path("papiers/devis"), _file(made("exactly-10-MB.pdf"))).status_code == 303
    assert client.post(draft.path("papiers/devis"), _file(made("one-byte-too-many.pdf"))).status_code == 422


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"MZ" + b"\0" * 200, ""), (b"<html><body>x</body></html>", ""), (PDF[:200], "")],
)
@pytest.mark.abuse(71)
def test_a_file_that_cannot_be_taken_says_why_beside_it(
    client: Client, draft: Dossier, content: bytes, words: str
) -> None:
    page = client.post(draft.path("papiers/devis"), _file(content))
    assert page.status_code == 422
    assert words in page.text
    assert 'href="#file-devis"' in page.text
    assert Proof.objects.count() == Document.objects.count() == 0


def test_no_file_at_all_is_said(client: Client, draft: Dossier) -> None:
    assert "Aucun fichier n’est arrivé" in client.post(draft.path("papiers/devis"), {}).text


def test_the_script_gets_the_same_words_as_json(client: Client, draft: Dossier) -> None:
    refused = client.post(draft.path("papiers/devis"), _file(b"MZ"), headers=JSON)
    assert refused.status_code == 422
    assert refused.json()["message"]
    kept = client.post(draft.path("papiers/devis"), _file(), headers=JSON)
    assert (kept.status_code, kept.json()["anchor"]) == (201, "paper-devis")


def test_a_file_sent_from_another_site_is_refused(draft: Dossier, me: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(me)
    assert strict.post(draft.path("papiers/devis"), _file()).status_code == 403
    assert Proof.objects.count() == 0
    page = strict.get(draft.path("papiers")).text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = strict.post(draft.path("papiers/devis"), _file() | {"csrfmiddlewaretoken": token})
    assert sent.status_code == 303


def test_a_paper_is_taken_back_until_the_application_is_sent(client: Client, draft: Dossier) -> None:
    client.post(draft.path("papiers/devis"), _file())
    address = draft.path(f"papiers/{Proof.objects.get().id}/retirer")
    assert client.post(address).headers["Location"] == draft.path("papiers")
    assert Proof.objects.count() == 0
    assert client.post(address).status_code == 404


def test_a_sent_paper_cannot_be_taken_back(client: Client, world: World, me: User) -> None:
    client.force_login(me)
    sent = dossiers.sent(world, citizen=world.citizen(me))
    assert client.post(sent.path(f"papiers/{Proof.objects.get().id}/retirer")).status_code == 403
    assert Proof.objects.count() == 1


def test_when_the_scanner_is_down_the_file_is_refused_and_the_page_says_to_try_again(
    client: Client, draft: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mob.documents.ports import Antivirus
    from mob.kernel import ports

    class Down:
        def scan(self, content: bytes) -> None:
            raise ports.PortUnavailable("clamd")

    monkeypatch.setitem(ports._instances, Antivirus, Down())
    page = client.post(draft.path("papiers/devis"), _file())
    assert page.status_code == 422
    assert "error-devis" in page.text
    assert Proof.objects.count() == 0


@pytest.mark.abuse(74)
def test_several_files_in_one_request_leave_one_or_none(client: Client, draft: Dossier) -> None:
    """The page sends one file a request. A body made by hand with more is refused, or one of them is kept."""
    part = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode() + PDF
    body = (part + b"\r\n") * 3 + f"--{BOUNDARY}--\r\n".encode()
    answer = client.generic("POST", draft.path("papiers/devis"), body, MULTIPART_CONTENT)
    assert answer.status_code in (303, 400, 413, 422)
    assert Proof.objects.count() <= 1


@pytest.mark.abuse(74)
@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_body_cut_before_its_end_leaves_nothing(client: Client, draft: Dossier, cut: int) -> None:
    body = encode_multipart(BOUNDARY, _file())
    answer = client.generic("POST", draft.path("papiers/devis"), body[: len(body) - len(PDF) + cut], MULTIPART_CONTENT)
    assert answer.status_code in (400, 422)
    assert Proof.objects.count() == 0
