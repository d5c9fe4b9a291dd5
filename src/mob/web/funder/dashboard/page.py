"""The funder's dashboard: what came, how it ended, how long it took, what was granted; each number opens its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from mob.applications.inbox import Tab
from mob.applications.stops import DraftStop
from mob.applications.types import State
from mob.insights import dashboard
from mob.insights.board import TO_DO, Board, Line, Scope
from mob.insights.cells import Half
from mob.kernel import clock
from mob.kernel.money import format_euros
from mob.web import charts
from mob.web.charts import Bar, Column
from mob.web.funder import words
from mob.web.funder.access import Request, at_the_desk, language, show
from mob.web.funder.dashboard import money
from mob.web.funder.dashboard.parts import Cell, Figure, Reader, share, whole
from mob.web.funder.inbox import aids_of, communities_of

_KINDS = {State.APPROVED: "ok", State.REJECTED: "no", State.WITHDRAWN: "soft", State.CLOSED_INCOMPLETE: "soft"}
_MOST_LINES = 12
_MOST_HALVES = 8
STOPS = {
    DraftStop.BENEFICIARY: gettext_lazy("Who it is for"),
    DraftStop.QUESTIONS: gettext_lazy("The profile or the questions"),
    DraftStop.COMMUNITY: gettext_lazy("The community"),
    DraftStop.PAPERS: gettext_lazy("The papers"),
    DraftStop.SENDING: gettext_lazy("The declaration and sending"),
}


@require_safe
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """One page; the period, the aid and the community are in its address."""
    aids, communities = dict(aids_of(request.actor)), communities_of(request.actor)
    reader = Reader(_scope(request.GET, aids, communities), aids, communities)
    board = dashboard.board(request.actor, reader.scope)
    context = {
        "scope": reader.scope,
        "years": board.years,
        "aids": sorted(aids.items(), key=lambda each: each[1]),
        "communities": communities.items(),
        "is_empty": not board.received and not board.started,
        "is_narrowed": reader.scope != Scope(),
        "key_figures": _key_figures(board, reader),
        "figures": [figure for figure in _figures(request, board, reader) if figure.rows],
    }
    return show(request, "dashboard.html", context, here="dashboard")


def _scope(query: Mapping[str, str], aids: Mapping[UUID, str], communities: Mapping[UUID, str]) -> Scope:
    """Read an address; what makes no sense is left out."""
    year = query.get("annee", "")
    known_year = int(year) or None if len(year) == 4 and year.isascii() and year.isdigit() else None
    half = {"1": 1, "2": 2}.get(query.get("semestre", ""))
    return Scope(
        year=known_year,
        half=half if known_year else None,
        aid_id=next((key for key in aids if str(key) == query.get("aide")), None),
        community_id=next((key for key in communities if str(key) == query.get("communaute")), None),
    )


def _key_figures(board: Board, reader: Reader) -> list[tuple[str, Cell, str]]:
    """(words, number, what to know) of what is looked at first."""
    delays = board.delays
    granted = board.states.get(State.APPROVED, 0)
    found = [
        (_("Applications received"), Cell(whole(board.received), reader.files()), _people(board)),
        *(_key_figure(state, board, reader) for state in TO_DO),
        (
            _("Applications granted"),
            Cell(whole(granted), reader.files(state="approved")),
            share(granted, board.received),
        ),
        (_("Committed"), Cell(format_euros(board.cents, language()), reader.files(state="approved")), ""),
    ]
    if delays.median is not None:
        note = _("9 in 10 within %(days)s") % {"days": _days(delays.p90 or 0)}
        found.append((_("Half the decisions within"), Cell(_days(delays.median), reader.files(tab=Tab.DECIDED)), note))
    return found


def _people(board: Board) -> str:
    """How many distinct people that is; nothing where they cannot be told apart from community to community."""
    if board.people is None:
        return ""
    return ngettext("from %(number)s person", "from %(number)s people", board.people) % {"number": whole(board.people)}


def _key_figure(state: State, board: Board, reader: Reader) -> tuple[str, Cell, str]:
    return str(words.STATES[state][0]), Cell(whole(board.states.get(state, 0)), reader.files(state=state.value)), ""


def _figures(request: Request, board: Board, reader: Reader) -> list[Figure]:
    this_year = clock.civil_date(clock.now()).year
    found = [_states(board, reader), _halves(board, reader), money.envelopes(request, reader, this_year)]
    if not reader.scope.aid_id:
        found.append(_lines("aids", _("By aid"), board.aids, reader))
    if reader.communities and not reader.scope.community_id:
        found.append(_lines("communities", _("By community"), board.communities, reader))
    return [*found, _delays(board, reader), _reasons(board, reader), _funnel(board, reader), _stops(board)]


def _states(board: Board, reader: Reader) -> Figure:
    counted = [(state, board.states.get(state, 0)) for state in words.STATES]
    rows = [(str(words.STATES[state][0]), number, _KINDS.get(state, "plain"), state) for state, number in counted]
    return _simple(
        "states",
        _("By state"),
        [(label, number, kind, reader.files(state=state.value)) for label, number, kind, state in rows if number],
        board.received,
    )


def _reasons(board: Board, reader: Reader) -> Figure:
    rows = [
        (str(words.REASONS[reason]), number, "no", reader.files(reason=reason.value))
        for reason, number in board.reasons.items()
    ]
    return _simple("reasons", _("Why applications are refused"), rows, sum(board.reasons.values()))


def _simple(name: str, title: str, rows: list[tuple[str, int, str, str]], total: int, note: str = "") -> Figure:
    """A bar and a line for each (words, number, kind, address), with its part of the total."""
    drawn = [Bar(label, number, whole(number), kind) for label, number, kind, _href in rows]
    said = ", ".join(f"{label} {number}" for label, number, _kind, _href in rows)
    table = [(label, [Cell(whole(number), href), Cell(share(number, total))]) for label, number, _kind, href in rows]
    headings = ["", _("Applications"), _("Part")]
    return Figure(name, title, charts.bars(name, title, said, drawn), headings, table, note)


def _halves(board: Board, reader: Reader) -> Figure:
    """By half-year, whatever the period chosen: a figure alone says little."""
    halves = [(line, line.key) for line in board.halves if isinstance(line.key, Half)][-_MOST_HALVES:]
    drawn = [
        Column(
            f"S{half.half} {half.year % 100:02d}",
            [("ok", line.granted), ("no", line.refused), ("soft", line.received - line.granted - line.refused)],
            whole(line.received),
        )
        for line, half in halves
    ]
    title = _("By half-year of receipt")
    said = ", ".join(f"{_half(half)} {line.received}" for line, half in halves)
    rows = [(_half(half), _counts(line, reader, half=half)) for line, half in reversed(halves)]
    return Figure("halves", title, charts.columns("halves", title, said, drawn), _headings(_("Half-year")), rows)


def _lines(name: str, title: str, lines: tuple[Line, ...], reader: Reader) -> Figure:
    kept = lines[:_MOST_LINES]
    named = [(line, _name(line, reader)) for line in kept]
    drawn = [Bar(label, line.received, whole(line.received)) for line, label in named]
    said = ", ".join(f"{label} {line.received}" for line, label in named)
    key = "aid" if name == "aids" else "community"
    rows = [(label, _counts(line, reader, **({key: line.key} if line.key else {}))) for line, label in named]
    return Figure(name, title, charts.bars(name, title, said, drawn), _headings(""), rows)


def _name(line: Line, reader: Reader) -> str:
    if not isinstance(line.key, UUID):
        return _("No community")
    return reader.aids.get(line.key) or reader.communities.get(line.key) or _("No longer open")


def _headings(first: str) -> list[str]:
    return [first, _("Applications received"), _("Applications granted"), _("Applications refused"), _("Committed")]


def _counts(line: Line, reader: Reader, **narrower: Any) -> list[Cell]:
    return [
        Cell(whole(line.received), reader.files(**narrower)),
        Cell(whole(line.granted), reader.files(state="approved", **narrower) if line.granted else ""),
        Cell(whole(line.refused), reader.files(state="rejected", **narrower) if line.refused else ""),
        Cell(format_euros(line.cents, language())),
    ]


def _delays(board: Board, reader: Reader) -> Figure:
    """From receipt to decision, without the time a file waits for its person."""
    named, before = [], -1
    for last, number in board.delays.buckets:
        label = _("over %(days)s") % {"days": _days(before)} if last is None else _span(before + 1, last)
        named.append((label, number))
        before = last if last is not None else before
    drawn = [Bar(label, number, whole(number)) for label, number in named]
    said = ", ".join(f"{label} {number}" for label, number in named)
    title = _("Time to a decision")
    rows = [(label, [Cell(whole(number)), Cell(share(number, board.delays.decided))]) for label, number in named]
    if rows:
        href = reader.files(tab=Tab.DECIDED)
        rows.append((_("All the decisions"), [Cell(whole(board.delays.decided), href), Cell(share(1, 1))]))
    note = _("Days from receipt to decision; the time a file waits for its person is left out.")
    headings = ["", _("Decisions"), _("Part")]
    return Figure("delays", title, charts.bars("delays", title, said, drawn), headings, rows, note)


def _funnel(board: Board, reader: Reader) -> Figure:
    decided = board.states.get(State.APPROVED, 0) + board.states.get(State.REJECTED, 0)
    rows = [
        (_("Started"), board.started, "soft", ""),
        (_("Applications sent"), board.received, "plain", reader.files()),
        (_("Applications decided"), decided, "plain", reader.files(tab=Tab.DECIDED)),
        (_("Applications granted"), board.states.get(State.APPROVED, 0), "ok", reader.files(state="approved")),
    ]
    note = _("A draft nobody sent is counted on the day it was started. You never see it.")
    return _simple(
        "funnel", _("From the first page to the decision"), rows if board.started else [], board.started, note
    )


def _stops(board: Board) -> Figure:
    rows = [(str(STOPS[stop]), number, "soft", "") for stop, number in board.stops.items()]
    note = _("Drafts nobody has touched for a week, by the page they stopped at, whatever the period.")
    return _simple("stops", _("Where drafts stop"), rows, sum(board.stops.values()), note)


def _half(half: Half) -> str:
    return _("Half-year %(half)d of %(year)d") % {"half": half.half, "year": half.year}


def _span(first: int, last: int) -> str:
    return _("%(first)d to %(last)d days") % {"first": first, "last": last}


def _days(number: int) -> str:
    return ngettext("%(days)d day", "%(days)d days", number) % {"days": number}
