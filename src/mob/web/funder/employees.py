"""The people of an employer: who asks, who is affiliated, who left; one by one or from a file of leavers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.rules import may_manage_affiliations
from mob.directory.types import AffiliationState, AffiliationView, FunderKind, LeaverLine
from mob.kernel import clock
from mob.kernel.errors import Invalid, MobError
from mob.kernel.texts import text_of
from mob.web.forms import Form
from mob.web.funder.access import Request, at_the_desk, language, see, show

HERE = "/gestion/salaries"
SIZE = 50
View = Callable[..., HttpResponseBase]
VIEWS = {
    "confirmees": AffiliationState.CONFIRMED,
    "attente": AffiliationState.PENDING,
    "terminees": AffiliationState.ENDED,
}
LABELS = {
    AffiliationState.CONFIRMED: gettext_lazy("Affiliated"),
    AffiliationState.PENDING: gettext_lazy("Waiting"),
    AffiliationState.ENDED: gettext_lazy("Ended"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a file of leavers, in words. `why` is empty when it can be done."""

    number: int
    text: str
    name: str
    why: str


class LeaversForm(Form):
    file = forms.FileField(
        label=gettext_lazy("File of the people who left"),
        help_text=gettext_lazy("CSV, 500 kB at most, with a column “adresse” (of work) or “matricule”."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


def for_employers(view: View) -> View:
    """Only at an employer's desk, for who sees all its people: elsewhere the page does not exist."""

    @wraps(view)
    def page(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        funder = directory.funder(request.actor.funder_id) if request.actor.funder_id else None
        if funder is None or funder.kind is not FunderKind.EMPLOYER:
            raise Http404
        if not may_manage_affiliations(request.actor, funder.id):
            raise Http404
        return view(request, *args, **kwargs)

    return at_the_desk(page)


@require_safe
@for_employers
def listing(request: Request) -> HttpResponseBase:
    """One state at a time, found again by name, work address or number."""
    view = request.GET.get("vue", "")
    state = VIEWS.get(view, AffiliationState.CONFIRMED)
    text = request.GET.get("q", "").replace("\x00", "")[:120]
    number = _page_number(request)
    rows, total = directory.employees(request.actor, state=state, text=text, start=(number - 1) * SIZE, limit=SIZE)
    context = {
        "state": state,
        "vue": view if view in VIEWS else "confirmees",
        "title": LABELS[state],
        "tabs": _tabs(request, state),
        "rows": rows,
        "q": text,
        "page": _page(rows, number, total),
        "door": directory.affiliation_rules(_funder_id(request)),
        "me": request.actor.id,
    }
    return show(request, "employees.html", context, here="employees")


def _funder_id(request: Request) -> UUID:
    if request.actor.funder_id is None:
        raise Http404
    return request.actor.funder_id


def _tabs(request: Request, state: AffiliationState) -> list[Tab]:
    counts = directory.employee_counts(request.actor)
    return [Tab(str(LABELS[each]), f"?vue={word}", counts[each], each is state) for word, each in VIEWS.items()]


def _page(rows: list[AffiliationView], number: int, total: int) -> Page[Any]:
    paginator: Paginator[Any] = Paginator(range(total), SIZE)
    return Page(rows, number, paginator)


def _page_number(request: Request) -> int:
    text = request.GET.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


@require_POST
@for_employers
def accept(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """One click: the person is told, and may be ended as easily."""
    view = _found(request, affiliation_id)
    try:
        services.accept_affiliation(request.actor, affiliation_id=view.id, now=clock.now())
        messages.success(request, _("%(name)s is affiliated.") % {"name": view.full_name})
    except MobError as error:
        messages.error(request, _words(error))
    return see(f"{HERE}?vue=attente")


@require_http_methods(["GET", "HEAD", "POST"])
@for_employers
def refuse(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """The staff do not know this person. Asks once."""
    view = _found(request, affiliation_id)
    return _confirm(
        request,
        view,
        act=lambda: services.refuse_affiliation(request.actor, affiliation_id=view.id, now=clock.now()),
        title=_("Refuse %(name)s?") % {"name": view.full_name},
        text=_("An e-mail tells the person. A new request is possible, for example with the right name."),
        button=_("Refuse"),
        back=f"{HERE}?vue=attente",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_employers
def end(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """The person left. Asks once; files under way forbid it and are named."""
    view = _found(request, affiliation_id)
    return _confirm(
        request,
        view,
        act=lambda: services.end_affiliation(request.actor, affiliation_id=view.id, now=clock.now()),
        title=_("End the affiliation of %(name)s?") % {"name": view.full_name},
        text=_("Your aids close for this person from now on; what was granted stays. An e-mail says so."),
        button=_("End the affiliation"),
        back=HERE,
    )


def _found(request: Request, affiliation_id: UUID) -> AffiliationView:
    view = directory.affiliation(request.actor, affiliation_id)
    if view is None:
        raise Http404
    return view


def _confirm(
    request: Request,
    view: AffiliationView,
    *,
    act: Callable[[], None],
    title: str,
    text: str,
    button: str,
    back: str,
) -> HttpResponseBase:
    trouble = ""
    if request.method == "POST":
        try:
            act()
        except MobError as error:
            trouble = _words(error)
        else:
            messages.success(request, _("Done."))
            return see(back)
    context = {"view": view, "title": title, "text": text, "button": button, "back": back, "trouble": trouble}
    return show(request, "employee_confirm.html", context, here="employees", status=409 if trouble else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_employers
def leavers(request: Request) -> HttpResponseBase:
    """Choose a file and see what each line would do. Nothing is done yet."""
    form = LeaversForm(request.POST or None, request.FILES or None)
    lines: list[LeaverLine] = []
    if request.method == "POST" and form.is_valid():
        try:
            lines = services.try_leavers(request.actor, content=form.cleaned_data["file"].read())
        except Invalid as error:
            form.refuse(error)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return _show_leavers(request, form, lines, status=status)


@require_POST
@for_employers
def leavers_done(request: Request) -> HttpResponseBase:
    """End those the trial found. Who started a file meanwhile stays, and is named."""
    ids = [key for word in request.POST.get("qui", "").split()[:5000] if (key := _uuid(word))]
    ended = services.end_leavers(request.actor, affiliation_ids=ids, now=clock.now())
    done = ngettext("%(count)d affiliation ended.", "%(count)d affiliations ended.", ended.done) % {"count": ended.done}
    messages.success(request, done)
    if not ended.refused:
        return see(f"{HERE}?vue=terminees")
    return _show_leavers(request, LeaversForm(), ended.refused, status=200)


def _show_leavers(request: Request, form: Form, lines: Sequence[LeaverLine], *, status: int) -> HttpResponse:
    ready = [line for line in lines if not line.code]
    context = {
        "form": form,
        "tried": bool(lines),
        "ready": [_told(line) for line in ready],
        "refused": [_told(line) for line in lines if line.code],
        "who": " ".join(str(line.affiliation_id) for line in ready),
    }
    return show(request, "leavers.html", context, here="employees", status=status)


def _told(line: LeaverLine) -> Told:
    why = text_of(line.code, language(), **dict(line.params)) if line.code else ""
    return Told(line.number, line.text, line.name, why)


def _words(error: MobError) -> str:
    return text_of(error.code, language(), **error.params)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
