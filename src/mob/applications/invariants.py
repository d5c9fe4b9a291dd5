"""What always holds between applications, their papers, their counts and the journal. Reads only."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from mob.applications import replay
from mob.applications.models import Application, InboxCount, Proof
from mob.applications.types import State
from mob.documents import selectors as documents


def broken() -> Iterator[str]:
    """Every promise that is not kept, a sentence each."""
    for case in replay.disagreements():
        yield f"application {case.reference}: the row says {case.row}, the journal says {case.facts or 'nothing'}"
    yield from _counts()
    yield from _papers()


def _counts() -> Iterator[str]:
    """Counts of the inboxes against the applications themselves."""
    rows = Application.objects.exclude(state=State.DRAFT.value).filter(erased_at=None)
    groups = rows.values_list("funder_id", "community_id", "state")
    real = {(funder, str(community or ""), state): n for funder, community, state, n in groups.annotate(n=Count("id"))}
    kept = {
        (row.funder_id, row.community_key, row.state): row.count for row in InboxCount.objects.all() if row.count != 0
    }
    for key in sorted(real.keys() | kept.keys(), key=str):
        if real.get(key, 0) != kept.get(key, 0):
            yield f"inbox of funder {key[0]}, {key[2]}: {kept.get(key, 0)} counted, {real.get(key, 0)} there"


def _papers() -> Iterator[str]:
    """A place that waits for its application to be sent names a live document; every document has its place."""
    named = dict(Proof.objects.values_list("document_id", "submitted_at"))
    live = documents.live_ids()
    for key in sorted(key for key, submitted_at in named.items() if submitted_at is None and key not in live):
        yield f"a draft names document {key}, which was removed"
