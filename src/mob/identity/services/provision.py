"""Accounts made from the terminal: the first administrator, and the people of a demonstration."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from mob.identity.events import AccountCreated
from mob.identity.models import User
from mob.identity.permissions import check_is_system
from mob.identity.rules import check_email, email_key
from mob.identity.types import SecondFactor
from mob.journal import services as journal
from mob.kernel.actor import Actor


def provision(
    actor: Actor,
    *,
    email: str,
    password: str | None = None,
    totp_secret: str = "",
    language: str = "fr",
    now: datetime,
) -> UUID:
    """The account of an address, made if it does not exist, with the password and the TOTP secret (base32) given.

    Only the system calls it, on behalf of whoever holds the machine. What an account already has is not changed.
    """
    check_is_system(actor)
    address = check_email(email)
    with transaction.atomic():
        user = User.objects.filter(email_key=email_key(address)).first()
        if user is None:
            user = User.objects.create_user(address, language=language)
            journal.append(actor, stream=f"account:{user.id}", events=[AccountCreated(language)], now=now)
        if password and not user.has_usable_password():
            user.set_password(password)
            user.save(update_fields=["password"])
        if totp_secret and not Authenticator.objects.filter(user=user, type=SecondFactor.TOTP.value).exists():
            TOTP.activate(user, totp_secret)
            RecoveryCodes.activate(user)
    return user.id
