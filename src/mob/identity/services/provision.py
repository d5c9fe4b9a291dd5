"""Accounts made from the terminal: the first administrator, and the people of a demonstration.

Whoever holds the machine may hand out a link that signs in once, and free an account whose second factor is lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import signing
from django.db import transaction

from mob.identity.events import AccountCreated, SecondFactorRemoved
from mob.identity.models import User
from mob.identity.permissions import check_is_system
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import check_email, email_key
from mob.identity.types import SecondFactor, SignedIn
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Refused

SETUP_LIFE = timedelta(days=1)
_SALT = "mob.identity.setup"


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


def make_setup_token(actor: Actor, *, user_id: UUID) -> str:
    """A secret that signs in to this account once, for a day: it dies at the next sign-in. Only the system asks."""
    check_is_system(actor)
    return signing.dumps(_state(User.objects.get(id=user_id)), salt=_SALT)


def redeem_setup_token(*, token: str) -> SignedIn:
    """The account of a set-up link. Raises `Refused("setup_link_spent")` when it was used, or a day has passed."""
    try:
        state = signing.loads(token, salt=_SALT, max_age=SETUP_LIFE)
        user = User.objects.filter(id=UUID(state["user"]), is_active=True).first()
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise Refused("setup_link_spent") from error
    if user is None or state != _state(user):
        raise Refused("setup_link_spent")
    return SignedIn(user.id, user.email)


def forget_second_factors(actor: Actor, *, user_id: UUID, now: datetime) -> None:
    """Free an account whose owner lost every second factor. She is told."""
    check_is_system(actor)
    user = User.objects.get(id=user_id)
    rows = Authenticator.objects.filter(user=user)
    methods = sorted(rows.values_list("type", flat=True))
    with transaction.atomic():
        rows.delete()
        facts = [SecondFactorRemoved(method) for method in methods]
        journal.append(actor, stream=f"account:{user.id}", events=facts, now=now)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.SECOND_FACTOR_REMOVED, user.email, user.language, {"method": ""})


def _state(user: User) -> dict[str, str]:
    """What the link was made for. Signing in changes it, which spends the link."""
    return {"user": str(user.id), "last": user.last_login.isoformat() if user.last_login else ""}
