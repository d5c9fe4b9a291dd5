"""Where ProConnect says an agent works, which of her rights this session opens, and those that just ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mob.directory import selectors as directory
from mob.directory.organisations import opens
from mob.identity.permissions import person
from mob.web.account.requests import show, signed_in
from mob.web.middleware import entry_of
from mob.web.requests import Request

# Names of the funders that were left at this sign-in, until the page has said so.
LEFT = "organisations_left"


@never_cache
@require_safe
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Each funder she has rights at: open in this session, or what opens it."""
    entry = entry_of(request)
    rows = [(funder, opens(funder, entry)) for funder in directory.funders_of(person(request.actor))]
    context = {
        "left": request.session.get(LEFT, []),
        "siret": _spelt(entry.siret),
        "rows": rows,
        "is_open": any(is_open for _funder, is_open in rows),
    }
    return show(request, "account/organisation.html", context)


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the account's menu says of an agent's organisation. `siret`: where ProConnect says she works, or empty."""

    siret: str


def organisation_of(request: Request) -> Organisation | None:
    """For those it concerns alone: who came by ProConnect, or works for a funder."""
    siret = entry_of(request).siret
    if siret or directory.funders_of(person(request.actor)):
        return Organisation(_spelt(siret))
    return None


def _spelt(siret: str) -> str:
    """As official papers print it: 999 120 017 00010."""
    return "\u202f".join(part for part in (siret[:3], siret[3:6], siret[6:9], siret[9:]) if part)
