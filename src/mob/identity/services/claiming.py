"""Taking an account that a counter opened: the code on its receipt, the birth date, and a mailbox that is proved.

The code is kept as a keyed hash, lives thirty days and dies at the fifth wrong birth date. What is refused is refused
in the same words, whichever of the two was wrong.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from mob.identity import claim_codes, throttle
from mob.identity.events import AccountClaimed, ClaimCodePrinted
from mob.identity.models import ClaimCode, IdentityClaim, MailedCode, Profile, User
from mob.identity.network import network_of
from mob.identity.permissions import check_is_at_counter
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.rules import check_email, email_key
from mob.identity.services import throttling
from mob.identity.services.change_email import masked
from mob.identity.services.mailed_codes import prove_claiming_email, request_claim_code
from mob.identity.types import ClaimName, SentCode, SignedIn, Visit
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Invalid, Refused


def print_claim_code(actor: Actor, *, user_id: UUID, now: datetime) -> tuple[str, datetime]:
    """A new code as it is printed, and its end. An agent of a counter asks; the caller has checked whose person it is.

    Raises `Refused("account_has_login")` when there is nothing to claim.
    """
    check_is_at_counter(actor)
    code, ends = claim_codes.new_code(), now + claim_codes.LIFE
    with transaction.atomic():
        if not User.objects.select_for_update().filter(id=user_id, email_key=None, is_active=True).exists():
            raise Refused("account_has_login")
        row = {"code_hash": _hash(code), "attempts": 0, "expires_at": ends}
        ClaimCode.objects.update_or_create(user_id=user_id, defaults=row)
        journal.append(actor, stream=f"account:{user_id}", events=[ClaimCodePrinted()], now=now)
    return claim_codes.shown(code), ends


def begin_claim(*, typed: str, birth_date: str, email: str, visit: Visit, now: datetime) -> SentCode:
    """Mail a code to the address that is to open the account. Anyone may try; raises `Invalid` or `Slowed`.

    `birth_date`: ISO 8601. Whether the address has an account already is told only to who reads it.
    """
    address = check_email(email)
    buckets = [(throttle.CLAIM_NETWORK, network_of(visit.address))]
    throttling.spend(buckets, code="too_many_guesses", now=now)
    row = _live(claim_codes.read(typed), now)
    if row is None:
        raise Invalid("claim_refused", "claim")
    if not ClaimCode.objects.filter(id=row.id, attempts__lt=claim_codes.TRIES).update(attempts=F("attempts") + 1):
        raise Invalid("claim_refused", "claim")
    born = IdentityClaim.objects.filter(user_id=row.user_id, name=ClaimName.BIRTH_DATE.value, value=birth_date)
    if not born.exists():
        raise Invalid("claim_refused", "claim")
    ClaimCode.objects.filter(id=row.id, attempts__gt=0).update(attempts=F("attempts") - 1)
    throttling.give_back(buckets, now=now)
    return request_claim_code(row.user_id, email=address, visit=visit, now=now)


def finish_claim(*, code_id: UUID, typed: str, visit: Visit, now: datetime) -> SignedIn:
    """The account, which signs in with the proved mailbox from now on. Where she was written to before is told.

    Raises `Invalid("wrong_code")`, `Refused("code_expired")`, or `Conflict("email_taken")` once the mailbox is proved.
    """
    proof = prove_claiming_email(code_id=code_id, typed=typed, visit=visit, now=now)
    try:
        with transaction.atomic():
            return _claim(proof, now)
    except IntegrityError as error:
        raise Conflict("email_taken") from error


def _claim(proof: MailedCode, now: datetime) -> SignedIn:
    """Contact address and postal address served a person without a login: they go."""
    if proof.user_id is None or not ClaimCode.objects.filter(user_id=proof.user_id, expires_at__gt=now).delete()[0]:
        raise Refused("code_expired")
    user = User.objects.select_for_update().get(id=proof.user_id)
    if not user.is_active or user.email_key is not None:
        raise Refused("code_expired")
    before = Profile.objects.filter(user=user).values_list("contact_email", flat=True).first() or ""
    mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
    told = {"new_email": masked(proof.email)}
    mailer.send(AccountMail.ACCOUNT_CLAIMED, before, user.language, told, person=user.id)
    user.email, user.email_key, user.courtesy_mails = proof.email, email_key(proof.email), True
    user.save(update_fields=["email", "email_key", "courtesy_mails"])
    Profile.objects.filter(user=user).update(contact_email="", postal_address="", updated_at=now)
    MailedCode.objects.filter(user=user).delete()
    journal.append(Actor.citizen(user.id), stream=f"account:{user.id}", events=[AccountClaimed()], now=now)
    return SignedIn(user.id, user.email)


def _live(code: str, now: datetime) -> ClaimCode | None:
    rows = ClaimCode.objects.filter(expires_at__gt=now, user__email_key=None, user__is_active=True)
    return rows.filter(code_hash=_hash(code)).first() if code else None


def _hash(code: str) -> str:
    return salted_hmac("mob.identity.claim-code", code, algorithm="sha256").hexdigest()
