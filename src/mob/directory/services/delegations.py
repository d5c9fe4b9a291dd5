"""Delegations of signature: recorded from the act that gives them, revoked. Nobody records her own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory import delegations, events, rules
from mob.directory.models import Delegation, Membership
from mob.directory.services.stream import record, take
from mob.directory.types import DelegationContent
from mob.kernel.actor import Actor, Role
from mob.kernel.errors import Forbidden, InvalidMany, NotFound, Refused

_KEEPERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


@transaction.atomic
def record_delegation(actor: Actor, *, funder_id: UUID, content: DelegationContent, now: datetime) -> UUID:
    """Record what an act gives to somebody who works for the funder and processes its files.

    Raises NotFound, Forbidden (`own_rights`), InvalidMany by field, Refused `delegate_not_staff`.
    """
    _authorise(actor, funder_id)
    if content.holder_id == actor.id:
        raise Forbidden("own_rights")
    content = replace(content, number=rules.clean_line(content.number))
    if problems := delegations.problems_of(content):
        raise InvalidMany(problems)
    take(funder_id)
    _require_processing(funder_id, content.holder_id)
    row = Delegation.objects.create(
        funder_id=funder_id,
        holder_id=content.holder_id,
        number=content.number,
        signed_on=content.signed_on,
        aid_ids=None if content.aid_ids is None else sorted(map(str, content.aid_ids)),
        ceiling_cents=content.ceiling,
        ends_on=content.ends_on,
        created_at=now,
    )
    fact = events.DelegationRecorded(row.id, content.holder_id, content.aid_ids, content.ceiling, content.ends_on)
    record(actor, funder_id, [fact], now=now)
    return row.id


@transaction.atomic
def revoke_delegation(actor: Actor, *, delegation_id: UUID, now: datetime) -> None:
    """End it at once. What was decided under it stays. Raises NotFound, Forbidden, Refused `delegation_revoked`."""
    row = Delegation.objects.filter(id=delegation_id).first()
    if row is None:
        raise NotFound("delegation_unknown")
    _authorise(actor, row.funder_id)
    take(row.funder_id)
    if not Delegation.objects.filter(id=row.id, revoked_at=None).update(revoked_at=now):
        raise Refused("delegation_revoked")
    record(actor, row.funder_id, [events.DelegationRevoked(row.id, row.holder_id)], now=now)


def _authorise(actor: Actor, funder_id: UUID) -> None:
    if rules.is_platform_administrator(actor) or rules.is_funder_staff(actor, funder_id, *_KEEPERS):
        return
    if actor.funder_id != funder_id:
        raise NotFound("funder_unknown")
    raise Forbidden("role_not_yours")


def _require_processing(funder_id: UUID, holder_id: UUID) -> None:
    roles = [role.value for role in rules.PROCESSING_ROLES]
    if not Membership.objects.live().filter(funder_id=funder_id, user_id=holder_id, role__in=roles).exists():
        raise Refused("delegate_not_staff")
