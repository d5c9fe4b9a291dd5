"""The papers of an application as pages list them: each paper asked for, its files, what was wrong with the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mob.applications.purchases.types import PAPERS
from mob.applications.views import Detail, ProofView
from mob.catalogue.types import RequiredProof
from mob.web import forms
from mob.web.citizen import words
from mob.web.citizen.apply import certifying
from mob.web.formats import NBSP, datetime_long, file_size
from mob.web.purchases import Card

ACCEPT = "application/pdf,image/jpeg,image/png,image/heic,image/webp"
MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class FileView:
    """One file already there. `lines`: what was done to it, a sentence each."""

    id: UUID
    name: str
    detail: str
    lines: list[str]
    can_remove: bool


@dataclass(frozen=True, slots=True)
class PaperView:
    """One paper the aid asks for, its files, and the form that takes one more.

    `instead`: what certified data says in its place; `offer`: where it may be chosen that some does; `purchases`: what
    linked services handed over that may be this paper.
    """

    code: str
    number: int
    label: str
    hint: str
    is_required: bool
    files: list[FileView]
    replaced: list[FileView]
    error: str
    accept: str = ACCEPT
    instead: tuple[str, ...] = ()
    offer: str = ""
    purchases: Sequence[Card] = ()

    @property
    def is_there(self) -> bool:
        return bool(self.files)


def context(
    detail: Detail,
    asked: tuple[RequiredProof, ...],
    errors: dict[str, str],
    *,
    fresh: bool = False,
    offers: Mapping[str, str] = MappingProxyType({}),
    purchases: Sequence[Card] = (),
) -> dict[str, Any]:
    """The papers and, after a refusal, the error summary. `fresh`: only files sent since the correction was asked.

    `offers`: by code, where a person may choose that an administration is asked instead (`certifying.offers`).
    `purchases`: proofs of purchase that wait for the person (`buying.cards`), told under each paper they may be.
    """
    papers = [
        _paper(detail, n, proof, errors.get(proof.code, ""), fresh, offers.get(proof.code, ""))
        for n, proof in enumerate(asked, 1)
    ]
    kinds = {proof.code for proof in asked if proof.proof_type in PAPERS}
    return frame([replace(paper, purchases=purchases) if paper.code in kinds else paper for paper in papers])


def frame(papers: list[PaperView]) -> dict[str, Any]:
    """What a page that lists papers needs besides: limits and the error summary."""
    lines = [forms.SummaryLine(f"file-{p.code}", f"{p.label}{NBSP}: {p.error}") for p in papers if p.error]
    return {
        "papers": papers,
        "summary_title": _("A file could not be taken"),
        "summary_lines": lines,
        "size_limit": file_size(MAX_BYTES, words.language()),
        "max_bytes": MAX_BYTES,
    }


def _paper(detail: Detail, number: int, proof: RequiredProof, error: str, fresh: bool, offer: str) -> PaperView:
    own = [sent for sent in detail.proofs if sent.code == proof.code]
    live = [sent for sent in own if sent.replaced_at is None and not (fresh and sent.is_submitted)]
    return PaperView(
        code=proof.code,
        number=number,
        label=proof.label,
        hint=proof.hint,
        is_required=proof.is_required,
        files=[file_view(sent, len(own)) for sent in live],
        replaced=[file_view(sent, len(own)) for sent in own if sent not in live],
        error=error,
        instead=certifying.instead(detail, proof),
        offer=offer,
    )


def file_view(sent: ProofView, of: int) -> FileView:
    kind = sent.media_type.rpartition("/")[2].upper()
    added = _("%(kind)s, added on %(date)s") % {"kind": kind, "date": datetime_long(sent.sent_at, words.language())}
    lines = [*words.handed(sent), *words.notes(sent)]
    return FileView(sent.id, words.paper(sent, of), added, lines, not sent.is_submitted)
