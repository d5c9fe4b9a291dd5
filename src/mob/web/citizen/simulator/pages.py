"""`/simulateur/`: where one lives, one question a page, the results. One address, whatever the step.

A step is a form sent and a page drawn in answer: nothing is stored, so sending it again gives the same page. The
browser may keep these pages for its back button; each also has its own way back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mob.applications import answers
from mob.catalogue import selectors as catalogue
from mob.catalogue.types import AidTitle, Answer, CustomField, FieldKind
from mob.eligibility import simulation
from mob.eligibility.certified.rules import usable
from mob.eligibility.certified.types import Certified
from mob.eligibility.certifying import reading
from mob.eligibility.simulation import MOST_QUESTIONS, Question, Simulation, Situation
from mob.geography import selectors as geography
from mob.geography.types import Commune
from mob.kernel import clock
from mob.kernel.errors import Invalid, Refused
from mob.web import communes
from mob.web.citizen import carrying
from mob.web.citizen.access import actor_of, language_of
from mob.web.citizen.apply.forms import AnswersForm, raw_answers
from mob.web.citizen.simulator import results as results_page
from mob.web.citizen.simulator import showing

AID = "aide"
_FORM = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of the simulator: who asks, in which language, on which day."""

    request: HttpRequest
    language: str
    day: date

    def run(self, situation: Situation) -> Simulation:
        return simulation.run(situation, day=self.day, actor=actor_of(self.request))

    def certified(self) -> dict[str, Certified]:
        """What registers certified of the person who is signed in: shown to her, sent to nobody."""
        held = usable(reading.own(actor_of(self.request), self.day), on=self.day, is_for_child=False)
        return held.facts

    def question_of(self, fact: str, situation: Situation) -> Question | None:
        return simulation.question_of(
            fact, situation, day=self.day, language=self.language, actor=actor_of(self.request)
        )


def visit_of(request: HttpRequest) -> Visit:
    return Visit(request, language_of(request), clock.civil_date(clock.now()))


@_FORM
def page(request: HttpRequest) -> HttpResponse:
    """GET begins; POST is a step. Bad or old forms begin again, and say so."""
    visit = visit_of(request)
    if request.method != "POST":
        return _start(visit, aid=request.GET.get(AID, ""), place=_place_of(request.GET.get(communes.CODE_NAME, "")))
    if carrying.FIELD not in request.POST:
        return _begin(visit)
    try:
        situation = carrying.opened(request.POST[carrying.FIELD])
    except Refused:
        return _start(visit, expired=True)
    return _step(visit, situation)


def _place_of(code: str) -> communes.PlaceAnswer:
    """The town of the page one comes from, already in that page's address: it only fills the field."""
    commune = geography.commune(code)
    return communes.answer_of({}, commune) if commune else communes.PlaceAnswer()


def _start(
    visit: Visit,
    *,
    aid: str = "",
    place: communes.PlaceAnswer | None = None,
    expired: bool = False,
    sealed: str = "",
) -> HttpResponse:
    """Where she lives. `sealed`: the answers to keep, when she moves."""
    context = {
        "here": "simulator",
        "place": place or communes.PlaceAnswer(),
        "aid": title_of(visit, aid),
        "expired": expired,
        "sealed": sealed,
    }
    is_wrong = expired or bool(place and place.error)
    return render(visit.request, "citizen/simulator/start.html", context, status=422 if is_wrong else 200)


def title_of(visit: Visit, slug: str) -> AidTitle | None:
    """The one aid that is asked about; None when there is none, or none by that address."""
    aid = catalogue.published(slug, language=visit.language, actor=actor_of(visit.request)) if slug else None
    return AidTitle(aid.slug, aid.title) if aid else None


def _begin(visit: Visit) -> HttpResponse:
    """The commune was typed."""
    place = communes.read_place(visit.request.POST)
    aid = visit.request.POST.get(AID, "")[:120]
    if not isinstance(place, Commune):
        return _start(visit, aid=aid, place=communes.answer_of(visit.request.POST, place))
    title = title_of(visit, aid)
    return _next(visit, Situation(place.code, aid=title.slug if title else ""))


def _step(visit: Visit, situation: Situation) -> HttpResponse:
    act, _, fact = visit.request.POST.get("act", "").partition(":")
    match act:
        case "town":
            place = _place_of(situation.commune)
            return _start(visit, aid=situation.aid, place=place, sealed=carrying.sealed(situation))
        case "moved":
            return _moved(visit, situation)
        case "back":
            return _back(visit, situation)
        case "change":
            return _ask(visit, situation, fact or "", changing=True)
        case "answer" | "skip":
            return _answered(visit, situation, is_skipped=act == "skip")
        case "resume":
            return _next(visit, situation)
        case _:
            return results(visit, situation)


