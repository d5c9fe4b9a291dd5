"""Browsers signed in as staff are: a second factor proved, a moment ago."""

from __future__ import annotations

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client

from mob.identity.models import User
from mob.kernel import clock


def strong_client(user: User) -> Client:
    """A client whose session proved a second factor."""
    client = Client()
    client.force_login(user)
    session = client.session
    now = clock.now().timestamp()
    session.update({"signed_in_at": now, "proved_at": now, "proved_strongly_at": now})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": now}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
    return client
