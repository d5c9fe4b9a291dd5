"""What is on offer, for who counts: public data, no actor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from mob.catalogue import rules
from mob.catalogue.models import Aid
from mob.catalogue.types import AidState, AidTitle, Offer, Processing, TerritoryCode
from mob.directory.types import FunderKind


def offers(day: date) -> list[Offer]:
    """The published aids that are open on a day. Two queries whatever their number."""
    is_open = (Q(current__valid_from=None) | Q(current__valid_from__lte=day)) & (
        Q(current__valid_to=None) | Q(current__valid_to__gte=day)
    )
    rows = Aid.objects.filter(is_open, state=AidState.PUBLISHED.value).select_related("current")
    return [
        Offer(
            row.id,
            row.funder_id,
            tuple(TerritoryCode(t.kind, t.code) for t in row.current.territories.all()) if row.current else (),
        )
        for row in rows.prefetch_related("current__territories")
    ]


def titles_of_aids(aid_ids: Iterable[UUID], *, language: str) -> dict[UUID, AidTitle]:
    """Title and slug of aids anybody may read: published, and not reserved to an employer's people."""
    rows = Aid.objects.filter(id__in=set(aid_ids), state=AidState.PUBLISHED.value).select_related("current", "funder")
    employers = F("funder__affiliation_rules__funder_id")
    found = {}
    for row in rows.annotate(employer_id=employers).prefetch_related("current__texts"):
        if _is_reserved(row, takes_affiliations=row.employer_id is not None):
            continue
        texts = {text.language: text.title for text in row.current.texts.all()} if row.current else {}
        if title := texts.get(language) or texts.get("fr"):
            found[row.id] = AidTitle(row.slug, title)
    return found


def _is_reserved(row: Aid, *, takes_affiliations: bool) -> bool:
    kind = FunderKind(row.funder.kind)
    processing = Processing(row.current.processing) if row.current else Processing.HERE
    return rules.is_reserved(kind, processing, takes_affiliations=takes_affiliations)
