"""The inbox: tabs, filters, sorted columns, pages, and claiming several files at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mob.applications import inbox, selectors, services
from mob.applications.inbox import Filters, InboxPage, Order, Sorting, Tab
from mob.applications.types import RejectionReason, State
from mob.applications.views import Row
from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.directory.types import FunderKind
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, NotFound, Refused
from mob.payments import selectors as payments
from mob.web import components
from mob.web.funder import words
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show

SLUGS = {
    Tab.MINE: "miennes",
    Tab.UNASSIGNED: "a-prendre",
    Tab.WAITING: "en-attente",
    Tab.DUE_SOON: "echeance-proche",
    Tab.DECIDED: "decidees",
    Tab.ALL: "toutes",
}
_ORDERS = {
    Order.SILENCE: "silence",
    Order.RECEIVED: "recue",
    Order.NAME: "nom",
    Order.DUE: "echeance",
    Order.DECIDED: "decision",
}
_MOST_TEXT = 120
_MOST_CLAIMED = inbox.PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: made sense of, never refused."""

    tab: Tab
    filters: Filters
    sorting: Sorting
    text: str
    has_silence: bool

    def query(self, **changes: str) -> str:
        """The address of this list, with some parameters replaced (an empty one is dropped)."""
        filters = self.filters
        known = {
            "vue": SLUGS[self.tab],
            "q": self.text,
            "aide": str(filters.aid_id or ""),
            "etat": filters.state.value if filters.state else "",
            "communaute": str(filters.community_id or ""),
            "du": filters.since.isoformat() if filters.since else "",
            "au": filters.until.isoformat() if filters.until else "",
            "motif": filters.reason.value if filters.reason else "",
            "tri": ""
            if self.sorting == inbox.orders(self.tab, has_silence=self.has_silence)[0]
            else _spell(self.sorting),
        }
        query = QueryDict(mutable=True)
        query.update({key: value for key, value in (known | changes).items() if value})
        return f"?{query.urlencode()}"


def asked(query: Mapping[str, str], default: Tab = Tab.UNASSIGNED, *, has_silence: bool = True) -> Asked:
    """Read an address; what makes no sense is left out. `has_silence`: the funder's silence is a refusal in law."""
    tabs = inbox.tabs(has_silence=has_silence)
    tab = next((tab for tab in tabs if SLUGS[tab] == query.get("vue")), default)
    text = " ".join(query.get("q", "").replace("\x00", "").split())[:_MOST_TEXT]
    filters = Filters(
        aid_id=_uuid(query.get("aide", "")),
        state=next((s for s in State if s.value == query.get("etat") and s is not State.DRAFT), None),
        community_id=_uuid(query.get("communaute", "")),
        since=_day(query.get("du", "")),
        until=_day(query.get("au", "")),
        text=text,
        reason=next((reason for reason in RejectionReason if reason.value == query.get("motif")), None),
    )
    return Asked(tab, filters, _sorting(tab, query.get("tri", ""), has_silence), text, has_silence)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _sorting(tab: Tab, text: str, has_silence: bool) -> Sorting:
    offered = inbox.orders(tab, has_silence=has_silence)
    order = next((each.order for each in offered if _ORDERS[each.order] == text.removeprefix("-")), None)
    return Sorting(order, text.startswith("-")) if order else offered[0]


def _spell(sorting: Sorting) -> str:
    return f"{'-' if sorting.descending else ''}{_ORDERS[sorting.order]}"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of the table. `href` is empty where one cannot sort; `aria` is aria-sort's value."""

    label: str
    href: str = ""
    aria: str = ""


@dataclass(frozen=True, slots=True)
class TabLink:
    label: str
    count: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    row: Row
    tag: components.Tag
    holder: str
    is_mine: bool
    can_take: bool
    days_left: int | None
    community: str


@require_safe
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """One page of one tab."""
    now, actor = clock.now(), request.actor
    counts = inbox.counts(actor, now=now)
    wanted = asked(request.GET, _first_tab(counts), has_silence=has_silence_of(actor))
    cursor = None
    for name, backwards in (("suite", False), ("avant", True)):
        if name in request.GET:
            cursor = inbox.read_cursor(request.GET[name], wanted.sorting, backwards=backwards)
    found = inbox.page(
        actor,
        tab=wanted.tab,
        filters=wanted.filters,
        sorting=wanted.sorting,
        cursor=cursor,
        now=now,
        language=language(),
    )
    communities = communities_of(actor)
    context = {
        "asked": wanted,
        "title": words.TABS[wanted.tab],
        "tabs": [_tab(tab, counts[tab], wanted) for tab in inbox.tabs(has_silence=wanted.has_silence)],
        "columns": _columns(wanted, bool(communities)),
        "lines": _lines(actor, found.rows, communities),
        "count": words.count(inbox.CAP + 1 if found.is_capped else found.count),
        "shows_count": found.count,
        "pages": _pages(wanted, found),
        "aids": _aids(actor, wanted),
        "states": [(s.value, words.STATES[s][0], s is wanted.filters.state) for s in State if s in words.STATES],
        "reasons": [(r.value, label, r is wanted.filters.reason) for r, label in words.REASONS.items()],
        "communities": [(key, name, key == wanted.filters.community_id) for key, name in communities.items()],
        "next_file": inbox.next_file(actor, now=now),
        "can_claim": wanted.tab in (Tab.UNASSIGNED, Tab.ALL),
        "vue": SLUGS[wanted.tab],
        "here_query": wanted.query(),
        "in_all": replace(wanted, tab=Tab.ALL).query(tri=""),
        "shows_due": wanted.tab is Tab.WAITING,
        "shows_silence": wanted.has_silence and wanted.tab in (Tab.MINE, Tab.UNASSIGNED, Tab.DUE_SOON),
        "shows_decided": wanted.tab is Tab.DECIDED,
        "spent": payments.spent_envelopes(actor, today=clock.civil_date(now), language=language()),
        "empty_title": words.EMPTY[wanted.tab][0],
        "empty_text": words.EMPTY[wanted.tab][1],
    }
    return show(request, "inbox.html", context)


