"""Who may do what with an award. Pure; it authorises services and draws buttons."""

from __future__ import annotations

from uuid import UUID

from mob.identity.mandate_types import Power
from mob.kernel.actor import Actor, ActorKind, Role
from mob.payments.types import Action, InvoiceState, Snapshot

# A professional through Aidants Connect sends the invoice. The account is the person's to give: no mandate of ours names it.
_ASSISTED = frozenset({Action.SEND_INVOICE})


def allowed(actor: Actor, award: Snapshot) -> frozenset[Action]:
    """Every action open to this actor on this award now. Deny by default."""
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({Action.READ})
    if actor.kind is ActorKind.CITIZEN and actor.id is not None and actor.id == award.citizen_id:
        return frozenset({Action.READ}) | _owner(award)
    if actor.kind is ActorKind.HELPER and actor.on_behalf_of is not None and actor.on_behalf_of == award.citizen_id:
        return frozenset({Action.READ}) | _helper(actor, award)
    if actor.kind is ActorKind.ASSISTED and actor.on_behalf_of is not None and actor.on_behalf_of == award.citizen_id:
        return frozenset({Action.READ}) | (_owner(award) & _ASSISTED)
    if actor.kind is ActorKind.STAFF and _sees(actor, award):
        return frozenset({Action.READ, Action.SETTLE}) | _staff(award)
    return frozenset()


def _owner(award: Snapshot) -> set[Action]:
    if not award.is_live or not award.has_unpaid:
        return set()
    actions = {Action.GIVE_DETAILS}
    if award.invoice in (InvoiceState.AWAITED, InvoiceState.RECEIVED):
        actions.add(Action.SEND_INVOICE)
    return actions


def _helper(actor: Actor, award: Snapshot) -> set[Action]:
    """Under a mandate: the account only where the mandate names it, the invoice where it lets answer."""
    let = {Action.GIVE_DETAILS} if Power.BANK_DETAILS.value in actor.scopes else set()
    let |= {Action.SEND_INVOICE} if Power.ANSWER.value in actor.scopes else set()
    return _owner(award) & let


def _staff(award: Snapshot) -> set[Action]:
    actions = set()
    if award.is_live and award.details and award.details.confirmed_at is None:
        actions.add(Action.CONFIRM_DETAILS)
    if award.is_live and award.invoice is InvoiceState.RECEIVED:
        actions.add(Action.CHECK_INVOICE)
    return actions


def _sees(actor: Actor, award: Snapshot) -> bool:
    """Staff of the funder and community, never of her own application."""
    if actor.funder_id is None or actor.funder_id != award.funder_id or actor.id == award.citizen_id:
        return False
    if not actor.has(Role.CASE_MANAGER, Role.SUPERVISOR):
        return False
    return actor.community_ids is None or award.community_id in actor.community_ids


def reads_envelopes(actor: Actor, funder_id: UUID) -> bool:
    """Whoever instructs the funder's files sees what is left for them."""
    is_own = actor.kind is ActorKind.STAFF and actor.funder_id == funder_id
    return is_own and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)


def sets_envelopes(actor: Actor, funder_id: UUID) -> bool:
    """A supervisor of the funder says how much there is."""
    return reads_envelopes(actor, funder_id) and actor.has(Role.SUPERVISOR)
