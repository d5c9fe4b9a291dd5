"""Accounts made by the host rather than by a person at the sign-up page: demonstration, first administrator."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from mob.identity.models import User
from mob.identity.permissions import check_is_system
from mob.identity.rules import email_key
from mob.kernel.actor import Actor


def provision(
    actor: Actor, *, email: str, password: str | None = None, totp_secret: str = "", now: datetime
) -> UUID:
    """The account of this address, made when missing, its address held for verified. An existing one is not changed.

    `totp_secret` is base32 (RFC 6238). Only the system calls this.
    """
    check_is_system(actor)
    with transaction.atomic():
        user = User.objects.filter(email_key=email_key(email)).first()
        if user is None:
            user = User.objects.create_user(email, password)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if totp_secret and not Authenticator.objects.filter(user=user).exists():
            TOTP.activate(user, totp_secret)
    return user.id
