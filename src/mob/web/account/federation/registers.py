"""API Particulier, asked while the token of FranceConnect lives: one step of `arrival.after_sign_in`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from mob.eligibility.certifying import collecting
from mob.identity.federation_types import ExternalSignIn, ProviderKind
from mob.kernel.actor import Actor

_FRANCECONNECT = frozenset({ProviderKind.FRANCECONNECT, ProviderKind.FRANCECONNECT_PLUS})


def ask_registers(
    request: HttpRequest, sign_in: ExternalSignIn, *, user_id: UUID, scopes: Iterable[str], now: datetime
) -> None:
    """Read what she agreed to, with the token that FranceConnect gave for it. The token goes no further.

    A sign-in that did not ask for these data (nobody knew yet who was coming) says that something is left to confirm.
    """
    person = Actor.citizen(user_id)
    due = collecting.scopes_due(person, now=now)
    if not due:
        return
    if set(due) & set(scopes):
        collecting.collect(person, token=sign_in.access_token, now=now)
    elif sign_in.kind in _FRANCECONNECT:
        messages.info(request, gettext("An administration is left to ask for you: see “My certified data”."))
