"""Aids taken together: for one purchase they never exceed its price, and each may say more (`catalogue.Together`).

The nearest payer is served first. The law leaves no purchase paid for more than it costs; who yields is the payer
farthest away, as the State's bicycle bonus did: it completed the local aid. Aids that look at no bicycle (a season
ticket, a journey) are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mob.catalogue.types import Level, Together
from mob.eligibility import engines, questions, stacking
from mob.eligibility.simulation.types import Estimate, Situation
from mob.eligibility.stacking import Candidate, Cap, Limit
from mob.kernel.money import MAX_CENTS, Cents, from_rule

PRICE, PURCHASE = "vélo . prix", "vélo . "
_ORDER = (Level.EMPLOYER, Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.REGION, Level.NATIONAL)


def capped(situation: Situation, eligible: Sequence[Estimate]) -> tuple[Estimate, ...]:
    """The same aids, those for the purchase lowered to what they allow beside each other, with the reason of each cut.

    Without the price, what depends on it is not looked at: it is no cut that an answer may give back.
    """
    price = _price(situation)
    bought = [each for each in eligible if each.amount and _is_for_purchase(each)]
    served = sorted(bought, key=lambda each: (_ORDER.index(each.document.level), each.document.slug))
    candidates = [_candidate(each, is_priced=price is not None) for each in served]
    if len(bought) < 2 and not any(each.caps for each in candidates):
        return tuple(eligible)
    stack = stacking.allocate(MAX_CENTS if price is None else price, candidates)
    made = {each.id: each for each in stack.allocations}
    return tuple(_after(each, made.get(each.document.slug)) for each in eligible)


def _price(situation: Situation) -> Cents | None:
    price = situation.answers.get(PRICE)
    return from_rule(price) if isinstance(price, float) and price >= 0 else None


def _candidate(each: Estimate, *, is_priced: bool) -> Candidate:
    """It belongs to the groups of those farther away than it: for them it is one of the nearer aids."""
    level = _ORDER.index(each.document.level)
    return Candidate(
        each.document.slug,
        each.amount or Cents(0),
        caps=tuple(_caps(each.rules.together, level, is_priced=is_priced)),
        groups=frozenset({_ALL, *(_nearer_than(far) for far in range(level + 1, len(_ORDER)))}),
    )


_ALL = "*"


def _nearer_than(level: int) -> str:
    return f"nearer than {_ORDER[level].value}"


def _caps(said: Together, level: int, *, is_priced: bool) -> Iterator[Cap]:
    if said.completes_local:
        yield stacking.NoMoreThan(_nearer_than(level))
    if said.is_reduced:
        yield stacking.ReducedBy(_ALL)
    most = _limit(said.most_percent, said.most, is_priced=is_priced)
    if most is not None:
        yield stacking.TotalAtMost(most)
    left = _limit(said.left_percent, said.left, is_priced=True)
    if left is not None and is_priced:
        yield stacking.LeftToPay(left)


def _limit(percent: int | None, cents: Cents | None, *, is_priced: bool) -> Limit | None:
    share = percent * stacking.WHOLE // 100 if percent is not None and is_priced else None
    return None if share is None and cents is None else Limit(cents, share)


def _after(each: Estimate, allocation: stacking.Allocation | None) -> Estimate:
    if allocation is None or not allocation.reasons:
        return each
    return replace(each, amount=allocation.amount, cuts=allocation.reasons)


def _is_for_purchase(each: Estimate) -> bool:
    engine = engines.engine_for(each.rules)
    return any(name.startswith(PURCHASE) for name in questions.needed(engine, each.rules.target))
