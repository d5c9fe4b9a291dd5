"""What a person has besides her mailbox: an application of codes, passkeys, and codes on paper for a bad day.

Each change is told by mail. The caller has asked for a fresh proof before calling.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from mob.identity import events
from mob.identity.models import User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer, StaffRegister
from mob.identity.services import throttling
from mob.identity.types import SecondFactor, TotpSetup, Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound, Refused
from mob.kernel.events import Event

MOST_NAME_LETTERS = 60


def new_totp_secret() -> str:
    """160 random bits in base32, to be kept in the session until the first code proves that it was read."""
    secret: str = generate_totp_secret()
    return secret


def totp_setup(actor: Actor, *, secret: str) -> TotpSetup:
    """What the set-up page shows: the secret by groups of four, its `otpauth:` address, and a picture of it."""
    user = User.objects.get(id=person(actor))
    url = get_adapter().build_totp_url(user, secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(url).encode()).decode("ascii")
    grouped = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return TotpSetup(grouped, url, f"data:image/svg+xml;base64,{picture}")


def add_totp(actor: Actor, *, secret: str, code: str, visit: Visit, now: datetime) -> None:
    """Link an application of codes whose first code proves that it holds the secret (base32, RFC 6238)."""
    user = User.objects.get(id=person(actor))
    if _rows(user.id, SecondFactor.TOTP).exists():
        raise Refused("totp_already")
    buckets = throttling.guess_buckets(visit, subject=user.email_key or str(user.id), user_id=user.id)
    throttling.spend(buckets, code="too_many_guesses", now=now)
    if not validate_totp_code(secret, code):
        raise Invalid("wrong_code", "code")
    throttling.give_back(buckets, now=now)
    with transaction.atomic():
        TOTP.activate(user, secret)
        _added(actor, user, SecondFactor.TOTP, now=now)


def add_passkey(actor: Actor, *, name: str, credential: Mapping[str, Any], now: datetime) -> None:
    """Keep a passkey that the browser made and `passkeys.complete_registration` verified."""
    user = User.objects.get(id=person(actor))
    with transaction.atomic():
        WebAuthn.add(user, _key_name(name), dict(credential))
        _added(actor, user, SecondFactor.PASSKEY, now=now)


def remove_totp(actor: Actor, *, now: datetime) -> None:
    """Unlink the application of codes. Raises `Refused` for staff who would be left without a second factor."""
    _remove(actor, SecondFactor.TOTP, _rows(person(actor), SecondFactor.TOTP).first(), now=now)


def remove_passkey(actor: Actor, *, passkey_id: int, now: datetime) -> None:
    """Forget a passkey of the person's own. Raises `NotFound`, or `Refused` for staff as above."""
    row = _rows(person(actor), SecondFactor.PASSKEY).filter(pk=passkey_id).first()
    _remove(actor, SecondFactor.PASSKEY, row, now=now)


def renew_recovery_codes(actor: Actor, *, now: datetime) -> None:
    """Ten new codes on paper; the old ones are void. Read them once with `reveal_recovery_codes`."""
    user = User.objects.get(id=person(actor))
    if not _factors_left(user.id):
        raise NotFound("second_factor_unknown")
    with transaction.atomic():
        _rows(user.id, SecondFactor.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)
        _tell(actor, user, events.RecoveryCodesRenewed(), AccountMail.RECOVERY_CODES_RENEWED, {}, now=now)


def reveal_recovery_codes(actor: Actor) -> tuple[str, ...]:
    """The codes, the first time only: empty when they were already shown, or when there are none."""
    row = _rows(person(actor), SecondFactor.RECOVERY_CODES).first()
    codes: RecoveryCodes | None = row.wrap() if row else None
    if codes is None or codes.did_view:
        return ()
    codes.mark_as_viewed()
    return tuple(codes.get_unused_codes())


def check_second_code(user_id: UUID, *, typed: str, visit: Visit, now: datetime) -> Authenticator:
    """The authenticator whose code was typed: the application's, or one on paper, then spent and told by mail."""
    user = User.objects.get(id=user_id)
    buckets = throttling.guess_buckets(visit, subject=user.email_key or str(user.id), user_id=user_id)
    throttling.spend(buckets, code="too_many_guesses", now=now)
    plain = "".join(typed.split()).replace("-", "")
    for row in _rows(user_id, SecondFactor.TOTP, SecondFactor.RECOVERY_CODES):
        if row.wrap().validate_code(plain):
            throttling.give_back(buckets, now=now)
            if row.type == SecondFactor.RECOVERY_CODES:
                _tell_spent(user, now=now)
            return row
    raise Invalid("wrong_code", "code")


def _rows(user_id: UUID, *kinds: SecondFactor) -> Any:
    return Authenticator.objects.filter(user_id=user_id, type__in=[kind.value for kind in kinds])


def _factors_left(user_id: UUID) -> int:
    count: int = _rows(user_id, SecondFactor.TOTP, SecondFactor.PASSKEY).count()
    return count


def _key_name(name: str) -> str:
    text = " ".join(name.split())
    if not text or len(text) > MOST_NAME_LETTERS or not text.isprintable():
        raise Invalid("passkey_name", "name", most=MOST_NAME_LETTERS)
    return text


def _added(actor: Actor, user: User, method: SecondFactor, *, now: datetime) -> None:
    RecoveryCodes.activate(user)
    fact = events.SecondFactorAdded(method.value)
    _tell(actor, user, fact, AccountMail.SECOND_FACTOR_ADDED, {"method": method.value}, now=now)


def _remove(actor: Actor, method: SecondFactor, row: Authenticator | None, *, now: datetime) -> None:
    if row is None:
        raise NotFound("second_factor_unknown")
    user = User.objects.get(id=person(actor))
    with transaction.atomic():
        row.delete()
        left = _factors_left(user.id)
        if not left and ports.serve(StaffRegister).is_staff(user.id):  # type: ignore[type-abstract]
            raise Refused("staff_needs_second_factor")
        if not left:
            _rows(user.id, SecondFactor.RECOVERY_CODES).delete()
        fact = events.SecondFactorRemoved(method.value)
        _tell(actor, user, fact, AccountMail.SECOND_FACTOR_REMOVED, {"method": method.value}, now=now)


def _tell_spent(user: User, *, now: datetime) -> None:
    left = len(_rows(user.id, SecondFactor.RECOVERY_CODES).get().wrap().get_unused_codes())
    with transaction.atomic():
        actor = Actor.citizen(user.id)
        _tell(actor, user, events.RecoveryCodeUsed(), AccountMail.RECOVERY_CODE_USED, {"left": str(left)}, now=now)


def _tell(
    actor: Actor, user: User, fact: Event, mail: AccountMail, context: Mapping[str, str], *, now: datetime
) -> None:
    journal.append(actor, stream=f"account:{user.id}", events=[fact], now=now)
    ports.serve(AccountMailer).send(mail, user.email, user.language, context)  # type: ignore[type-abstract]
