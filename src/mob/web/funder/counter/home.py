"""The first page of the counter: who is here, who calls, whose visit is open. What is searched for travels in no address."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mob.applications import visiting, visits
from mob.applications.visits import Found
from mob.geography.types import Commune
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.errors import Invalid, InvalidMany, NotFound, Refused
from mob.web import at_counter, communes
from mob.web.forms import Form
from mob.web.funder.access import Request, see, show
from mob.web.funder.counter.door import address, at_the_counter
from mob.web.funder.counter.forms import CallForm, NameForm, NewcomerForm, ReferenceForm


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def page(request: Request) -> HttpResponseBase:
    """Find somebody by reference or by name, or check who calls: each form says which it is."""
    sent = request.POST.get("par", "") if request.method == "POST" else ""
    by_reference = ReferenceForm(request.POST if sent == "reference" else None)
    by_name = NameForm(request.POST if sent == "nom" else None)
    call = CallForm(request.POST if sent == "appel" else None)
    forms = {"by_reference": by_reference, "by_name": by_name, "call": call}
    found: list[Found] | None = None
    verdict = ""
    if by_reference.is_valid():
        one = visits.find_by_reference(request.actor, _reference(by_reference.cleaned_data["reference"]))
        found = [one] if one else []
    elif by_name.is_valid():
        found = _named(request, by_name)
    elif call.is_valid():
        verdict = _check(request, call)
    return _show(request, forms, found, verdict)


def _named(request: Request, form: NameForm) -> list[Found]:
    data = form.cleaned_data
    return visits.find_by_name(
        request.actor, first=data["first_name"], family=data["family_name"], birth_date=data["birth_date"]
    )


def _check(request: Request, form: CallForm) -> str:
    """`right`, `wrong`, or nothing when it could not be judged: the form says why."""
    reference, typed = _reference(form.cleaned_data["call_reference"]), form.cleaned_data["call_code"]
    try:
        is_right = visiting.check_spoken(request.actor, reference=reference, typed=typed, now=clock.now())
    except NotFound:
        form.add_error("call_reference", _("No file of this reference is among those you may see."))
        return ""
    except Refused as error:
        form.refuse(error)
        return ""
    return "right" if is_right else "wrong"


def _reference(typed: str) -> str:
    return typed.strip().upper()


def _show(request: Request, forms: dict[str, Form], found: list[Found] | None, verdict: str) -> HttpResponseBase:
    is_wrong = any(form.errors for form in forms.values())
    context = forms | {
        "is_wrong": is_wrong,
        "found": found,
        "verdict": verdict,
        "reference": _reference(request.POST.get("call_reference", "")),
        "open_visits": visits.visits_of(request.actor, now=clock.now()),
    }
    return show(request, "counter/home.html", context, here="counter", status=422 if is_wrong else 200)


@require_POST
@at_the_counter
def receive(request: Request) -> HttpResponseBase:
    """Somebody who was found: her visit opens."""
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError as error:
        raise Http404 from error
    visit_id = visiting.receive_known(request.actor, person_id=person_id, now=clock.now())
    return see(address(visit_id))


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_counter
def newcomer(request: Request) -> HttpResponseBase:
    """Somebody nobody has received yet. Who bears the same names and birth date is shown first."""
    form = NewcomerForm(request.POST if request.method == "POST" else None)
    place = communes.PlaceAnswer()
    same: list[Found] = []
    if request.method == "POST":
        chosen = communes.read_place(request.POST)
        place = communes.answer_of(request.POST, chosen)
        if form.is_valid() and isinstance(chosen, Commune):
            same = [] if "sure" in request.POST else _same(request, form)
            visit_id = None if same else _open(request, form, chosen)
            if visit_id:
                return see(address(visit_id))
        elif form.is_valid():
            form.add_error(None, place.error)
    context = {"form": form, "place": place, "same": same, "home": at_counter.HOME}
    return show(request, "counter/newcomer.html", context, here="counter", status=422 if form.errors else 200)


def _same(request: Request, form: NewcomerForm) -> list[Found]:
    data = form.cleaned_data
    return visits.find_by_name(
        request.actor, first=data["first_name"], family=data["birth_name"], birth_date=data["birth_date"]
    )


def _open(request: Request, form: NewcomerForm, place: Commune) -> UUID | None:
    answers = form.answers() | {ProfileField.COMMUNE: place.code}
    try:
        return visiting.receive_new(
            request.actor, answers=answers, language=form.cleaned_data["language"], now=clock.now()
        )
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return None
