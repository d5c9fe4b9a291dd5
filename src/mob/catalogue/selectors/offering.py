"""What is on offer, for who counts: public data, no actor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from mob.catalogue.models import Aid
from mob.catalogue.types import AidState, AidTitle, Offer, TerritoryCode


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
    """Title and slug of aids people may read. Those that are not published are left out."""
    rows = Aid.objects.filter(id__in=set(aid_ids), state=AidState.PUBLISHED.value).select_related("current")
    found = {}
    for row in rows.prefetch_related("current__texts"):
        texts = {text.language: text.title for text in row.current.texts.all()} if row.current else {}
        if title := texts.get(language) or texts.get("fr"):
            found[row.id] = AidTitle(row.slug, title)
    return found
