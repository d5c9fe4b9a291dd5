"""Where drafts stop: the first page of each that still lacks something. Counts alone leave here, never a draft."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from enum import StrEnum
from functools import cache
from uuid import UUID

from mob.applications import answers, certified
from mob.applications.models import Application, Proof
from mob.applications.needs import knows_beneficiary
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory

_BATCH = 500


class DraftStop(StrEnum):
    """The pages of a draft, in their order. What is asked of the profile is counted with the questions that follow."""

    BENEFICIARY = "beneficiary"
    QUESTIONS = "questions"
    COMMUNITY = "community"
    PAPERS = "papers"
    SENDING = "sending"


def where_drafts_stopped(untouched_since: datetime) -> Counter[tuple[UUID, UUID, DraftStop]]:
    """How many drafts nobody touched since that moment, by (funder, aid, page): a reading of every such draft."""
    found: Counter[tuple[UUID, UUID, DraftStop]] = Counter()
    rows = Application.objects.filter(state=State.DRAFT.value, updated_at__lt=untouched_since).order_by("id")
    fields = rows.only(
        "id", "funder_id", "aid_id", "aid_version_id", "community_id", "beneficiary", "answers", "citizen_id"
    )
    with_communities = cache(lambda funder_id: bool(directory.communities_of(funder_id)))
    batch = list(fields[:_BATCH])
    while batch:
        papers = _papers(batch)
        for row in batch:
            wants_community = row.community_id is None and with_communities(row.funder_id)
            stop = _stop(row, papers.get(row.id, frozenset()), wants_community=wants_community)
            found[row.funder_id, row.aid_id, stop] += 1
        batch = list(fields.filter(id__gt=batch[-1].id)[:_BATCH])
    return found


def _papers(batch: list[Application]) -> dict[UUID, frozenset[str]]:
    codes: dict[UUID, set[str]] = {}
    live = Proof.objects.filter(application__in=[row.id for row in batch], replaced_at=None)
    for key, code in live.order_by().values_list("application_id", "code"):
        codes.setdefault(key, set()).add(code)
    return {key: frozenset(each) for key, each in codes.items()}


def _stop(row: Application, papers: frozenset[str], *, wants_community: bool) -> DraftStop:
    terms = catalogue.terms(row.aid_version_id)
    if not knows_beneficiary(row.beneficiary):
        return DraftStop.BENEFICIARY
    held = certified.of_draft(row, terms)
    if answers.missing(terms, certified.filled(terms, row.answers, held)):
        return DraftStop.QUESTIONS
    if wants_community:
        return DraftStop.COMMUNITY
    is_lacking = answers.missing_proofs(terms, papers | certified.replaced(terms, held))
    return DraftStop.PAPERS if is_lacking else DraftStop.SENDING
