"""Identities from above: recognised, linked, unlinked. An account is found by issuer and subject, and by nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from mob.identity.births import check_birth_date
from mob.identity.events import AccountOpenedAssisted, IdentityLinked, IdentityUnlinked
from mob.identity.federation_rules import claims_of, contradicts, highest
from mob.identity.federation_types import Arrival
from mob.identity.models import ExternalIdentity, IdentityClaim, User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.selectors import profile_of, security_of
from mob.identity.services.declare import certify, declare_of
from mob.identity.types import ClaimName, ClaimSource, ProfileField
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.errors import Conflict, Forbidden, Invalid, InvalidMany, NotFound, Refused


def recognise(arrival: Arrival, *, now: datetime) -> UUID | None:
    """The account linked to this identity, brought up to date with what was just certified. None when there is none.

    Raises Forbidden("account_closed").
    """
    row = _open_rows().select_related("user").filter(issuer=arrival.issuer, subject=arrival.subject).first()
    if row is None:
        return None
    if not row.user.is_active:
        raise Forbidden("account_closed")
    with transaction.atomic():
        ExternalIdentity.objects.filter(id=row.id).update(last_at=now, acr=arrival.acr)
        _certify(row.user_id, arrival, now=now)
    return row.user_id


def link_identity(actor: Actor, *, arrival: Arrival, provider: str, now: datetime) -> None:
    """Link to the actor's own account who just signed in from above; `provider` is its name, for the mail.

    The caller has asked for a fresh proof of the account. Linking twice changes nothing. Raises
    Refused("federation_stale"), Conflict("identity_elsewhere") when another account holds it (they may be merged),
    Refused("identity_already_one"), Refused("identity_of_another"), Invalid("under_sixteen").
    """
    user_id = person(actor)
    if not arrival.is_fresh(now):
        raise Refused("federation_stale")
    holder = _open_rows().filter(issuer=arrival.issuer, subject=arrival.subject).values_list("user_id", flat=True)
    if user_id in (held := list(holder)):
        return
    if held:
        raise Conflict("identity_elsewhere")
    check_fits(user_id, arrival, now=now)
    try:
        with transaction.atomic():
            _link(actor, user_id, arrival, provider, now=now)
    except IntegrityError as error:  # another browser was quicker
        raise Conflict("identity_elsewhere") from error


def _link(actor: Actor, user_id: UUID, arrival: Arrival, provider: str, *, now: datetime) -> None:
    _held(user_id)
    ExternalIdentity.objects.create(
        user_id=user_id,
        issuer=arrival.issuer,
        subject=arrival.subject,
        provider_key=arrival.provider_key,
        acr=arrival.acr,
        linked_at=now,
        last_at=now,
    )
    fact = IdentityLinked(arrival.provider_key, arrival.acr)
    journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)
    _certify(user_id, arrival, now=now)
    _tell(AccountMail.IDENTITY_LINKED, user_id, provider)


def open_assisted(arrival: Arrival, *, answers: Mapping[ProfileField, str], language: str, now: datetime) -> UUID:
    """The account of somebody whom FranceConnect vouches for and a professional helper came for. Its id.

    It has no address to sign in with: a mailbox would be a key that the helper chose. FranceConnect opens it, to the
    person herself too, who gives an address when she likes. `answers`: the postal address, without which no decision
    would reach her; nothing else is taken. Raises Refused("federation_stale"), Conflict("identity_elsewhere"),
    Invalid("under_sixteen"), InvalidMany naming `postal_address`.
    """
    if not arrival.is_fresh(now) or arrival.pivot is None or not arrival.kind.certifies_identity:
        raise Refused("federation_stale")
    check_age(arrival, now=now)
    address = answers.get(ProfileField.POSTAL_ADDRESS, "").strip()
    if not address:
        raise InvalidMany([Invalid("answer_missing", ProfileField.POSTAL_ADDRESS.value)])
    try:
        with transaction.atomic():
            user = User.objects.create_user("", language=language, courtesy_mails=False)
            fact = AccountOpenedAssisted(language)
            journal.append(Actor.system(), stream=f"account:{user.id}", events=[fact], now=now)
            declare_of(Actor.system(), user.id, answers={ProfileField.POSTAL_ADDRESS: address}, now=now)
            _link(Actor.system(), user.id, arrival, "", now=now)
    except IntegrityError as error:  # another browser was quicker
        raise Conflict("identity_elsewhere") from error
    return user.id


def unlink_identity(actor: Actor, *, identity_id: UUID, provider: str, now: datetime) -> None:
    """End a link. What it certified stays certified, with its date. Raises NotFound, Refused("last_way_in")."""
    user_id = person(actor)
    with transaction.atomic():
        user = _held(user_id)
        row = _open_rows().filter(id=identity_id, user_id=user_id).first()
        if row is None:
            raise NotFound("identity_unknown")
        security, others = security_of(actor), _open_rows().filter(user_id=user_id).exclude(id=row.id)
        if not (user.email or security.has_password or security.passkeys or others.exists()):
            raise Refused("last_way_in")
        _open_rows().filter(id=row.id).update(ended_at=now)
        fact = IdentityUnlinked(row.provider_key)
        journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)
        _tell(AccountMail.IDENTITY_UNLINKED, user_id, provider)


def _held(user_id: UUID) -> User:
    """The account, until the transaction ends: it is not merged or deleted meanwhile. Raises Forbidden when it was."""
    user = User.objects.select_for_update().get(id=user_id)
    if not user.is_active:
        raise Forbidden("account_closed")
    return user


def check_fits(user_id: UUID, arrival: Arrival, *, now: datetime) -> None:
    """Whether this account may bear this identity: none of the same provider yet, nobody else's certified."""
    if _open_rows().filter(user_id=user_id, issuer=arrival.issuer).exists():
        raise Refused("identity_already_one")
    check_age(arrival, now=now)
    if arrival.pivot and contradicts(profile_of(Actor.system(), user_id).claims, arrival.pivot):
        raise Refused("identity_of_another")


