"""The two WebAuthn ceremonies, over django-allauth's. Challenges stay in the session of the browser that asked.

Only the middleware's request is read (allauth keeps it in a context variable); keeping and using keys is `services`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError

from mob.identity.models import User
from mob.identity.permissions import person
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid

# What a browser sends is a JSON object of anybody's making; these are what allauth and fido2 raise on a wrong one.
_WRONG = (
    ValidationError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
)


def registration_options(actor: Actor) -> dict[str, Any]:
    """Options of `navigator.credentials.create`: a discoverable, user-verifying key, which can sign in alone."""
    return dict(auth.begin_registration(User.objects.get(id=person(actor)), True))


def complete_registration(credential: Mapping[str, Any]) -> None:
    """Check what the browser made against the challenge. Raises `Invalid("passkey_refused")`."""
    try:
        auth.parse_registration_response(dict(credential))
        verified = auth.complete_registration(dict(credential)).is_user_verified()
    except _WRONG as error:
        raise Invalid("passkey_refused", "credential") from error
    if not verified:
        raise Invalid("passkey_refused", "credential")


def authentication_options(user_id: UUID | None = None) -> dict[str, Any]:
    """Options of `navigator.credentials.get`: any passkey of this site, or those of one account."""
    user = User.objects.get(id=user_id) if user_id else None
    return dict(auth.begin_authentication(user))


def authenticate(credential: Mapping[str, Any], *, user_id: UUID | None = None) -> Authenticator:
    """The passkey that signed the challenge. Raises `Invalid("passkey_refused")` for any other answer."""
    response = dict(credential)
    try:
        auth.parse_authentication_response(response)
        user = User.objects.get(id=user_id) if user_id else auth.extract_user_from_response(response)
        return auth.complete_authentication(user, response)
    except _WRONG as error:
        raise Invalid("passkey_refused", "credential") from error
