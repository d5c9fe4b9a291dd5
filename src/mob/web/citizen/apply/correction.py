"""Answering a request for corrections: only what was asked is open, with the agent's words and the date beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mob.applications import selectors, services
from mob.applications.types import Action
from mob.applications.views import Detail
from mob.catalogue.types import CustomField, RequiredProof
from mob.kernel import clock
from mob.kernel.errors import Invalid, InvalidMany, NotFound, Refused
from mob.web import forms
from mob.web.citizen import words
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.citizen.apply import buying, paper_list
from mob.web.citizen.apply.forms import AnswersForm, raw_answers


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`POST` keeps the answers, and sends everything back when the button says so."""
    detail = selectors.by_reference(actor_of(request), reference, language=language_of(request))
    if Action.RESUBMIT not in detail.actions or detail.request is None:
        if request.method == "POST":
            raise Refused("wrong_state")
        return to(f"/demandes/{reference}")
    if request.method == "POST":
        return _answer(request, detail)
    return show_again(request, detail)


def _answer(request: HttpRequest, detail: Detail) -> HttpResponseBase:
    form = AnswersForm(_fields(detail), request.POST)
    if not form.is_valid() or not _save(request, detail, form):
        return show_again(request, detail, form)
    try:
        services.resubmit(actor_of(request), application_id=detail.id, now=clock.now())
    except Refused as error:
        if error.code != "request_unanswered":
            raise
        fresh = selectors.by_reference(actor_of(request), detail.reference, language=language_of(request))
        return show_again(request, fresh, paper_errors=_still_asked(fresh))
    return to(f"/demandes/{detail.reference}/recu")


def _save(request: HttpRequest, detail: Detail, form: AnswersForm) -> bool:
    values = raw_answers(form.questions, request.POST)
    try:
        if values:
            services.save_answers(actor_of(request), application_id=detail.id, values=values, now=clock.now())
    except (Invalid, InvalidMany) as error:
        form.refuse(error)
        return False
    return True


def _still_asked(detail: Detail) -> dict[str, str]:
    """The papers asked for that were not sent again, with words for each."""
    left = detail.request.items - detail.request.done if detail.request else frozenset()
    return {proof.code: words.refusal("proof_asked_again") for proof in _proofs(detail) if proof.code in left}


def show_again(
    request: HttpRequest,
    detail: Detail,
    form: AnswersForm | None = None,
    *,
    paper_errors: dict[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was refused beside what it concerns."""
    if detail.request is None:
        raise NotFound("application_unknown")
    form = form or AnswersForm.of(_fields(detail), detail.answers)
    refused = form.is_bound or bool(paper_errors)
    response = render(request, "citizen/apply/correction.html", _context(request, detail, form, paper_errors or {}))
    response.status_code = 422 if refused else 200
    return response


def _context(request: HttpRequest, detail: Detail, form: AnswersForm, paper_errors: dict[str, str]) -> dict[str, Any]:
    title, lines = forms.summary_of([form])
    cards = buying.cards(actor_of(request), detail)
    listed = paper_list.context(detail, _proofs(detail), paper_errors, fresh=True, purchases=cards)
    return {
        **listed,
        "here": "applications",
        "detail": detail,
        "aid": detail.aid,
        "correction": detail.request,
        "form": form,
        "fields": [forms.describe(form[q.code], unit=words.label_and_unit(q)[1], big=True) for q in form.questions],
        "summary_title": title if lines else listed["summary_title"],
        "summary_lines": [*lines, *listed["summary_lines"]],
        "autosave": f"/demandes/{detail.reference}/brouillon",
    }


def _fields(detail: Detail) -> list[CustomField]:
    asked = detail.request.items if detail.request else frozenset()
    return [field for field in detail.aid.fields if field.code in asked]


def _proofs(detail: Detail) -> tuple[RequiredProof, ...]:
    asked = detail.request.items if detail.request else frozenset()
    return tuple(proof for proof in detail.aid.proofs if proof.code in asked)
