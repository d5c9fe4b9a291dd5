"""From results to an application: the answers of a simulation become the first answers of a draft.

They come in the form of the results. A person who must sign in first finds them again afterwards: they wait in her
browser's session, sealed as in the form, and leave it when the draft begins or when their seal is too old.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest

from mob.applications import services
from mob.applications.views import Detail
from mob.catalogue.types import Answer
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused
from mob.web.citizen import carrying

_WAITING, _AIDS = "simulation", "simulation_aids"
MOST_AIDS = 12


def wait(request: HttpRequest, aids: Sequence[str] = ()) -> None:
    """Keep what the form carries until the person has signed in. What is not ours is left out.

    `aids`: addresses of those she chose for a project.
    """
    sealed = request.POST.get(carrying.FIELD, "")
    if _is_ours(sealed):
        request.session[_WAITING] = sealed
        request.session[_AIDS] = [slug[:120] for slug in aids[:MOST_AIDS]]


def waiting_aids(request: HttpRequest) -> list[str]:
    """The aids chosen before signing in."""
    return [str(slug) for slug in request.session.get(_AIDS, [])]


def brought(request: HttpRequest) -> Mapping[str, Answer]:
    """The answers that come with this request, by fact; from its form, else from the session."""
    return _answers(request.POST.get(carrying.FIELD, "")) or _answers(request.session.get(_WAITING, ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(_WAITING, None)
    request.session.pop(_AIDS, None)


def _is_ours(sealed: str) -> bool:
    try:
        carrying.opened(sealed)
    except Refused:
        return False
    return True


def _answers(sealed: str) -> Mapping[str, Answer]:
    try:
        return carrying.opened(sealed).answers if sealed else {}
    except Refused:
        return {}


def fill(actor: Actor, detail: Detail, answers: Mapping[str, Answer], *, now: datetime) -> None:
    """Answer the questions of a draft whose facts are known and that have no answer yet. The person checks them all."""
    values = {
        field.code: [_text(answers[field.fact])]
        for field in detail.aid.fields
        if field.fact in answers and detail.answers.get(field.code) in (None, "", [])
    }
    if values:
        services.save_answers(actor, application_id=detail.id, values=values, now=now, partial=True)


def _text(answer: Answer) -> str:
    """As its form would send it."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(carrying.stored(answer))
