"""Asking official pages whether they are still there: a few at a time, one a site, each rarely."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from mob.catalogue import freshness
from mob.catalogue.models import AidLink
from mob.catalogue.ports import LinkProbe
from mob.catalogue.selectors.freshness import oldest_links
from mob.catalogue.types import LinkState, LinkView
from mob.kernel.ports import serve

MOST_A_RUN = 20


def check_links(*, now: datetime, limit: int = MOST_A_RUN) -> int:
    """Ask the pages that were asked longest ago, a single one of each site. Returns how many were asked."""
    due = oldest_links(
        fine_before=now - freshness.FINE_FOR, failing_before=now - freshness.FAILING_FOR, limit=limit * 5
    )
    by_site = {urlsplit(address).hostname: (aid_id, address) for aid_id, address in reversed(due)}
    chosen = [pair for pair in due if pair in by_site.values()][:limit]
    probe = serve(LinkProbe)  # type: ignore[type-abstract]
    for aid_id, address in chosen:
        state = probe.look(address)
        row = AidLink.objects.filter(aid=aid_id, address=address).first()
        before = LinkView(LinkState(row.state), row.checked_at, row.failing_since) if row else None
        since = freshness.failing_since(state, before, now=now)
        AidLink.objects.update_or_create(
            aid_id=aid_id,
            defaults={"address": address, "state": state.value, "checked_at": now, "failing_since": since},
        )
    return len(chosen)
