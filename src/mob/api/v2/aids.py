"""`GET /api/v2/aids`, `GET /api/v2/aids/{slug}`: the catalogue as one person finds it, with what each aid gives her."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mob.api.v2.bearer import Bearer, endpoint
from mob.api.v2.queries import Listing, listing_of, nothing_but_language
from mob.api.v2.tags import tagged
from mob.applications.linked_services import aids as of_person
from mob.applications.linked_services.types import AidsQuery, HerAid, Standing
from mob.catalogue.types import AidView, CustomField, Mode, RequiredProof
from mob.geography import selectors as geography
from mob.identity.oidc_types import Scope
from mob.kernel.clock import civil_date
from mob.kernel.errors import Invalid

MINE = "mine"


def _listed(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """Pages of aids in the order of their addresses. `next`: the address of the page that follows, or null."""
    asked = listing_of(request, "commune", "funder", "transport")
    query = AidsQuery(_commune(bearer, asked), _funder(asked), _modes(asked))
    day = civil_date(bearer.now)
    found = of_person.aids(bearer.actor, query, day=day, after=asked.after, limit=asked.limit + 1)
    page, more = found[: asked.limit], len(found) > asked.limit
    body = {
        "date": day.isoformat(),
        "aids": [_plain(each, bearer.language) for each in page],
        "next": asked.next_after(page[-1].hit.document.slug) if more else None,
    }
    return tagged(request, body)


def _one(request: HttpRequest, bearer: Bearer, slug: str) -> HttpResponse:
    nothing_but_language(request)
    day = civil_date(bearer.now)
    found = of_person.aid(bearer.actor, slug, day=day, language=bearer.language)
    return tagged(request, {"date": day.isoformat(), **_whole(found.aid, found.standing)})


aids = endpoint(GET=(Scope.AIDS, _listed))
aid = endpoint(GET=(Scope.AIDS, _one))


def _commune(bearer: Bearer, asked: Listing) -> str:
    """`mine`: where she lives, which the service need not know."""
    said = asked.get("commune")
    if said == MINE:
        return of_person.commune_of(bearer.actor)
    if said and geography.commune(said) is None:
        raise Invalid("api_commune", "commune")
    return said


def _funder(asked: Listing) -> UUID | None:
    said = asked.get("funder")
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Invalid("api_identifier", "funder") from None


def _modes(asked: Listing) -> frozenset[Mode]:
    said = [word for word in asked.get("transport").split(",") if word]
    if set(said) - set(Mode):
        raise Invalid("api_choice", "transport", allowed=", ".join(Mode))
    return frozenset(Mode(word) for word in said)


def page_of(slug: str) -> str:
    """Where people read about an aid."""
    return f"{settings.ENV.public_url}/aides/{slug}"


def _plain(each: HerAid, language: str) -> dict[str, Any]:
    document = each.hit.document
    card = document.card(language)
    return {
        "slug": document.slug,
        "title": card.title,
        "promise": card.promise,
        "funder": {"id": str(document.funder_id), "name": document.funder_name},
        "level": document.level.value,
        "transport": [mode.value for mode in document.modes],
        "opening": each.hit.opening.value,
        "valid_from": _day(document.valid_from),
        "valid_to": _day(document.valid_to),
        "max_amount_cents": document.max_amount,
        "amount": card.amount_text,
        "processing": document.processing.value,
        "page": page_of(document.slug),
        "verdict": _verdict(each.standing),
    }


def _whole(aid: AidView, standing: Standing | None) -> dict[str, Any]:
    """What its page says. `questions` and `papers`: what an application will be asked."""
    return {
        "slug": aid.slug,
        "title": aid.title,
        "promise": aid.promise,
        "description": aid.description,
        "conditions": aid.conditions,
        "amount": aid.amount_text,
        "payment": aid.payment_terms,
        "funder": {"id": str(aid.funder_id), "name": aid.funder_name},
        "level": aid.level.value,
        "transport": [mode.value for mode in aid.modes],
        "territories": [{"kind": each.kind, "code": each.code} for each in aid.territories],
        "valid_from": _day(aid.valid_from),
        "valid_to": _day(aid.valid_to),
        "purchase": aid.purchase.value,
        "max_amount_cents": aid.max_amount,
        "processing": aid.processing.value,
        "official_page": aid.external_url or aid.source_url or None,
        "questions": [_question(field) for field in aid.fields],
        "papers": [_paper(proof) for proof in aid.proofs],
        "page": page_of(aid.slug),
        "verdict": _verdict(standing),
    }


def _question(field: CustomField) -> dict[str, Any]:
    return {
        "code": field.code,
        "label": field.label,
        "hint": field.hint,
        "kind": field.kind.value,
        "is_required": field.is_required,
        "choices": [{"code": choice.code, "label": choice.label} for choice in field.choices],
        "max_choices": field.max_choices,
    }


def _paper(proof: RequiredProof) -> dict[str, Any]:
    return {
        "code": proof.code,
        "kind": proof.proof_type.value,
        "label": proof.label,
        "is_required": proof.is_required,
    }


def _verdict(standing: Standing | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {
        "outcome": standing.outcome.value,
        "amount_cents": standing.amount,
        "up_to_cents": standing.up_to,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
