"""How an employer recognises its people: the list of its domains, and whether its staff accept by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.directory import events, rules, work_addresses
from mob.directory.models import AffiliationRules
from mob.directory.services.stream import record, take
from mob.directory.types import FunderKind
from mob.kernel.actor import Actor
from mob.kernel.errors import Conflict, Forbidden, NotFound, Refused


@transaction.atomic
def set_affiliation_rules(
    actor: Actor, *, funder_id: UUID, domains: str, accepts_by_hand: bool, expected_version: int, now: datetime
) -> None:
    """Write the list (domains one a line) and the option. Those already affiliated stay so.

    Raises NotFound, Forbidden, Invalid (`domains`), Refused `not_an_employer`, Conflict `funder_changed`.
    """
    if not rules.is_platform_administrator(actor) and actor.funder_id != funder_id:
        raise NotFound("funder_unknown")
    if not rules.may_set_affiliation_rules(actor, funder_id):
        raise Forbidden("funder_edit_forbidden")
    found = work_addresses.read_domains(domains)
    funder = take(funder_id)
    if funder is None or funder.kind != FunderKind.EMPLOYER.value:
        raise Refused("not_an_employer")
    row = AffiliationRules.objects.filter(funder_id=funder_id).first()
    if (row.version if row else 0) != expected_version:
        raise Conflict("funder_changed")
    AffiliationRules.objects.update_or_create(
        funder_id=funder_id,
        defaults={"domains": list(found), "accepts_by_hand": accepts_by_hand, "version": expected_version + 1},
    )
    fact = events.AffiliationRulesChanged(funder_id, len(found), accepts_by_hand)
    record(actor, funder_id, [fact], now=now)
