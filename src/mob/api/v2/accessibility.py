"""`/api/v2/accessibility`: what a person shares of her needs with one service, and asking her for a trip.

The scope only lets a service ask. What opens the profile is a share she chose: this service, a level, an end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from mob.api.v2.answers import object_of, said
from mob.api.v2.bearer import Bearer, endpoint
from mob.identity.accessibility.profile import to_plain
from mob.identity.accessibility.sharing import MOST_PLACE, MOST_REFERENCE, Trip
from mob.identity.accessibility.vocabularies import Sharing, Vocabulary, translate
from mob.identity.oidc import access
from mob.identity.oidc_types import Scope
from mob.identity.services import sharing
from mob.kernel.errors import Invalid

OURS = "mob"
FORMATS = (OURS, *(each.value for each in Vocabulary))
JOSE = "application/jose"
_TYP = "mob-accessibility+jwt"


def _needs(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """What her share tells now, in the words that were asked. 403 with the reason when no share answers."""
    kind, reference = _asked(request)
    found = sharing.read(bearer.link_id, reference=reference, now=bearer.now)
    body = {"sub": access.subject_for(bearer.client, bearer.user_id), **_told(found, kind)}
    wants_signed = request.get_preferred_type(["application/json", JOSE]) == JOSE
    response = _signed(body, found, bearer) if wants_signed else said(body)
    response.headers["Vary"] = "Accept, Authorization"
    return response


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The vocabulary and the reference of the trip. Raises Invalid for anything else."""
    for name in request.GET:
        if name not in ("format", "journey", "language"):
            raise Invalid("api_unknown_name", name[:60], value=name[:60])
    kind, reference = request.GET.get("format", OURS), request.GET.get("journey", "")
    if kind not in FORMATS:
        raise Invalid("api_choice", "format", allowed=", ".join(FORMATS))
    if len(reference) > MOST_REFERENCE or "\0" in reference:
        raise Invalid("share_reference", "journey", most=MOST_REFERENCE)
    return kind, reference


def _told(found: sharing.Reading, kind: str) -> dict[str, Any]:
    """`losses`: what these words cannot say of what she shares; nothing is lost in ours."""
    share = found.share
    body: dict[str, Any] = {
        "format": kind,
        "level": share.level.value,
        "share": {"kind": share.kind.value, "journey": share.reference or None, "ends": _at(share.ends_at)},
    }
    if kind == OURS:
        body |= {"content": to_plain(found.profile), "losses": []}
    else:
        translation = translate(found.profile, Vocabulary(kind), share.level)
        body |= {"content": translation.content, "losses": list(translation.losses)}
    return body | ({"contact": found.contact} if found.contact else {})


def _signed(body: Mapping[str, Any], found: sharing.Reading, bearer: Bearer) -> HttpResponse:
    """The same as a JWS of the provider's key, for this service alone, no longer than the share."""
    text = access.signed(body, bearer.client, typ=_TYP, until=found.share.ends_at, now=bearer.now)
    return HttpResponse(text, content_type=JOSE, headers={"Cache-Control": "no-store"})


def _ask(request: HttpRequest, bearer: Bearer) -> HttpResponse:
    """Ask her for a trip: 202 while she has not answered, 200 when a share answers already, 409 once she said no."""
    trip = _trip(object_of(request))
    request_id, state = sharing.ask(bearer.link_id, trip=trip, now=bearer.now)
    body = {"id": str(request_id) if request_id else None, "journey": trip.reference, "state": state}
    return said(body, 200 if state == sharing.SHARED else 202)


def _trip(asked: Mapping[str, Any]) -> Trip:
    """Raises Invalid with the member at fault."""
    members = ("journey", "from", "to", "departs", "arrives", "level")
    for name in asked:
        if name not in members:
            raise Invalid("api_unknown_name", name[:60], value=name[:60])
    level = asked.get("level", Sharing.CODES.value)
    if level not in {each.value for each in Sharing}:
        raise Invalid("api_choice", "level", allowed=", ".join(Sharing))
    return Trip(
        reference=_text(asked, "journey", MOST_REFERENCE),
        start=_text(asked, "from", MOST_PLACE),
        end=_text(asked, "to", MOST_PLACE),
        departs_at=_moment(asked, "departs"),
        arrives_at=_moment(asked, "arrives"),
        level=Sharing(level),
    )


def _text(asked: Mapping[str, Any], name: str, most: int) -> str:
    """Printable, without a line break: it is shown to the person as the service wrote it."""
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
        raise Invalid("api_member", name, name=name, most=most)
    return value.strip()


def _moment(asked: Mapping[str, Any], name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(asked.get(name)))
        if moment.tzinfo is not None and 2000 < moment.year < 3000:
            return moment.astimezone(UTC)
    except ValueError:
        pass
    raise Invalid("api_moment", name)


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


needs = endpoint(GET=(Scope.CMS_ACCESSIBILITY, _needs))
requests = endpoint(POST=(Scope.CMS_ACCESSIBILITY, _ask))
