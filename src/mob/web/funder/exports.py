"""Taking a list of the desk away, and the page where files wait for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.applications.inbox import Tab
from mob.exports import selectors, services
from mob.exports.selection import Selection
from mob.exports.types import ExportView, Format, Progress
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.kernel.texts import text_of
from mob.web.formats import long_date
from mob.web.funder import words
from mob.web.funder.access import INBOX, Request, at_the_desk, language, see, show
from mob.web.funder.inbox import Asked, aids_of, asked, communities_of, has_silence_of

EXPORTS = f"{INBOX}exports"


@dataclass(frozen=True, slots=True)
class Line:
    """A file on the page. `filters` says in words what narrowed its list."""

    export: ExportView
    title: str
    filters: list[str]
    rows: str
    is_ready: bool
    is_waiting: bool
    error: str


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """The files of the person; sent, the form asks for one more."""
    if request.method == "POST":
        return _ask(request)
    lines = _lines(request.actor)
    return show(
        request, "exports.html", {"lines": lines, "waits": any(line.is_waiting for line in lines)}, here="exports"
    )


def _ask(request: Request) -> HttpResponseBase:
    query = QueryDict(request.POST.get("retour", "").removeprefix("?"))
    wanted = asked(query, Tab.ALL, has_silence=has_silence_of(request.actor))
    kind = next((each for each in Format if each.value == request.POST.get("format")), Format.ODS)
    selection = Selection(wanted.tab, wanted.filters, wanted.sorting)
    try:
        key, is_there = services.ask(
            request.actor,
            kind=kind,
            selection=selection,
            query=wanted.query(),
            language=language(),
            now=clock.now(),
        )
    except Refused as error:
        messages.error(request, text_of(error.code, language(), **error.params))
        return see(EXPORTS)
    if is_there:
        return see(f"{EXPORTS}/{key}/fichier")
    messages.info(request, _("Your list is being prepared. You will get an e-mail when it is ready."))
    return see(EXPORTS)


@never_cache
@require_safe
@at_the_desk
def file(request: Request, export_id: UUID) -> HttpResponseBase:
    """The file itself."""
    found, pieces = services.take(request.actor, export_id=export_id, now=clock.now())
    response = StreamingHttpResponse(pieces, content_type=found.format.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@at_the_desk
def erase(request: Request, export_id: UUID) -> HttpResponseBase:
    """Remove a file before its time."""
    services.erase(request.actor, export_id=export_id, now=clock.now())
    messages.success(request, _("The file is erased."))
    return see(EXPORTS)


def _lines(actor: Actor) -> list[Line]:
    found = selectors.mine(actor, now=clock.now())
    return [_line(each, _filters(actor, each)) for each in found]


def _line(export: ExportView, filters: list[str]) -> Line:
    return Line(
        export=export,
        title=str(words.TABS[asked(QueryDict(export.query.removeprefix("?")), Tab.ALL).tab]),
        filters=filters,
        rows=words.exact(export.rows or 0),
        is_ready=export.progress is Progress.READY,
        is_waiting=export.progress is Progress.WAITING,
        error=text_of(export.error, language()) if export.error else "",
    )


def _filters(actor: Actor, export: ExportView) -> list[str]:
    """What narrowed a list, in words."""
    wanted = asked(QueryDict(export.query.removeprefix("?")), Tab.ALL)
    return told(actor, wanted)


def told(actor: Actor, wanted: Asked) -> list[str]:
    """What narrows a list, a few words each."""
    filters, said = wanted.filters, []
    if filters.aid_id:
        said.append(dict(aids_of(actor)).get(filters.aid_id, ""))
    if filters.state:
        said.append(str(words.STATES[filters.state][0]))
    if filters.reason:
        said.append(str(words.REASONS[filters.reason]))
    if filters.community_id:
        said.append(communities_of(actor).get(filters.community_id, ""))
    if filters.since:
        said.append(_("from %(day)s") % {"day": long_date(filters.since, language())})
    if filters.until:
        said.append(_("until %(day)s") % {"day": long_date(filters.until, language())})
    if filters.text:
        said.append(_("“%(text)s”") % {"text": filters.text})
    return [each for each in said if each]
