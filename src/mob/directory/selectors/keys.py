"""Keys: whom proofs are encrypted to, and what staff see of their life."""

from __future__ import annotations

from uuid import UUID

from mob.directory.models import FunderKey
from mob.directory.ports import KeyUsage
from mob.directory.selectors.funders import visible_to
from mob.directory.types import FunderKeyView, KeyState, RecipientKey
from mob.kernel import ports
from mob.kernel.actor import Actor


def encryption_keys(funder_id: UUID) -> list[RecipientKey]:
    """Whom a proof for this funder is encrypted to: newest active key, then its recovery key. Empty: no deposit."""
    row = (
        FunderKey.objects.filter(funder_id=funder_id, state=KeyState.ACTIVE.value)
        .order_by("-activated_at", "-created_at")
        .first()
    )
    if not row:
        return []
    return [
        RecipientKey(row.kid, row.public_jwk, is_recovery=False),
        RecipientKey(row.recovery_kid, row.recovery_jwk, is_recovery=True),
    ]


def has_usable_key(funder_id: UUID) -> bool:
    return FunderKey.objects.filter(funder_id=funder_id, state=KeyState.ACTIVE.value).exists()


def keys_of(actor: Actor, funder_id: UUID) -> list[FunderKeyView]:
    """A funder's keys for its staff and for administrators, newest first, given-up ones left out."""
    rows = FunderKey.objects.filter(funder__in=visible_to(actor), funder_id=funder_id)
    kept = rows.exclude(state=KeyState.RETIRED.value, activated_at__isnull=True)
    return [_key(row) for row in kept.order_by("-created_at", "-id")]


def key(actor: Actor, key_id: UUID) -> FunderKeyView | None:
    """One key of a funder the actor may see."""
    row = FunderKey.objects.filter(funder__in=visible_to(actor), id=key_id).first()
    return _key(row) if row else None


def documents_by_key(actor: Actor, funder_id: UUID) -> dict[str, int]:
    """How many stored documents each key of the funder alone opens, by kid: why it cannot be retired yet."""
    usage = ports.serve(KeyUsage)  # type: ignore[type-abstract]
    return {view.kid: usage.documents_remaining(view.kid) for view in keys_of(actor, funder_id)}


def _key(row: FunderKey) -> FunderKeyView:
    return FunderKeyView(
        id=row.id,
        funder_id=row.funder_id,
        kid=row.kid,
        recovery_kid=row.recovery_kid,
        state=KeyState(row.state),
        created_at=row.created_at,
        activated_at=row.activated_at,
        decrypt_only_at=row.decrypt_only_at,
        retired_at=row.retired_at,
    )
