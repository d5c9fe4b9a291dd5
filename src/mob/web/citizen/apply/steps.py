"""The pages of a draft that ask: who it is for, the profile, each question, the community. And the silent save."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mob.applications import needs, representation, selectors, services
from mob.applications.needs import ProfilePart
from mob.catalogue.types import CustomField
from mob.eligibility.certified.types import Certified
from mob.eligibility.certifying import reading as certified_data
from mob.geography import selectors as geography
from mob.geography.types import Commune
from mob.identity import services as identity
from mob.identity.types import ClaimName, ProfileField, ProfileView
from mob.kernel import clock
from mob.kernel.errors import Invalid, InvalidMany
from mob.web import certified, communes, forms
from mob.web.citizen import words
from mob.web.citizen.apply import certifying
from mob.web.citizen.apply.drafting import Draft, frame, onward, show, step
from mob.web.citizen.apply.forms import AnswersForm, BeneficiaryForm, CommunityForm, ProfileForm, raw_answers
from mob.web.citizen.apply.journey import Task
from mob.web.components import Row
from mob.web.formats import long_date

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@_form_page
@step
def beneficiary(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """For me, or for a child I am responsible for."""
    form = BeneficiaryForm.of(draft.detail.beneficiary)
    if request.method == "POST":
        form = BeneficiaryForm(request.POST)
        if form.is_valid() and _save_beneficiary(draft, form):
            return onward(request, draft, "beneficiaire")
    context = {**frame(draft, Task.BENEFICIARY, "beneficiaire"), "form": form}
    return show(request, "beneficiary", context, refused=form.is_bound)


def _save_beneficiary(draft: Draft, form: BeneficiaryForm) -> bool:
    try:
        services.save_beneficiary(draft.actor, application_id=draft.detail.id, now=clock.now(), **form.cleaned_data)
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return False
    return True


@_form_page
@step
def profile(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """What the aid needs to know of the person, kept in her profile for next time."""
    parts = needs.profile_parts(draft.aid)
    asks_place = ProfilePart.COMMUNE in parts
    form = ProfileForm(parts, draft.profile)
    place = _known_place(draft.profile)
    if request.method == "POST":
        form = ProfileForm(parts, draft.profile, request.POST)
        found = communes.read_place(request.POST) if asks_place else None
        place = communes.answer_of(request.POST, found)
        if _save_profile(draft, form, found, asks_place):
            return onward(request, draft, "profil")
    lines = forms.summary_of([form])[1]
    if form.is_bound and asks_place and place.error:
        lines.append(forms.SummaryLine("lieu", place.error))
    title = ngettext("One answer needs correcting", "%(count)d answers need correcting", len(lines))
    context = frame(draft, Task.PROFILE, "profil") | {
        "form": form,
        "summary_title": title % {"count": len(lines)},
        "summary_lines": lines,
        "asks_place": asks_place,
        "place_answer": place,
        "certified": _certified(draft.profile),
        "for_child": representation.of(draft.detail.beneficiary) is not None,
    }
    return show(request, "profile", context, refused=form.is_bound)


def _known_place(person: ProfileView) -> communes.PlaceAnswer:
    commune = geography.commune(person.commune) if person.commune else None
    return communes.answer_of({}, commune) if commune else communes.PlaceAnswer()


def _save_profile(draft: Draft, form: ProfileForm, place: Commune | list[Commune] | None, asks_place: bool) -> bool:
    """Keep what was typed when all of it can be read."""
    is_valid = form.is_valid()
    if not is_valid or (asks_place and not isinstance(place, Commune)):
        return False
    answers = form.answers()
    if isinstance(place, Commune):
        answers[ProfileField.COMMUNE] = place.code
    try:
        identity.declare(draft.actor, answers=answers, now=clock.now())
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return False
    return True


def _certified(person: ProfileView) -> list[Row]:
    """What somebody vouches for, and that is therefore not asked."""
    labels = ProfileForm.base_fields
    return [
        Row(str(labels[name.value].label), _written(name, claim.value))
        for name, claim in person.claims.items()
        if claim.is_certified
    ]


def _written(name: ClaimName, value: str) -> str:
    return long_date(date.fromisoformat(value), words.language()) if name is ClaimName.BIRTH_DATE else value


@_form_page
@step
def question(request: HttpRequest, draft: Draft, code: str) -> HttpResponseBase:
    """One question of the aid, alone on its page."""
    asked = draft.aid.field(code)
    if asked is None:
        raise Http404
    path = f"question/{code}"
    fact = draft.detail.certified.by_field.get(code)
    if fact is not None:
        return _certified_question(request, draft, asked, fact)
    proposed = {} if request.method == "POST" else _proposed(draft, code)
    form = AnswersForm.of([asked], proposed | draft.detail.answers)
    if request.method == "POST":
        form = AnswersForm([asked], request.POST)
        if form.is_valid() and save_answers(request, draft, form):
            return onward(request, draft, path)
    context = frame(draft, Task.QUESTIONS, path) | {
        "form": form,
        "is_proposed": bool(proposed) and not form.is_bound,
        "field": question_view(form, asked),
        "is_awaited": code in draft.detail.certified.awaited,
        "offer": certifying.offer(draft, [asked.fact] if asked.fact else []),
        "question_place": draft.journey.question_place(path),
    }
    return show(request, "question", context, refused=form.is_bound)


def _certified_question(request: HttpRequest, draft: Draft, asked: CustomField, fact: Certified) -> HttpResponseBase:
    """The answer of a register: shown with who gave it, and locked. It is contested first, where it is wrong."""
    path = f"question/{asked.code}"
    if request.method == "POST":
        return onward(request, draft, path)
    context = frame(draft, Task.QUESTIONS, path) | {
        "label": words.label_and_unit(asked)[0],
        "value": certified.value_of(fact),
        "told": certified.told(fact),
        "fact": fact,
        "fact_id": certified_data.fact_id(draft.actor, draft.detail.funder_id, fact),
        "here_path": request.get_full_path(),
        "question_place": draft.journey.question_place(path),
    }
    return show(request, "certified_question", context)


def _proposed(draft: Draft, code: str) -> dict[str, Any]:
    """The answer given to the same question of this funder last time, while this one has none."""
    if code in draft.detail.answers:
        return {}
    earlier = selectors.earlier_answers(draft.actor, draft.detail.id)
    return {code: earlier[code]} if code in earlier else {}


def question_view(form: AnswersForm, asked: CustomField) -> forms.FieldView:
    """A question as the field component draws it."""
    return forms.describe(form[asked.code], unit=words.label_and_unit(asked)[1], big=True)


def save_answers(request: HttpRequest, draft: Draft, form: AnswersForm) -> bool:
    """Keep the answers of a page; what the services refuse is shown beside its question."""
    values = raw_answers(form.questions, request.POST)
    try:
        services.save_answers(draft.actor, application_id=draft.detail.id, values=values, now=clock.now())
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return False
    return True


@_form_page
@step
def community(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Which community of the funder."""
    if len(draft.communities) < 2:
        raise Http404
    chosen = str(draft.detail.community_id) if draft.detail.community_id else None
    form = CommunityForm(draft.communities, initial={"community": chosen})
    if request.method == "POST":
        form = CommunityForm(draft.communities, request.POST)
        if form.is_valid():
            key = UUID(form.cleaned_data["community"])
            services.choose_community(draft.actor, application_id=draft.detail.id, community_id=key, now=clock.now())
            return onward(request, draft, "communaute")
    context = {**frame(draft, Task.COMMUNITY, "communaute"), "form": form}
    return show(request, "community", context, refused=form.is_bound)
