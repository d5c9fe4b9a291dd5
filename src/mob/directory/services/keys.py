"""The life of a funder's key: `pending → active → decrypt_only → retired`. Only public halves ever come here.

Registering and activating belong to the funder's own staff: an administrator of the platform who could put a key of
her own in a funder's place could read its proofs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from mob.directory import events, keys, rules
from mob.directory.models import FunderKey
from mob.directory.ports import KeyUsage
from mob.directory.services.stream import record, take
from mob.directory.types import KeyChallenge, KeyState
from mob.kernel import ports
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, Invalid, NotFound, Refused

# A proof being deposited may have read its recipients a moment before the key stopped being used for new ones.
SETTLING = timedelta(hours=1)


@transaction.atomic
def register_key(
    actor: Actor,
    *,
    funder_id: UUID,
    main_jwk: Mapping[str, object],
    recovery_jwk: Mapping[str, object],
    now: datetime,
) -> KeyChallenge:
    """Keep the public halves of a new pair and of its recovery pair, and seal a challenge to the new one.

    The same pair sent twice while pending gives the same challenge; another pending pair is given up.
    Raises Forbidden, NotFound, Invalid (`key_is_private`, `key_format`, `key_too_short`), Refused
    (`key_recovery_same`, `key_already_known`).
    """
    _authorise(actor, funder_id)
    main = keys.public_part(main_jwk, "main_jwk")
    recovery = keys.public_part(recovery_jwk, "recovery_jwk")
    kid, recovery_kid = keys.thumbprint(main), keys.thumbprint(recovery)
    take(funder_id)
    if known := FunderKey.objects.filter(kid=kid).first():
        return _same_again(known, funder_id, recovery_kid)
    _refuse_reuse(funder_id, kid, recovery_kid)
    given_up = _give_up_pending(funder_id, now)
    row = FunderKey(funder_id=funder_id, kid=kid, public_jwk=main, recovery_kid=recovery_kid, recovery_jwk=recovery)
    answer = keys.new_answer()
    row.challenge = keys.seal_challenge(answer, main, key_id=row.id, funder_id=funder_id)
    row.challenge_answer_hash = keys.answer_hash(answer)
    row.created_at = now
    row.save(force_insert=True)
    record(actor, funder_id, [*given_up, events.FunderKeyRegistered(row.id, kid, recovery_kid)], now=now)
    return KeyChallenge(row.id, row.challenge)


def challenge(actor: Actor, *, key_id: UUID) -> KeyChallenge:
    """The challenge of a pending key, as often as it is asked. Raises NotFound, Forbidden, Refused `key_state`."""
    row = _get(actor, key_id)
    if row.state != KeyState.PENDING.value:
        raise Refused("key_state")
    return KeyChallenge(row.id, row.challenge)


def activate_key(actor: Actor, *, key_id: UUID, answer: str, now: datetime) -> None:
    """Start using a key whose holder has opened the challenge; the funder's older keys then only decrypt.

    `answer` is the challenge's clear bytes in base64url. Raises NotFound, Forbidden, Refused (`key_state`), Invalid
    `key_answer_wrong` (a fact is kept).
    """
    with transaction.atomic():
        row = _get(actor, key_id, taken=True)
        if row.state != KeyState.PENDING.value:
            raise Refused("key_state")
        is_right = keys.is_answer(answer, row.challenge_answer_hash)
        if is_right:
            _activate(actor, row, now)
        else:
            record(actor, row.funder_id, [events.FunderKeyCanaryFailed(row.id, row.kid)], now=now)
    if not is_right:
        raise Invalid("key_answer_wrong", "answer")


@transaction.atomic
def set_decrypt_only(actor: Actor, *, key_id: UUID, now: datetime) -> None:
    """Stop encrypting to an active key. Without another active one, deposits for the funder are suspended.

    Raises NotFound, Forbidden, Refused `key_state`.
    """
    row = _get(actor, key_id, taken=True)
    if row.state != KeyState.ACTIVE.value:
        raise Refused("key_state")
    record(actor, row.funder_id, _to_decrypt_only(FunderKey.objects.filter(id=row.id), now), now=now)


@transaction.atomic
def retire_key(actor: Actor, *, key_id: UUID, now: datetime) -> None:
    """End a key for good: one that never served, or one that no stored document needs any more.

    Raises NotFound, Forbidden, Refused (`key_state`, `key_settling`, `key_in_use`).
    """
    row = _get(actor, key_id, taken=True)
    if row.state not in (KeyState.PENDING.value, KeyState.DECRYPT_ONLY.value):
        raise Refused("key_state")
    if row.decrypt_only_at and now < row.decrypt_only_at + SETTLING:
        raise Refused("key_settling")
    if remaining := ports.serve(KeyUsage).documents_remaining(row.kid):  # type: ignore[type-abstract]
        raise Refused("key_in_use", remaining=remaining)
    _retire(FunderKey.objects.filter(id=row.id), now)
    record(actor, row.funder_id, [events.FunderKeyRetired(row.id, row.kid)], now=now)


def _authorise(actor: Actor, funder_id: UUID) -> None:
    if actor.kind is ActorKind.SYSTEM or rules.is_funder_staff(actor, funder_id, Role.SUPERVISOR, Role.ADMINISTRATOR):
        return
    if actor.funder_id != funder_id:
        raise NotFound("key_unknown")
    raise Forbidden("key_forbidden")


def _get(actor: Actor, key_id: UUID, *, taken: bool = False) -> FunderKey:
    row = FunderKey.objects.filter(id=key_id).first()
    if not row:
        raise NotFound("key_unknown")
    _authorise(actor, row.funder_id)
    if taken:
        take(row.funder_id)
        row.refresh_from_db()
    return row


def _same_again(row: FunderKey, funder_id: UUID, recovery_kid: str) -> KeyChallenge:
    is_same = row.funder_id == funder_id and row.recovery_kid == recovery_kid
    if not is_same or row.state != KeyState.PENDING.value:
        raise Refused("key_already_known")
    return KeyChallenge(row.id, row.challenge)


def _refuse_reuse(funder_id: UUID, kid: str, recovery_kid: str) -> None:
    """A recovery pair may serve again at the next rotation of the same funder; it is never anyone's main pair."""
    if kid == recovery_kid:
        raise Refused("key_recovery_same")
    elsewhere = FunderKey.objects.filter(recovery_kid=recovery_kid).exclude(funder_id=funder_id)
    crossed = FunderKey.objects.filter(Q(kid=recovery_kid) | Q(recovery_kid=kid))
    if elsewhere.exists() or crossed.exists():
        raise Refused("key_already_known")