def check_age(arrival: Arrival, *, now: datetime) -> None:
    """Raises Invalid("under_sixteen"): a parent applies."""
    if arrival.pivot and arrival.pivot.birth_date:
        check_birth_date(arrival.pivot.birth_date.isoformat(), today=civil_date(now))


def _certify(user_id: UUID, arrival: Arrival, *, now: datetime) -> None:
    """Write what changed only: the date of a certificate is that of the first time it was given so."""
    if arrival.pivot is None or not arrival.kind.certifies_identity:
        return
    held = {row.name: row for row in IdentityClaim.objects.filter(user_id=user_id)}
    said = claims_of(arrival.pivot)
    source = ClaimSource.FRANCECONNECT.value
    kept = [row for name in said if (row := held.get(name.value)) and row.source == source]
    level = highest(arrival.acr, *(row.level for row in kept)) if len(kept) == len(said) else arrival.acr
    changed = {
        name: value
        for name, value in said.items()
        if (row := held.get(name.value)) is None or (row.value, row.source, row.level) != (value, source, level)
    }
    if changed:
        certify(Actor.system(), user_id=user_id, source=ClaimSource.FRANCECONNECT, claims=changed, level=level, now=now)
    if arrival.pivot.usual_name and ClaimName.USUAL_NAME.value not in held:
        IdentityClaim.objects.get_or_create(
            user_id=user_id, name=ClaimName.USUAL_NAME.value, defaults={"value": arrival.pivot.usual_name}
        )


def _open_rows() -> QuerySet[ExternalIdentity]:
    return ExternalIdentity.objects.filter(ended_at=None)


def _tell(kind: AccountMail, user_id: UUID, provider: str) -> None:
    user = User.objects.get(id=user_id)
    mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
    mailer.send(kind, user.email, user.language, {"provider": provider})
