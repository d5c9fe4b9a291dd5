"""One visit: the mandate to print and sign, then her files and the aids she may ask for, her receipt, and the end."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.applications import services, visiting, visits
from mob.applications.types import State
from mob.applications.views import Row
from mob.applications.visits import VisitView
from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.geography import selectors as geography
from mob.identity import postal
from mob.identity.mandate_types import MandateKind, Power
from mob.identity.mandates import selectors as mandates
from mob.identity.phones import spoken_phone
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany, MobError, Refused
from mob.web import at_counter
from mob.web.components import Row as Fact
from mob.web.formats import long_date
from mob.web.funder.access import Request, language, see, show
from mob.web.funder.counter import papers
from mob.web.funder.counter.door import address, in_visit, refused
from mob.web.funder.counter.forms import SignForm

_PLACE = "counter_place"
# Where each state of a file leads to, at the counter.
_PATHS = {State.DRAFT: "verifier", State.CHANGES_REQUESTED: "corriger"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of the person with this funder: what it is, and what can be done of it now ("" for nothing)."""

    row: Row
    state: str
    act: str
    path: str


@require_safe
@in_visit
def page(request: Request, visit: VisitView) -> HttpResponseBase:
    """What comes next in this visit."""
    if not visit.is_open:
        at_counter.leave(request)
        return _show(request, visit, "over")
    if not visit.is_signed:
        form = SignForm(initial={"place": request.session.get(_PLACE, "")})
        return _unsigned(request, visit, form)
    return _show(request, visit, "signed")


def _unsigned(request: Request, visit: VisitView, form: SignForm) -> HttpResponseBase:
    with_bank = _with_bank(request)
    try:
        mandate = visiting.mandate_words(request.actor, visit_id=visit.id, with_bank=with_bank, now=clock.now())
    except Refused as error:
        return refused(request, error, at_counter.HOME)
    context = {"visit": visit, "facts": _facts(visit), "mandate": mandate, "with_bank": with_bank, "form": form}
    status = 422 if form.errors else 200
    return show(request, "counter/sign.html", context, here="counter", status=status)


def _with_bank(request: Request) -> bool:
    return (request.POST if request.method == "POST" else request.GET).get("banque") == "1"


def _show(request: Request, visit: VisitView, stage: str) -> HttpResponseBase:
    files = _files(request, visit) if stage == "signed" else []
    context = {
        "visit": visit,
        "stage": stage,
        "facts": _facts(visit),
        "files": files,
        "aids": _aids(visit, files) if stage == "signed" else [],
        "goes_for_nothing": visit.opened_account and not files,
    }
    return show(request, "counter/visit.html", context, here="counter")


def _facts(visit: VisitView) -> list[Fact]:
    """Who she is and how she is reached."""
    person, reach = visit.person, postal.reach(visit.person)
    born = long_date(person.birth_date, language()) if person.birth_date else "–"
    place = geography.commune(person.commune) if person.commune else None
    if person.email:
        told = _("By e-mail, at the address of her account")
    elif reach.email:
        told = _("By e-mail: %(address)s") % {"address": reach.email}
    elif reach.postal:
        told = _("By post: %(address)s") % {"address": ", ".join(reach.postal)}
    else:
        told = _("No address: letters are handed over here")
    facts = [Fact(_("Birth date"), born), Fact(_("Town"), place.name if place else "–"), Fact(_("Written to"), told)]
    if person.phone and not person.email:
        facts.append(Fact(_("Telephone"), spoken_phone(person.phone)))
    return facts


def _files(request: Request, visit: VisitView) -> list[File]:
    rows = visits.files_of(request.actor, visit.id, language=language())
    return [_file(visit, row) for row in rows]


def _file(visit: VisitView, row: Row) -> File:
    label = papers.state_of(row.state)
    if row.state is State.DRAFT:
        return File(row, label, _("Go on filling in"), _PATHS[row.state])
    if row.state is State.CHANGES_REQUESTED:
        return File(row, label, _("Answer the correction"), _PATHS[row.state])
    if row.state is State.APPROVED and _lets_bank(visit):
        return File(row, label, _("Give bank details"), "coordonnees-bancaires")
    return File(row, label, "", "")


def _lets_bank(visit: VisitView) -> bool:
    return visit.mandate_id is not None and Power.BANK_DETAILS in mandates.powers_of(visit.mandate_id)


