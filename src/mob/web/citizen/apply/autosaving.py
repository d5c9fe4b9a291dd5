"""The silent save of the page being filled: what can be read is kept, an unfinished answer is never refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.views.decorators.http import require_POST

from mob.applications import needs, services
from mob.applications.types import Action
from mob.catalogue.types import CustomField
from mob.geography.types import Commune
from mob.identity import services as identity
from mob.identity.types import ProfileField
from mob.kernel import clock
from mob.kernel.errors import Forbidden, InvalidMany
from mob.web import communes
from mob.web.citizen import words
from mob.web.citizen.access import signed_in
from mob.web.citizen.apply import drafting
from mob.web.citizen.apply.drafting import Draft
from mob.web.citizen.apply.forms import BeneficiaryForm, ProfileForm, raw_answers
from mob.web.formats import time_hm


@require_POST
@signed_in
def autosave(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`?page=` says which page is being filled, questions by default. Answers with the time, as JSON."""
    draft = drafting.load(request, reference)
    if Action.EDIT not in draft.detail.actions:
        raise Forbidden("not_allowed")
    now = clock.now()
    keep = _PAGES.get(request.GET.get("page", ""), _keep_answers)
    keep(draft, request.POST, now)
    return JsonResponse({"saved_at": time_hm(now, words.language()), "text": words.saved(now, now)})


def _keep_answers(draft: Draft, data: QueryDict, now: datetime) -> None:
    values = raw_answers([field for field in draft.aid.fields if _is_on_page(field, data)], data)
    if values:
        services.save_answers(draft.actor, application_id=draft.detail.id, values=values, now=now, partial=True)


def _is_on_page(field: CustomField, data: QueryDict) -> bool:
    return any(name == f"q-{field.code}" or name.startswith(f"q-{field.code}_") for name in data)


def _keep_beneficiary(draft: Draft, data: QueryDict, now: datetime) -> None:
    form = BeneficiaryForm(data)
    form.is_valid()  # what cannot be read is left out of `cleaned_data`
    kept = {"kind": ""} | form.cleaned_data
    services.save_beneficiary(draft.actor, application_id=draft.detail.id, now=now, partial=True, **kept)


def _keep_profile(draft: Draft, data: QueryDict, now: datetime) -> None:
    """One refused line does not hold the others: it is left out, once."""
    form = ProfileForm(needs.profile_parts(draft.aid), draft.profile, data)
    form.is_valid()
    answers = form.answers()
    place = communes.read_place(data)
    if isinstance(place, Commune):
        answers[ProfileField.COMMUNE] = place.code
    try:
        identity.declare(draft.actor, answers=answers, now=now)
    except InvalidMany as error:
        refused = {each.pointer for each in error.errors}
        readable = {field: value for field, value in answers.items() if field.value not in refused}
        identity.declare(draft.actor, answers=readable, now=now)


_PAGES: dict[str, Callable[[Draft, QueryDict, datetime], None]] = {
    "beneficiaire": _keep_beneficiary,
    "profil": _keep_profile,
}
