"""Aids for one purchase, taken together: they never exceed its price. The nearest payer is served first.

The law leaves no purchase paid for more than it costs; who yields is the payer farthest away, as the State's bicycle
bonus did: it completed the local aid. Aids that look at no bicycle (a season ticket, a journey) are not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mob.catalogue.types import Level
from mob.eligibility import engines, questions, stacking
from mob.eligibility.simulation.types import Estimate, Situation
from mob.kernel.money import Cents, from_rule

PRICE, PURCHASE = "vélo . prix", "vélo . "
_ORDER = (Level.EMPLOYER, Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.REGION, Level.NATIONAL)


def capped(situation: Situation, eligible: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """The same aids, those for the purchase lowered to what its price leaves, with the reason of each cut.

    Without the price, or with one aid alone, nothing changes.
    """
    price = situation.answers.get(PRICE)
    bought = [each for each in eligible if each.amount and _is_for_purchase(each)]
    if not isinstance(price, float) or price < 0 or len(bought) < 2:
        return tuple(eligible)
    served = sorted(bought, key=lambda each: (_ORDER.index(each.document.level), each.document.slug))
    candidates = [stacking.Candidate(each.document.slug, each.amount or Cents(0)) for each in served]
    made = {each.id: each for each in stacking.allocate(from_rule(price), candidates).allocations}
    return tuple(_after(each, made.get(each.document.slug)) for each in eligible)


def _after(each: Estimate, allocation: stacking.Allocation | None) -> Estimate:
    if allocation is None or not allocation.reasons:
        return each
    return replace(each, amount=allocation.amount, cuts=allocation.reasons)


def _is_for_purchase(each: Estimate) -> bool:
    engine = engines.engine_for(each.rules)
    return any(name.startswith(PURCHASE) for name in questions.needed(engine, each.rules.target))
