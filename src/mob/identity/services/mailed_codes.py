"""Proving control of a mailbox with a mailed code: to sign in or up, confirm an act, change address, get results.

A code is eight figures, good for fifteen minutes and five tries, in the browser that asked for it and nowhere else.
Whether an address has an account changes nothing before the code is right: same mail, same pages, same work.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from mob.identity.events import AccountCreated
from mob.identity.models import MailedCode, User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import check_email, email_key
from mob.identity.services import throttling
from mob.identity.types import CodePurpose, SentCode, SignedIn, Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, Invalid, Refused

FIGURES = 8
LIFE = timedelta(minutes=15)
TRIES = 5
_MAILS = {
    CodePurpose.SIGN_IN: AccountMail.SIGN_IN_CODE,
    CodePurpose.CONFIRM: AccountMail.CONFIRM_CODE,
    CodePurpose.CHANGE_EMAIL: AccountMail.CHANGE_EMAIL_CODE,
    CodePurpose.RESULTS: AccountMail.RESULTS_CODE,
    CodePurpose.CLAIM: AccountMail.CLAIM_CODE,
}


def request_sign_in_code(*, email: str, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to sign in, or to open an account. Raises `Invalid` (address) or `Slowed`. Anyone may ask."""
    address = check_email(email)
    user = User.objects.filter(email_key=email_key(address)).first()
    language = user.language if user else visit.language
    return _send(
        CodePurpose.SIGN_IN, user.email if user else address, owner=user, language=language, visit=visit, now=now
    )


