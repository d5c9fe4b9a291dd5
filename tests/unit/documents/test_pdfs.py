"""PDF files lose what acts and keep what shows; a signed one is kept byte for byte and flagged."""

from __future__ import annotations

import hashlib
import io

import pikepdf
import pytest

from mob.documents.intake import cleaning
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid
from tests.corpus import papers
from tests.corpus.build import made

ACTS = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/URI", "/EmbeddedFile", "/EF", "/XFA", "/AA", "/RichMedia")


def _words(content: bytes) -> str:
    """Every object of the file, spelled out, streams decompressed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        texts = [repr(item) for item in pdf.objects]
        streams = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    return "\n".join(texts) + b"\n".join(streams).decode("latin-1")


def test_scripts_and_actions_are_gone_and_the_form_stays_filled() -> None:
    raw = made("form-with-scripts.pdf")
    assert "app.alert" in _words(raw)
    file = cleaning.accept(raw)
    words = _words(file.content)
    assert "app.alert" not in words
    assert "evil.example" not in words
    assert not [name for name in ACTS if f'"{name}"' in words or f"{name} " in words]
    assert "kept" in words
    assert set(file.notes) == {IntakeNote.SCRIPTS_REMOVED, IntakeNote.ACTIONS_REMOVED, IntakeNote.LINKS_REMOVED}


def test_an_invoice_loses_the_file_inside_it_and_says_so() -> None:
    raw = made("factur-x.pdf")
    assert "<Invoice/>" in _words(raw)
    file = cleaning.accept(raw)
    assert "<Invoice/>" not in _words(file.content)
    assert "factur-x.xml" not in "".join(_attachments(file.content))
    assert file.notes == (IntakeNote.FILES_REMOVED,)


def _attachments(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return list(pdf.attachments)


def test_a_harmless_virus_file_embedded_in_a_pdf_does_not_come_out() -> None:
    assert papers.EICAR.decode() not in _words(cleaning.accept(papers.with_eicar_embedded()).content)


def test_a_link_to_another_page_of_the_same_file_stays() -> None:
    file = cleaning.accept(papers.with_internal_link())
    assert file.notes == ()
    with pikepdf.open(io.BytesIO(file.content)) as pdf:
        assert pdf.pages[0].Annots[0].A.S == "/GoTo"


def test_the_pages_look_the_same() -> None:
    with pikepdf.open(io.BytesIO(cleaning.accept(made("tax-notice.pdf")).content)) as pdf:
        assert [page.Contents.read_bytes() for page in pdf.pages] == [
            b"BT /F1 24 Tf 72 700 Td (Page %d) Tj ET" % number for number in range(1, 5)
        ]


def test_a_signed_file_is_kept_byte_for_byte_and_flagged() -> None:
    raw = made("signed.pdf")
    file = cleaning.accept(raw)
    assert file.content == raw
    assert file.notes == (IntakeNote.SIGNED,)
    assert file.original_sha256 == hashlib.sha256(raw).hexdigest()


def test_a_signed_file_that_acts_is_flagged_twice() -> None:
    assert cleaning.accept(papers.signed(is_active=True)).notes == (IntakeNote.SIGNED, IntakeNote.SIGNED_ACTIVE)


def test_a_made_up_signature_protects_no_script() -> None:
    file = cleaning.accept(papers.falsely_signed())
    assert IntakeNote.SIGNED not in file.notes
    assert "app.alert" not in _words(file.content)


def test_restrictions_without_a_password_are_lifted() -> None:
    file = cleaning.accept(made("restricted.pdf"))
    assert IntakeNote.RESTRICTIONS_LIFTED in file.notes
    with pikepdf.open(io.BytesIO(file.content)) as pdf:
        assert not pdf.is_encrypted


def test_a_password_is_refused_in_clear_words() -> None:
    with pytest.raises(Invalid, match="pdf_password"):
        cleaning.accept(made("locked.pdf"))


def test_an_earlier_revision_does_not_come_out() -> None:
    """What an incremental update hides is still in the bytes of the file as it was sent."""
    first = papers.saved(papers.new(), object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    hidden = b"\n90 0 obj\n(a secret of the first version)\nendobj\n"
    at = first.rindex(b"startxref")
    file = cleaning.accept(first[:at] + hidden + first[at:])
    assert b"a secret" not in file.content


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_a_bomb_is_counted_through_every_layer(layers: int) -> None:
    with pytest.raises(Invalid, match="pdf_bomb"):
        cleaning.accept(papers.bomb(layers))
    small = cleaning.accept(papers.bomb(layers, size=3 << 20))
    assert small.extension == "pdf"
