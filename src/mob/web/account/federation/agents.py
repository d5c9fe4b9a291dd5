"""Agents who come by ProConnect: where they work, the rights that ended, and what their session opens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from mob.directory import services as directory
from mob.identity import sessions
from mob.identity.federation_types import ExternalSignIn, ProviderKind
from mob.web.account.organisation import LEFT
from mob.web.middleware import ORGANISATION

# What ProConnect says of a sign-in that asked for two proofs (claim `amr`).
_TWO_PROOFS = "mfa"


def heed_organisation(request: HttpRequest, sign_in: ExternalSignIn, *, user_id: UUID, now: datetime) -> None:
    """A step of `after_sign_in`: who came from another employer loses her rights there, and a page will say so."""
    siret = siret_of(sign_in)
    if not siret:
        return
    left = directory.heed_organisation(user_id=user_id, issuer=sign_in.issuer, siret=siret, now=now)
    if left:
        request.session[LEFT] = list(left)


def begin(request: HttpRequest, sign_in: ExternalSignIn, user_id: UUID, *, wanted: str, now: datetime) -> HttpResponse:
    """The session of somebody a provider vouched for: her own second factor is asked unless ProConnect asked for one."""
    path = first_page(request, wanted)
    if vouches_for_two_proofs(sign_in):
        response = sessions.begin_vouched(request, user_id, next_path=path, now=now)
    else:
        response = sessions.begin(request, user_id, method="federation", next_path=path, now=now)
    if siret := siret_of(sign_in):
        sessions.attest(request, user_id, siret)
    return response


def first_page(request: HttpRequest, wanted: str) -> str:
    """Where somebody who just signed in goes first: she is told of the rights that ended."""
    return ORGANISATION if request.session.get(LEFT) else wanted


def vouches_for_two_proofs(sign_in: ExternalSignIn) -> bool:
    """ProConnect alone is believed about how somebody proved who she is."""
    return sign_in.kind is ProviderKind.PROCONNECT and _TWO_PROOFS in sign_in.amr


def siret_of(sign_in: ExternalSignIn) -> str:
    """ProConnect alone is believed about where somebody works."""
    is_believed = sign_in.kind is ProviderKind.PROCONNECT and sign_in.organisation is not None
    return sign_in.organisation.siret if is_believed and sign_in.organisation else ""
