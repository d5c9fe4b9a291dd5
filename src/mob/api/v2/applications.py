"""`/api/v2/applications`: where the person's applications stand, and a draft that a service prepares for her to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mob.api.v2.aids import page_of
from mob.api.v2.answers import object_of, said
from mob.api.v2.bearer import Bearer, endpoint
from mob.api.v2.keys import key_of
from mob.api.v2.queries import Listing, listing_of, nothing_but_language
from mob.api.v2.tags import tagged
from mob.applications.linked_services import following, preparing, rehearsing
from mob.applications.linked_services.types import Expected, Followed
from mob.applications.types import AwardTerms, State
from mob.identity.oidc_types import Scope
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound
from mob.kernel.ids import normalise_reference
from mob.payments import linked_services as payments

MOST_ANSWERS, MOST_TEXT, MOST_CHOICES = 100, 2_000, 50


class Source(Protocol):
    """Where applications are read."""

    def applications(
        self, actor: Actor, *, after: UUID | None, state: State | None, limit: int, now: datetime, language: str
    ) -> list[Followed]: ...

    def application(self, actor: Actor, reference: str, *, now: datetime, language: str) -> Followed: ...


_STEPS = {
    Expected.SEND: "",
    Expected.CORRECT: "/corriger",
    Expected.RESUME: "",
    Expected.BANK_DETAILS: "/coordonnees-bancaires",
    Expected.INVOICE: "/facture",
}


def _listed(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """Pages of hers, the last begun first."""
    asked = listing_of(request, "state")
    found = _source(bearer).applications(
        bearer.actor,
        after=_after(asked),
        state=_state(asked),
        limit=asked.limit + 1,
        now=bearer.now,
        language=bearer.language,
    )
    page, more = _with_payments(bearer, found[: asked.limit]), len(found) > asked.limit
    body = {
        "applications": [_plain(each) for each in page],
        "next": asked.next_after(str(page[-1].id)) if more else None,
    }
    return tagged(request, body)


def _one(request: HttpRequest, bearer: Bearer, reference: str) -> HttpResponse:
    nothing_but_language(request)
    known = normalise_reference(reference)
    if known is None:
        raise NotFound("application_unknown")
    found = _source(bearer).application(bearer.actor, known, now=bearer.now, language=bearer.language)
    (whole,) = _with_payments(bearer, [found])
    return tagged(request, _plain(whole) | {"actions": sorted(whole.actions)})


def _started(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """201 with the address where she goes on; 200 for a draft that was there, or a request sent again."""
    nothing_but_language(request)
    key, asked = key_of(request), object_of(request)
    made = preparing.prepare(
        bearer.actor,
        slug=_slug(asked),
        given=_answers(asked.get("answers", {})),
        key=key,
        language=bearer.language,
        now=bearer.now,
    )
    body = {"reference": made.reference, "state": made.state.value, "filled": list(made.filled)}
    response = said(body | {"page": _page(made.reference)}, 201 if made.is_new else 200)
    response.headers["Location"] = f"{request.path}/{made.reference}"
    return response


applications = endpoint(GET=(Scope.APPLICATIONS, _listed), POST=(Scope.APPLY, _started))
application = endpoint(GET=(Scope.APPLICATIONS, _one))


def _source(bearer: Bearer) -> Source:
    """A sandbox meets nobody who exists: what it reads is as made up as the person."""
    return rehearsing if bearer.client.is_sandbox else following


def _with_payments(bearer: Bearer, page: list[Followed]) -> list[Followed]:
    """What is granted may still wait for her: an account to pay to, an invoice."""
    if not any(each.state is State.APPROVED for each in page):
        return page
    asked = payments.tasks(bearer.actor, now=bearer.now)
    return [replace(each, task=each.task or asked.get(each.id)) for each in page]


def _after(asked: Listing) -> UUID | None:
    try:
        return UUID(asked.after) if asked.after else None
    except ValueError:
        raise Invalid("api_cursor", "cursor") from None


def _state(asked: Listing) -> State | None:
    said_state = asked.get("state")
    if said_state and said_state not in frozenset(State):
        raise Invalid("api_choice", "state", allowed=", ".join(State))
    return State(said_state) if said_state else None


def _slug(asked: Mapping[str, Any]) -> str:
    """The aid. What else may be said is named, so that nobody believes that a state or an owner was taken."""
    for name in asked:
        if name not in ("aid", "answers"):
            raise Invalid("api_unknown_name", name[:60], value=name[:60])
    slug = asked.get("aid")
    if not isinstance(slug, str) or not 0 < len(slug) <= 200 or "\0" in slug:
        raise Invalid("api_text", "aid")
    return slug


def _answers(given: Any) -> dict[str, list[str]]:
    if not isinstance(given, dict) or len(given) > MOST_ANSWERS:
        raise Invalid("api_answers", "answers", limit=MOST_ANSWERS)
    return {code: _texts(code, value) for code, value in given.items()}


def _texts(code: str, value: Any) -> list[str]:
    """An answer as a form would bring it. Numbers are exact texts, so that no sum is changed by a computer's fractions."""
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, int) and abs(value) < 10**12:
        return [str(value)]
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST_CHOICES or not all(isinstance(each, str) and len(each) <= MOST_TEXT for each in values):
        raise Invalid("api_application_answer", f"answers.{code[:60]}", value=code[:60])
    return values


def _page(reference: str, step: str = "") -> str:
    return f"{settings.ENV.public_url}/demandes/{reference}{step}"


def _plain(each: Followed) -> dict[str, Any]:
    task = each.task
    return {
        "reference": each.reference,
        "state": each.state.value,
        "aid": {"slug": each.aid.slug, "title": each.aid.title, "page": page_of(each.aid.slug)},
        "funder": each.funder_name,
        "created_at": _moment(each.created_at),
        "updated_at": _moment(each.updated_at),
        "submitted_at": _moment(each.submitted_at),
        "decided_at": _moment(each.decided_at),
        "award": _award(each.award),
        "expected": {
            "what": task.what.value,
            "by": task.by.isoformat() if task.by else None,
            "page": _page(each.reference, _STEPS[task.what]),
        }
        if task
        else None,
        "page": _page(each.reference),
    }


def _award(terms: AwardTerms | None) -> dict[str, Any] | None:
    """What was granted; `amount_cents` is the sum of each payment."""
    if terms is None:
        return None
    return {
        "mode": terms.mode.value,
        "amount_cents": terms.amount,
        "frequency": terms.frequency.value if terms.frequency else None,
        "last_payment_on": terms.last_payment_on.isoformat() if terms.last_payment_on else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
