"""Passwords, for those who want one: at least twelve characters, Argon2id, not among the common ones."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from mob.identity.events import PasswordRemoved, PasswordSet
from mob.identity.models import User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import check_email, email_key
from mob.identity.services import throttling
from mob.identity.types import SignedIn, Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, InvalidMany
from mob.kernel.unicode import normal

# Beyond this, hashing only serves whoever wants to tire the server.
MOST_CHARACTERS = 200


def check_password(*, email: str, password: str, visit: Visit, now: datetime) -> SignedIn:
    """Who an address and a password belong to. One refusal for every cause, after the same work."""
    user = User.objects.filter(email_key=_key_of(email)).first()
    return _check(user, password, subject=_key_of(email), visit=visit, now=now)


def confirm_password(actor: Actor, *, password: str, visit: Visit, now: datetime) -> None:
    """Proof that the person still knows her password."""
    user = User.objects.get(id=person(actor))
    _check(user, password, subject=user.email_key or str(user.id), visit=visit, now=now)


def set_password(actor: Actor, *, password: str, now: datetime) -> None:
    """Choose or change the password, told by mail. The caller has asked for a fresh proof. Raises `InvalidMany`."""
    user = User.objects.get(id=person(actor))
    _check_strength(user, password)
    with transaction.atomic():
        user.set_password(_plain(password))
        user.save(update_fields=["password"])
        _tell(actor, user, PasswordSet(), AccountMail.PASSWORD_SET, now=now)


def remove_password(actor: Actor, *, now: datetime) -> None:
    """Go back to mailed codes and passkeys alone, told by mail."""
    user = User.objects.get(id=person(actor))
    if not user.has_usable_password():
        return
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        _tell(actor, user, PasswordRemoved(), AccountMail.PASSWORD_REMOVED, now=now)


def _check(user: User | None, password: str, *, subject: str, visit: Visit, now: datetime) -> SignedIn:
    user_id: UUID | None = user.id if user else None
    buckets = throttling.guess_buckets(visit, subject=subject, user_id=user_id)
    throttling.spend(buckets, code="too_many_guesses", now=now)
    # An account that does not exist, or has no password, costs the same hash: Django hashes for an unusable one too.
    matches = (user or _nobody()).check_password(_plain(password)[:MOST_CHARACTERS])
    if not matches or user is None or not user.is_active:
        raise Invalid("wrong_credentials", "password")
    throttling.give_back(buckets, now=now)
    return SignedIn(user.id, user.email)


def _nobody() -> User:
    nobody = User()
    nobody.set_unusable_password()
    return nobody


def _key_of(email: str) -> str:
    try:
        return email_key(check_email(email))
    except Invalid:
        return "nobody"


def _plain(password: str) -> str:
    """One form whatever the keyboard composed the accents with."""
    return normal("NFC", password)


def _check_strength(user: User, password: str) -> None:
    if len(password) > MOST_CHARACTERS:
        raise Invalid("password_too_long", "password", most=MOST_CHARACTERS)
    try:
        validate_password(_plain(password), user)
    except ValidationError as refusal:
        codes = [error.code or "password_too_common" for error in refusal.error_list]
        raise InvalidMany([Invalid(code, "password") for code in codes]) from refusal


def _tell(actor: Actor, user: User, fact: PasswordSet | PasswordRemoved, mail: AccountMail, *, now: datetime) -> None:
    journal.append(actor, stream=f"account:{user.id}", events=[fact], now=now)
    ports.serve(AccountMailer).send(mail, user.email, user.language, {})  # type: ignore[type-abstract]