def _moved(visit: Visit, situation: Situation) -> HttpResponse:
    """Another town, the other answers kept."""
    place = communes.read_place(visit.request.POST)
    if isinstance(place, Commune):
        return results(visit, replace(situation, commune=place.code))
    answer = communes.answer_of(visit.request.POST, place)
    return _start(visit, aid=situation.aid, place=answer, sealed=carrying.sealed(situation))


def _back(visit: Visit, situation: Situation) -> HttpResponse:
    """The question before, with what was answered to it; the commune before the first."""
    if not situation.said:
        return _start(visit, aid=situation.aid, place=_place_of(situation.commune))
    fact, answer = situation.said[-1]
    return _ask(visit, situation.before_last(), fact, former=answer)


def _answered(visit: Visit, situation: Situation, *, is_skipped: bool) -> HttpResponse:
    post = visit.request.POST
    fact, changing = post.get("question", ""), "changing" in post
    question = visit.question_of(fact, situation)
    if question is None:
        return _next(visit, situation)
    answer: Answer | None = None
    if not is_skipped:
        form = AnswersForm([question.field], post)
        try:
            answer = _read(question.field, form)
        except Invalid as error:
            form.refuse(error)
        if form.errors or answer is None:
            return _ask(visit, situation, fact, changing=changing, form=form)
    said = situation.saying(fact, answer)
    return results(visit, said) if changing else _next(visit, said)


def _read(question: CustomField, form: AnswersForm) -> Answer | None:
    """The typed answer; None when the form says what is wrong. Raises Invalid. Numbers are as rules take them."""
    if not form.is_valid():
        return None
    given = answers.required(question, raw_answers([question], form.data)[question.code])  # type: ignore[arg-type]
    if isinstance(given, list):
        return given[0]
    return float(given) if question.kind is FieldKind.NUMBER and isinstance(given, str) else given


def _next(visit: Visit, situation: Situation) -> HttpResponse:
    """The question that settles most, else the results. What a register certified is not asked again."""
    found, known = visit.run(situation), visit.certified()
    while (fact := known.get(found.next_fact)) and (asked := visit.question_of(found.next_fact, situation)):
        answer = showing.certified(asked, fact)
        if answer is None:
            break
        situation = situation.saying(found.next_fact, answer)
        found = visit.run(situation)
    if found.is_complete:
        return results(visit, situation, found)
    return _ask(visit, situation, found.next_fact, found=found)


def _ask(
    visit: Visit,
    situation: Situation,
    fact: str,
    *,
    found: Simulation | None = None,
    changing: bool = False,
    former: Answer | None = None,
    form: AnswersForm | None = None,
) -> HttpResponse:
    question = visit.question_of(fact, situation)
    if question is None:
        return results(visit, situation)
    known = situation.answers.get(fact) if changing else former
    form = form or AnswersForm.of([question.field], {question.field.code: carrying.stored(known)})
    found = found or visit.run(situation)
    context = showing.question(visit.language, question, form, found) | {
        "fact": fact,
        "sealed": carrying.sealed(situation),
        "changing": changing,
        "number": len(situation.said) + 1,
        "most": MOST_QUESTIONS,
    }
    return shown(visit.request, "question", context, status=422 if form.is_bound else 200)


def results(visit: Visit, situation: Situation, found: Simulation | None = None) -> HttpResponse:
    """Every aid with its answer."""
    context = {
        "shown": results_page.results(
            visit.language, visit.day, found or visit.run(situation), certified=visit.certified()
        ),
        "sealed": carrying.sealed(situation),
        "link": carrying.sealed_for_link(situation),
    }
    return shown(visit.request, "results", context)


def shown(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, f"citizen/simulator/{name}.html", {"here": "simulator"} | context, status=status)
    # The browser alone may keep it: its back button shows the page again without sending anything.
    response.headers["Cache-Control"] = "private, max-age=0"
    return response


@_FORM
def shared(request: HttpRequest) -> HttpResponse:
    """GET: the page a shared link opens; its answers are after the # and never come here. POST: its script sends them."""
    visit = visit_of(request)
    if request.method != "POST":
        return render(request, "citizen/simulator/link.html", {"here": "simulator"})
    try:
        situation = carrying.opened_from_link(request.POST.get("link", ""))
    except Refused:
        return _start(visit, expired=True)
    return results(visit, situation)