def _aids(visit: VisitView, files: list[File]) -> list[tuple[str, str]]:
    """Slug and title of what may be asked for today, drafts that exist apart."""
    begun = {file.row.aid_slug for file in files if file.row.state is State.DRAFT}
    found = []
    for title in catalogue.aids_given_by(visit.funder_id, language=language()).values():
        view = catalogue.published(title.slug, language=language()) if title.slug not in begun else None
        try:
            if view is not None:
                services.check_open(view, clock.now())
                found.append((title.slug, title.title))
        except Refused:
            continue
    return found


@require_safe
@in_visit
def mandate(request: Request, visit: VisitView) -> HttpResponseBase:
    """The mandate as a PDF, with the place for her signature."""
    with_bank = _with_bank(request)
    words_ = visiting.mandate_words(request.actor, visit_id=visit.id, with_bank=with_bank, now=clock.now())
    funder = directory.funder(visit.funder_id)
    if funder is None:
        raise Http404
    return papers.download(papers.mandate(visit, words_, funder, now=clock.now()), "mandat")


@require_http_methods(["POST"])
@in_visit
def sign(request: Request, visit: VisitView) -> HttpResponseBase:
    """She signed: the mandate is recorded, and the rest opens."""
    form = SignForm(request.POST)
    if form.is_valid():
        place = form.cleaned_data["place"]
        try:
            visiting.sign(request.actor, visit_id=visit.id, place=place, with_bank=_with_bank(request), now=clock.now())
        except (Invalid, InvalidMany) as error:
            form.refuse(error)
        except Refused as error:
            return refused(request, error, address(visit.id))
        else:
            request.session[_PLACE] = place
            return see(address(visit.id))
    return _unsigned(request, visit, form)


@require_POST
@in_visit
def ask(request: Request, visit: VisitView) -> HttpResponseBase:
    """Begin an application: from here on the pages are those she would fill in herself."""
    try:
        helper = _helper(request, visit)
        slug = request.POST.get("aid", "")
        reference = services.start(helper, slug=slug, language=visit.person.language, now=clock.now())
    except MobError as error:
        return refused(request, error, address(visit.id))
    at_counter.enter(request, visit.id)
    return see(f"/demandes/{reference}/beneficiaire")


@require_POST
@in_visit
def go_on(request: Request, visit: VisitView) -> HttpResponseBase:
    """Take up one of her files where it stands."""
    wanted = request.POST.get("reference", "")
    file = next((each for each in _files(request, visit) if each.row.reference == wanted and each.path), None)
    if file is None:
        raise Http404
    try:
        _helper(request, visit)
    except Refused as error:
        return refused(request, error, address(visit.id))
    at_counter.enter(request, visit.id)
    return see(f"/demandes/{file.row.reference}/{file.path}")


def _helper(request: Request, visit: VisitView) -> Actor:
    if not visit.is_open:
        raise Refused("visit_over")
    if visit.mandate_id is None or request.actor.id is None:
        raise Refused("visit_not_signed")
    return mandates.acting(request.actor.id, visit.mandate_id, kind=MandateKind.DESK, on=clock.civil_date(clock.now()))


@require_POST
@in_visit
def receipt(request: Request, visit: VisitView) -> HttpResponseBase:
    """Her receipt, with new codes: shown on the paper alone, those printed before end."""
    funder = directory.funder(visit.funder_id)
    if funder is None:
        raise Http404
    try:
        codes = visiting.print_codes(request.actor, visit_id=visit.id, now=clock.now())
    except Refused as error:
        return refused(request, error, address(visit.id))
    details = [papers.detail_of(visit, row.reference) for row in _rows(request, visit)]
    return papers.download(papers.receipt(visit, details, codes, funder, now=clock.now()), "recu")


def _rows(request: Request, visit: VisitView) -> list[Row]:
    return visits.files_of(request.actor, visit.id, language=visit.person.language)


@require_POST
@in_visit
def end(request: Request, visit: VisitView) -> HttpResponse:
    """She leaves: the mandate is over."""
    visiting.leave(request.actor, visit_id=visit.id, now=clock.now())
    at_counter.leave(request)
    messages.success(request, _("The visit is over, and the mandate with it."))
    return see(at_counter.HOME)