def request_confirm_code(actor: Actor, *, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to the account's own address, before something sensitive."""
    user = User.objects.get(id=person(actor))
    return _send(CodePurpose.CONFIRM, user.email, owner=user, language=user.language, visit=visit, now=now)


def request_email_change(actor: Actor, *, email: str, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to the address the person wants. Says nothing of whether that address has an account."""
    user = User.objects.get(id=person(actor))
    address = check_email(email)
    if email_key(address) == user.email_key:
        raise Invalid("email_unchanged", "email")
    return _send(CodePurpose.CHANGE_EMAIL, address, owner=user, language=user.language, visit=visit, now=now)


def redeem_sign_in_code(*, code_id: UUID, typed: str, visit: Visit, now: datetime) -> SignedIn:
    """The account whose mailbox was proved, made now if it did not exist. Raises `Invalid("wrong_code")` and others."""
    row = _prove(code_id, CodePurpose.SIGN_IN, typed, visit=visit, now=now)
    with transaction.atomic():
        _use(row, now=now)
        user, is_new = _find_or_create(row.email, language=visit.language, now=now)
    if not user.is_active:
        raise Forbidden("account_closed")
    return SignedIn(user.id, user.email, is_new)


def redeem_confirm_code(actor: Actor, *, code_id: UUID, typed: str, visit: Visit, now: datetime) -> None:
    """Proof that the mailbox is still the person's. Raises `Invalid("wrong_code")` and others."""
    row = _prove(code_id, CodePurpose.CONFIRM, typed, visit=visit, now=now, owner=person(actor))
    with transaction.atomic():
        _use(row, now=now)


def request_results_code(*, email: str, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to an address that wants results of the simulator. Anyone may ask; raises `Invalid` or `Slowed`.

    It opens no account, and says nothing of whether the address has one.
    """
    return _send(CodePurpose.RESULTS, check_email(email), owner=None, language=visit.language, visit=visit, now=now)


def redeem_results_code(*, code_id: UUID, typed: str, visit: Visit, now: datetime) -> str:
    """The address whose mailbox was proved. Raises `Invalid("wrong_code")` and others."""
    row = _prove(code_id, CodePurpose.RESULTS, typed, visit=visit, now=now)
    with transaction.atomic():
        _use(row, now=now)
    return row.email


def request_claim_code(user_id: UUID, *, email: str, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to the address that takes an account, for `claiming`. Says nothing of whether it has one already."""
    user = User.objects.get(id=user_id)
    return _send(CodePurpose.CLAIM, check_email(email), owner=user, language=user.language, visit=visit, now=now)


def prove_claiming_email(*, code_id: UUID, typed: str, visit: Visit, now: datetime) -> MailedCode:
    """The right code of a claim, not used up yet. Raises `Invalid("wrong_code")` and others."""
    owner = MailedCode.objects.filter(id=code_id, purpose=CodePurpose.CLAIM.value).values_list("user_id", flat=True)
    return _prove(code_id, CodePurpose.CLAIM, typed, visit=visit, now=now, owner=owner.first())


def prove_new_email(actor: Actor, *, code_id: UUID, typed: str, visit: Visit, now: datetime) -> MailedCode:
    """The used code of a change of address, for `change_email`."""
    row = _prove(code_id, CodePurpose.CHANGE_EMAIL, typed, visit=visit, now=now, owner=person(actor))
    with transaction.atomic():
        _use(row, now=now)
    return row


def _send(
    purpose: CodePurpose, email: str, *, owner: User | None, language: str, visit: Visit, now: datetime
) -> SentCode:
    buckets = throttling.mail_buckets(visit, email=email, user_id=owner.id if owner else None)
    throttling.spend(buckets, code="too_many_codes", now=now)
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    row = MailedCode(purpose=purpose.value, email=email, expires_at=now + LIFE)
    # A sign-in belongs to nobody yet; the row looks the same whether the address has an account or not.
    row.user = owner if purpose is not CodePurpose.SIGN_IN else None
    row.code_hash = _hash(row.id, code)
    with transaction.atomic():
        row.save(force_insert=True)
        minutes = int(LIFE.total_seconds() // 60)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(_MAILS[purpose], email, language, {"code": code, "minutes": str(minutes)})
    return SentCode(row.id, email, row.expires_at)


def _prove(
    code_id: UUID, purpose: CodePurpose, typed: str, *, visit: Visit, now: datetime, owner: UUID | None = None
) -> MailedCode:
    """The row of a right code, not used up yet. Each try is counted before it is judged, and stays counted."""
    row = MailedCode.objects.filter(id=code_id, purpose=purpose.value).first()
    if row is None or row.user_id != owner or row.used_at is not None or row.expires_at <= now:
        raise Refused("code_expired")
    known = User.objects.filter(email_key=email_key(row.email)).values_list("id", flat=True).first()
    buckets = throttling.guess_buckets(visit, subject=email_key(row.email), user_id=owner or known)
    throttling.spend(buckets, code="too_many_guesses", now=now)
    if not MailedCode.objects.filter(id=row.id, attempts__lt=TRIES).update(attempts=F("attempts") + 1):
        raise Refused("code_expired")
    figures = "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())
    if not constant_time_compare(row.code_hash, _hash(row.id, figures)):
        raise Invalid("wrong_code", "code")
    throttling.give_back(buckets, now=now)
    return row


def _use(row: MailedCode, *, now: datetime) -> None:
    if not MailedCode.objects.filter(id=row.id, used_at__isnull=True).update(used_at=now):
        raise Refused("code_expired")


def _hash(code_id: UUID, code: str) -> str:
    return salted_hmac("mob.identity.mailed-code", f"{code_id}:{code}", algorithm="sha256").hexdigest()


def _find_or_create(email: str, *, language: str, now: datetime) -> tuple[User, bool]:
    user = User.objects.filter(email_key=email_key(email)).first()
    if user is not None:
        return user, False
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, language=language)
    except IntegrityError:  # two codes of one address, proved at the same moment
        return User.objects.get(email_key=email_key(email)), False
    actor = Actor.citizen(user.id)
    journal.append(actor, stream=f"account:{user.id}", events=[AccountCreated(language)], now=now)
    return user, True
