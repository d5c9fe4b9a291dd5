"""`POST /api/v2/simulations`: what every aid of a commune says of some answers, and what to ask next.

The evaluator is the one of the simulator, of applications and of the desk. Nobody is asked who she is, and nothing is
stored. Only what anybody may find answers: aids reserved to an employer's people are not there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from mob.api.v2.answers import anybody, object_of, said
from mob.catalogue.search import SearchDocument
from mob.catalogue.types import Answer
from mob.eligibility import simulation
from mob.eligibility.simulation import Estimate, Question, Simulation, Situation
from mob.eligibility.types import Verdict
from mob.geography import selectors as geography
from mob.kernel import clock
from mob.kernel.errors import Invalid

MOST_ANSWERS, MOST_TEXT = 100, 200
LANGUAGES = ("fr", "en")


@anybody
def simulations(request: HttpRequest) -> HttpResponse:
    """Answers 200 whatever the aids say; 422 with the place at fault for what makes no sense."""
    asked = object_of(request)
    language = _language(asked)
    request.told_in = language  # type: ignore[attr-defined]
    with translation.override(language):
        situation = _situation(asked)
        today = clock.civil_date(clock.now())
        found = simulation.run(situation, day=today)
        return said(_plain(found, day=today, language=language))


def _language(asked: Mapping[str, Any]) -> str:
    language = asked.get("language", "fr")
    if language not in LANGUAGES:
        raise Invalid("api_choice", "language", allowed=", ".join(LANGUAGES))
    return str(language)


def _situation(asked: Mapping[str, Any]) -> Situation:
    """Raises Invalid with a pointer."""
    for name in asked:
        if name not in ("commune", "answers", "aid", "language"):
            raise Invalid("api_unknown_name", name[:60], value=name[:60])
    commune = asked.get("commune")
    known = geography.commune(commune) if isinstance(commune, str) else None
    if known is None:
        raise Invalid("api_commune", "commune")
    aid = asked.get("aid", "")
    if not isinstance(aid, str) or len(aid) > MOST_TEXT:
        raise Invalid("api_text", "aid")
    return Situation(known.code, tuple(_answers(asked.get("answers", {})).items()), aid)


def _answers(given: Any) -> dict[str, Answer | None]:
    if not isinstance(given, dict) or len(given) > MOST_ANSWERS:
        raise Invalid("api_answers", "answers", limit=MOST_ANSWERS)
    for name, answer in given.items():
        if not _is_answer(answer):
            raise Invalid("api_answer", f"answers.{name[:60]}", value=name[:60])
    return given


def _is_answer(answer: Any) -> bool:
    """null: she would rather not say. A number is finite and of a size that means something."""
    if answer is None or isinstance(answer, bool):
        return True
    if isinstance(answer, str):
        return len(answer) <= MOST_TEXT and "\x00" not in answer
    return isinstance(answer, int | float) and abs(answer) < 1e15 and math.isfinite(answer)


def _plain(found: Simulation, *, day: date, language: str) -> dict[str, Any]:
    verdicts = simulation.explained(found, day=day)
    estimates = (*found.eligible, *found.undetermined, *found.ineligible)
    question = simulation.question_of(found.next_fact, found.situation, day=day, language=language)
    return {
        "commune": found.situation.commune,
        "date": day.isoformat(),
        "aids": [_aid(each, verdicts[each.document.slug], language) for each in estimates],
        "unruled": [_named(each, language) for each in found.unruled],
        "upcoming": [_named(each, language) for each in found.upcoming],
        "ended": [_named(each, language) for each in found.ended],
        "next_question": _question(question) if question else None,
    }


def _aid(estimate: Estimate, verdict: Verdict, language: str) -> dict[str, Any]:
    return _named(estimate.document, language) | {
        "outcome": estimate.outcome.value,
        "amount_cents": estimate.amount,
        "up_to_cents": estimate.up_to,
        "missing": list(estimate.missing or ()),
        "reasons": [
            {"outcome": each.outcome.value, "text": each.text, "source": each.source_url or None}
            for each in verdict.reasons
        ],
        "computation": list(verdict.steps),
        "rules": verdict.engine,
    }


def _named(document: SearchDocument, language: str) -> dict[str, Any]:
    return {
        "slug": document.slug,
        "title": document.card(language).title,
        "funder": document.funder_name,
        "page": f"{settings.ENV.public_url}/aides/{document.slug}",
    }


def _question(question: Question) -> dict[str, Any]:
    """`fact` is the name under which `answers` takes what is answered."""
    field = question.field
    return {
        "fact": question.fact,
        "label": field.label,
        "hint": field.hint,
        "kind": field.kind.value,
        "unit": question.unit,
        "choices": [{"code": choice.code, "label": choice.label} for choice in field.choices],
    }