def has_silence_of(actor: Actor) -> bool:
    """Whether this funder's silence is a refusal in law: it is for all but employers (CRPA, art. L231-4)."""
    funder = directory.funder(actor.funder_id) if actor.funder_id else None
    return funder is not None and funder.kind is not FunderKind.EMPLOYER


def _first_tab(counts: Mapping[Tab, int]) -> Tab:
    """Where the agent lands: on her own files when she has some."""
    return Tab.MINE if counts[Tab.MINE] else Tab.UNASSIGNED


def _tab(tab: Tab, number: int, wanted: Asked) -> TabLink:
    return TabLink(str(words.TABS[tab]), words.tab_count(tab, number), f"?vue={SLUGS[tab]}", tab is wanted.tab)


def _columns(wanted: Asked, has_communities: bool) -> list[Column]:
    offered = {each.order for each in inbox.orders(wanted.tab, has_silence=wanted.has_silence)}
    titles = {Order.SILENCE: _("Answer before"), Order.DUE: _("Due"), Order.DECIDED: _("Decided on")}
    last = next((order for order in titles if order in offered), None)
    return [
        Column(_("File number")),
        _sortable(_("Person"), Order.NAME, wanted),
        Column(_("Aid")),
        *([Column(_("Community"))] if has_communities else []),
        _sortable(_("Received"), Order.RECEIVED, wanted),
        *([_sortable(titles[last], last, wanted)] if last else []),
        Column(_("State")),
        Column(_("Held by")),
    ]


def _sortable(label: str, order: Order, wanted: Asked) -> Column:
    here = wanted.sorting.order is order
    turned = Sorting(order, not wanted.sorting.descending if here else False)
    aria = ("descending" if wanted.sorting.descending else "ascending") if here else ""
    return Column(label, wanted.query(tri=_spell(turned)), aria)


def _lines(actor: Actor, rows: tuple[Row, ...], communities: dict[UUID, str]) -> list[Line]:
    today = clock.civil_date(clock.now())
    names = holders(actor)
    return [
        Line(
            row=row,
            tag=words.state_tag(row.state),
            holder=names.get(row.assignee_id, _("a former colleague")) if row.assignee_id else "",
            is_mine=row.assignee_id == actor.id,
            can_take=row.state.is_with_funder and row.assignee_id != actor.id,
            days_left=_days_left(row, today),
            community=communities.get(row.community_id, "") if row.community_id else "",
        )
        for row in rows
    ]


def _days_left(row: Row, today: date) -> int | None:
    """Days until the date the row shows: the person's while she corrects, else the funder's own."""
    due = row.due_on if row.state is State.CHANGES_REQUESTED else row.silence_on
    return (due - today).days if due else None


def holders(actor: Actor) -> dict[UUID, str]:
    """Names of the funder's present staff, by id."""
    return {card.user_id: card.full_name for card in directory.staff_of(actor.funder_id)} if actor.funder_id else {}


def _pages(wanted: Asked, found: InboxPage) -> dict[str, str]:
    """Addresses of the pages around this one; empty at the ends."""
    write = inbox.write_cursor
    return {
        "previous": wanted.query(avant=write(found.previous)) if found.previous else "",
        "next": wanted.query(suite=write(found.next)) if found.next else "",
        "first": wanted.query() if found.previous else "",
    }


def _aids(actor: Actor, wanted: Asked) -> list[tuple[UUID, str, bool]]:
    return [(aid, title, aid == wanted.filters.aid_id) for aid, title in aids_of(actor)]


def aids_of(actor: Actor) -> list[tuple[UUID, str]]:
    """The aids the agent's files are about, by title."""
    known = inbox.aids_of(actor)
    titles = catalogue.titles([version for _aid, version in known], language=language())
    return sorted(((aid, titles[version].title) for aid, version in known), key=lambda each: each[1])


def communities_of(actor: Actor) -> dict[UUID, str]:
    """Names of the communities the agent works for."""
    if actor.funder_id is None:
        return {}
    seen = directory.communities_of(actor.funder_id)
    return {c.id: c.name for c in seen if actor.community_ids is None or c.id in actor.community_ids}


@require_POST
@at_the_desk
def claim_several(request: Request) -> HttpResponseBase:
    """Take the ticked files in hand. What cannot be taken any more is said, the rest is taken."""
    taken = missed = 0
    for reference in request.POST.getlist("choix")[:_MOST_CLAIMED]:
        try:
            key = selectors.id_of(request.actor, reference.replace("\x00", ""))
            services.claim(request.actor, application_id=key, now=clock.now())
            taken += 1
        except (Conflict, Forbidden, NotFound, Refused):
            missed += 1
    _say(request, taken, missed)
    back = QueryDict(request.POST.get("retour", "").removeprefix("?"))
    query = asked(back, has_silence=has_silence_of(request.actor))
    return see(f"{INBOX}{query.query()}")


def _say(request: Request, taken: int, missed: int) -> None:
    if taken:
        text = ngettext("%(count)d file is now yours.", "%(count)d files are now yours.", taken)
        messages.success(request, text % {"count": taken})
    if missed:
        text = ngettext(
            "%(count)d file could not be taken: it was decided or withdrawn meanwhile.",
            "%(count)d files could not be taken: they were decided or withdrawn meanwhile.",
            missed,
        )
        messages.warning(request, text % {"count": missed})
    if not taken and not missed:
        messages.info(request, _("Tick at least one file first."))
