"""The share of accounts in two of them brought together: identities, certificates, proofs, missing answers.

It moves last: what the other shares end is noted in the account it was agreed to in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.identity.models import ExternalIdentity, IdentityClaim, Profile, Receipt
from mob.identity.selectors import has_second_factor
from mob.identity.types import ClaimSource, MergeKind, MergeLine
from mob.kernel.actor import Actor


class AccountMove:
    """Serves `ports.MovesAccount`."""

    def foreseen(self, source: UUID, target: UUID) -> Sequence[MergeLine]:
        return [
            *(MergeLine(MergeKind.IDENTITY, row.provider_key) for row in _open(source)),
            *([MergeLine(MergeKind.SECOND_FACTOR)] if has_second_factor(source) else []),
        ]

    def move(self, actor: Actor, *, source: UUID, target: UUID, now: datetime) -> None:
        held = {row.issuer for row in _open(target)}
        ExternalIdentity.objects.filter(user_id=source, issuer__in=held, ended_at=None).update(ended_at=now)
        ExternalIdentity.objects.filter(user_id=source).update(user_id=target)
        Receipt.objects.filter(user_id=source).update(user_id=target)
        _move_claims(source, target)
        _fill_profile(source, target, now=now)


def _open(user_id: UUID) -> list[ExternalIdentity]:
    return list(ExternalIdentity.objects.filter(user_id=user_id, ended_at=None).order_by("linked_at", "id"))


def _move_claims(source: UUID, target: UUID) -> None:
    """A certificate beats what was written by hand; otherwise what the account that stays says."""
    mine = {row.name: row for row in IdentityClaim.objects.filter(user_id=target)}
    declared = ClaimSource.DECLARED.value
    for row in IdentityClaim.objects.filter(user_id=source):
        held = mine.get(row.name)
        if held is not None and (held.source != declared or row.source == declared):
            continue
        IdentityClaim.objects.filter(user_id=target, name=row.name).delete()
        IdentityClaim.objects.filter(id=row.id).update(user_id=target)


def _fill_profile(source: UUID, target: UUID, *, now: datetime) -> None:
    """The town with its postcode, or neither: they go together."""
    theirs = Profile.objects.filter(user_id=source).first()
    if theirs is None:
        return
    mine = Profile.objects.filter(user_id=target).first() or Profile(user_id=target)
    if not mine.commune:
        mine.commune, mine.postcode = theirs.commune, theirs.postcode
    mine.occupation = mine.occupation or theirs.occupation
    mine.phone = mine.phone or theirs.phone
    mine.updated_at = now
    mine.save()
