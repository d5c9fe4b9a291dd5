"""Aids to look at again, and who keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mob.catalogue import freshness
from mob.catalogue.models import Aid, AidText, MistakeReport
from mob.catalogue.permissions import AUTHORS
from mob.catalogue.selectors import authoring
from mob.catalogue.selectors.reading import later
from mob.catalogue.types import (
    AidFreshness,
    AidState,
    Keeper,
    LinkState,
    LinkView,
    ReportView,
    Watched,
    WatchedRow,
)
from mob.directory import selectors as directory
from mob.directory.types import StaffView
from mob.kernel.actor import Actor, Role


def to_look_at(actor: Actor, *, today: date) -> list[WatchedRow]:
    """The aids the actor may write that should be looked at again, most pressing first."""
    rows = _rows(authoring.visible_to(actor), today)
    return sorted(rows, key=lambda row: (_rank(row), row.watched.valid_to or date.max, row.title.casefold()))


def freshness_of(actor: Actor, aid_id: UUID, *, today: date) -> AidFreshness:
    """What is watched of one aid, and what was written of it. Raises NotFound or Forbidden."""
    authoring.load(actor, aid_id)
    aid = _watched(Aid.objects.filter(id=aid_id)).get()
    watched = _facts(aid)
    reports = MistakeReport.objects.filter(aid=aid).order_by("-created_at")
    return AidFreshness(
        watched,
        freshness.worries(watched, today=today) if aid.state == AidState.PUBLISHED.value else (),
        _owner_of(aid),
        tuple(ReportView(r.id, r.text, r.email, r.created_at, r.settled_at) for r in reports[:50]),
    )


def report_of(report_id: UUID) -> tuple[str, str, str] | None:
    """The aid's title, the words and the address of a report, for who tells its keepers of it."""
    row = MistakeReport.objects.filter(id=report_id).select_related("aid").first()
    if row is None:
        return None
    title = AidText.objects.filter(version=row.aid.current_id, language="fr").values_list("title", flat=True).first()
    return title or row.aid.slug, row.text, row.email


def keepers_of(aid_id: UUID) -> list[Keeper]:
    """Who is told of this aid: its owner, else the funder's authors, else the administrators of the platform."""
    aid = Aid.objects.filter(id=aid_id).first()
    return [] if aid is None else _keepers(aid.funder_id, _owner_of(aid))


def watched_by_keeper(*, today: date) -> dict[Keeper, list[WatchedRow]]:
    """Every aid to look at, by who is told of it."""
    found: dict[Keeper, list[WatchedRow]] = {}
    known: dict[tuple[UUID, UUID | None], list[Keeper]] = {}
    for row in _rows(Aid.objects.all(), today):
        place = (row.funder_id, row.owner_id)
        if place not in known:
            known[place] = _keepers(*place)
        for keeper in known[place]:
            found.setdefault(keeper, []).append(row)
    return found


def possible_owners(actor: Actor, aid_id: UUID) -> list[StaffView]:
    """The staff of the funder who may write its aids. Raises NotFound or Forbidden."""
    return authors_of(authoring.load(actor, aid_id).funder_id)


def authors_of(funder_id: UUID) -> list[StaffView]:
    return [each for each in directory.staff_of(funder_id) if each.roles & set(AUTHORS)]


def _rank(row: WatchedRow) -> list[int]:
    order = list(type(row.worries[0]))
    return [order.index(worry) for worry in row.worries]


def _rows(aids: QuerySet[Aid], today: date) -> Iterable[WatchedRow]:
    shown = list(_watched(aids.filter(state=AidState.PUBLISHED.value, current__isnull=False)))
    titles = dict(
        AidText.objects.filter(language="fr", version__in=[aid.current_id for aid in shown]).values_list(
            "version_id", "title"
        )
    )
    for aid in shown:
        watched = _facts(aid)
        if found := freshness.worries(watched, today=today):
            title = (titles.get(aid.current_id) if aid.current_id else None) or aid.slug
            page = (aid.current.external_url or aid.current.source_url) if aid.current else ""
            yield WatchedRow(
                aid.id, aid.slug, title, aid.funder_id, aid.funder.name, aid.owner_id, watched, found, page
            )


def _watched(aids: QuerySet[Aid]) -> QuerySet[Aid]:
    open_reports = Count("reports", filter=Q(reports__settled_at=None))
    return aids.select_related("funder", "current", "link").annotate(open_reports=open_reports)


def _facts(aid: Aid) -> Watched:
    link = getattr(aid, "link", None)
    current = aid.current
    return Watched(
        valid_to=current.valid_to if current else None,
        verified_on=later(current.verified_on if current else None, aid.verified_on),
        link=LinkView(LinkState(link.state), link.checked_at, link.failing_since) if link else None,
        open_reports=aid.open_reports,  # type: ignore[attr-defined]
    )


def _owner_of(aid: Aid) -> UUID | None:
    """The owner, as long as she works there."""
    is_there = any(each.user_id == aid.owner_id for each in authors_of(aid.funder_id)) if aid.owner_id else False
    return aid.owner_id if is_there else None


def _keepers(funder_id: UUID, owner_id: UUID | None) -> list[Keeper]:
    authors = authors_of(funder_id)
    own = [each for each in authors if each.user_id == owner_id]
    chosen = own or authors or [each for each in directory.staff_of(None) if Role.ADMINISTRATOR in each.roles]
    return [Keeper(each.user_id, each.email) for each in chosen if each.email]


def oldest_links(*, fine_before: datetime, failing_before: datetime, limit: int) -> list[tuple[UUID, str]]:
    """Official pages of open aids to be asked again: never asked first, then the longest ago."""
    rows = Aid.objects.filter(state=AidState.PUBLISHED.value).exclude(current__external_url="")
    due = (
        Q(link=None)
        | Q(link__checked_at__lt=fine_before)
        | Q(link__failing_since__isnull=False, link__checked_at__lt=failing_before)
    )
    found = rows.filter(due).order_by("link__checked_at").values_list("id", "current__external_url")
    return list(found[:limit])