def _give_up_pending(funder_id: UUID, now: datetime) -> list[events.FunderKeyRetired]:
    rows = FunderKey.objects.filter(funder_id=funder_id, state=KeyState.PENDING.value)
    facts = [events.FunderKeyRetired(row.id, row.kid) for row in rows]
    _retire(rows, now)
    return facts


def _retire(rows: QuerySet[FunderKey], now: datetime) -> None:
    rows.update(state=KeyState.RETIRED.value, retired_at=now, challenge={}, challenge_answer_hash="")


def _activate(actor: Actor, row: FunderKey, now: datetime) -> None:
    older = FunderKey.objects.filter(funder_id=row.funder_id, state=KeyState.ACTIVE.value)
    facts = _to_decrypt_only(older, now)
    FunderKey.objects.filter(id=row.id).update(
        state=KeyState.ACTIVE.value, activated_at=now, challenge={}, challenge_answer_hash=""
    )
    record(actor, row.funder_id, [*facts, events.FunderKeyActivated(row.id, row.kid)], now=now)


def _to_decrypt_only(rows: QuerySet[FunderKey], now: datetime) -> list[events.FunderKeySetDecryptOnly]:
    facts = [events.FunderKeySetDecryptOnly(row.id, row.kid) for row in rows]
    rows.update(state=KeyState.DECRYPT_ONLY.value, decrypt_only_at=now)
    return facts
