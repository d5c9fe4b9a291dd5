"""PDF: scripts, actions and embedded files are taken out and the file is written anew; a signed one is kept as it is.

It runs in the sandbox (`sandbox.py`): what qpdf does before we can count is bounded there by the system, and by qpdf's
own limits set below. What lives elsewhere: which dictionaries are dangerous (`pdf_surgery.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
from pikepdf import settings

from mob.documents.intake import pdf_streams, pdf_surgery
from mob.documents.intake.limits import (
    MAX_DEPTH,
    MAX_OBJECTS,
    MAX_PAGE_MARKS,
    MAX_PAGES,
    MAX_STRUCTURE_BYTES,
    MAX_VALUES,
    Budget,
)
from mob.documents.types import IntakeNote
from mob.kernel.errors import Invalid

_TAIL = 2048
_Container = pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream

settings.set_qpdf_limits(
    parser_max_nesting=MAX_DEPTH,
    doc_max_warnings=2_000,
    max_stream_filters=4,
    flate_max_memory=MAX_STRUCTURE_BYTES,
    png_max_memory=MAX_STRUCTURE_BYTES,
    tiff_max_memory=MAX_STRUCTURE_BYTES,
    run_length_max_memory=MAX_STRUCTURE_BYTES,
    dct_max_memory=MAX_STRUCTURE_BYTES,
)


def check(raw: bytes) -> None:
    """Refuse what cannot be a whole PDF before any parser reads it. Raises Invalid."""
    if raw.count(b"obj") > 2 * MAX_OBJECTS:
        raise Invalid("pdf_too_complex")
    if raw.count(b"/Page") > MAX_PAGE_MARKS:
        raise Invalid("pdf_too_many_pages")
    if b"%%EOF" not in raw[-_TAIL:]:
        raise Invalid("pdf_damaged")


def clean(raw: bytes) -> tuple[bytes, tuple[IntakeNote, ...]]:
    """The file without anything that acts, or byte for byte when it is signed. Raises Invalid."""
    with _opened(raw) as pdf:
        _check_pages(pdf)
        found = list(_dictionaries(pdf))
        pdf_streams.check(found)
        if pdf_surgery.is_signed(found, raw):
            return raw, _signed_notes(found)
        notes = pdf_surgery.operate(found)
        if pdf.is_encrypted:
            notes.add(IntakeNote.RESTRICTIONS_LIFTED)
        return _written(pdf), tuple(note for note in IntakeNote if note in notes)


def _signed_notes(found: list[pikepdf.Object]) -> tuple[IntakeNote, ...]:
    is_active = pdf_surgery.is_active(found)
    return (IntakeNote.SIGNED, IntakeNote.SIGNED_ACTIVE) if is_active else (IntakeNote.SIGNED,)


@contextmanager
def _opened(raw: bytes) -> Iterator[pikepdf.Pdf]:
    try:
        with pikepdf.open(io.BytesIO(raw), suppress_warnings=True, inherit_page_attributes=False) as pdf:
            yield pdf
    except pikepdf.PasswordError as error:
        raise Invalid("pdf_password") from error
    except Invalid:
        raise
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, MemoryError) as error:
        raise Invalid("pdf_damaged") from error


def _check_pages(pdf: pikepdf.Pdf) -> None:
    """Walk the page tree ourselves, no further than allowed: qpdf would first build every page it is told of."""
    if len(pdf.objects) > MAX_OBJECTS:
        raise Invalid("pdf_too_complex")
    pages = Budget(MAX_PAGES, "pdf_too_many_pages")
    nodes = Budget(MAX_PAGES * 10, "pdf_too_complex")
    waiting = [pdf.Root.Pages]
    while waiting:
        node = waiting.pop()
        nodes.spend()
        if "/Kids" not in node:
            pages.spend()
            continue
        if len(node.Kids) > nodes.left:
            raise Invalid("pdf_too_many_pages")
        waiting.extend(node.Kids)
    if pages.left == MAX_PAGES:
        raise Invalid("pdf_damaged")


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream of the file, however deep, once. Raises Invalid("pdf_too_complex")."""
    values = Budget(MAX_VALUES, "pdf_too_complex")
    for root in (pdf.trailer, *pdf.objects):
        waiting: list[pikepdf.Object] = [root] if isinstance(root, _Container) else []
        while waiting:
            item = waiting.pop()
            values.spend(1 + len(item) if isinstance(item, pikepdf.Array) else 1)
            if not isinstance(item, pikepdf.Array):
                yield item
            waiting.extend(_children(item))


def _children(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The containers written inside this one; those it refers to are met on their own."""
    inside = item if isinstance(item, pikepdf.Array) else (value for _, value in item.items())
    for child in inside:
        if isinstance(child, _Container) and not child.is_indirect:
            yield child


def _written(pdf: pikepdf.Pdf) -> bytes:
    """The whole file anew: what nothing refers to, earlier revisions and passwords stay behind."""
    buffer = io.BytesIO()
    pdf.save(
        buffer,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        encryption=False,
    )
    return buffer.getvalue()
