"""What several aids give together: caps, served in the order the law gives, each reduction with its reason. Pure.

The first in the order keeps what it gets; those after it yield. A total that one aid sets holds for those served after
it, so that no cap is exceeded at the end. What is decided already is reserved first and never moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mob.kernel.errors import Invalid
from mob.kernel.money import Cents, format_euros
from mob.kernel.texts import text_of

WHOLE = 10_000
_NONE = Cents(0)


class Standing(StrEnum):
    """Where an application for the aid stands. Only what is open is computed again."""

    OPEN = "open"
    DECIDED = "decided"
    REFUSED = "refused"


class Code(StrEnum):
    """Why an amount is what it is; the sentences are in the catalogue of texts under `stacking_<code>`."""

    AMOUNT = "amount"
    TOTAL = "total"
    LEFT_TO_PAY = "left_to_pay"
    NO_MORE_THAN = "no_more_than"
    REDUCED_BY = "reduced_by"
    REFUSED = "refused"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Limit:
    """A ceiling in cents, in share of the price (ten-thousandths), or both: the lower holds. Shares are rounded down."""

    cents: int | None = None
    share: int | None = None

    def __post_init__(self) -> None:
        if (self.cents is None and self.share is None) or min(self.cents or 0, self.share or 0) < 0:
            raise Invalid("stacking_limit_wrong")

    def of(self, price: int) -> int:
        fixed = [] if self.cents is None else [self.cents]
        return min([*fixed, *([] if self.share is None else [price * self.share // WHOLE])])


@dataclass(frozen=True, slots=True)
class AtMost:
    """This aid alone."""

    limit: Limit


@dataclass(frozen=True, slots=True)
class TotalAtMost:
    """The aids of a group together, this one among them; of all aids without a group."""

    limit: Limit
    group: str | None = None


@dataclass(frozen=True, slots=True)
class LeftToPay:
    """At least this much of the price stays with the person, all aids counted."""

    least: Limit


@dataclass(frozen=True, slots=True)
class NoMoreThan:
    """No more than the aids of a group give together (« l'État ne donne pas plus que l'aide locale »)."""

    group: str


@dataclass(frozen=True, slots=True)
class ReducedBy:
    """Less what the aids of a group give (« abattement »)."""

    group: str


Cap = AtMost | TotalAtMost | LeftToPay | NoMoreThan | ReducedBy


@dataclass(frozen=True, slots=True)
class Candidate:
    """An aid as its own rules give it: `amount` alone, and its caps in the order of its text.

    Of a decided one, `amount` is what was granted. An aid belongs to the group of its own id.
    """

    id: str
    amount: Cents
    caps: tuple[Cap, ...] = ()
    groups: frozenset[str] = frozenset()
    standing: Standing = Standing.OPEN

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise Invalid("stacking_limit_wrong")

    def belongs(self, group: str | None) -> bool:
        return group is None or group == self.id or group in self.groups


@dataclass(frozen=True, slots=True)
class Reason:
    """One step from an amount to a lower one (equal where nothing was lowered). Amounts in cents."""

    code: Code
    before: Cents
    after: Cents
    limit: Cents = _NONE
    taken: Cents = _NONE

    def sentence(self, language: str = "fr") -> str:
        amounts = {"before": self.before, "after": self.after, "limit": self.limit, "taken": self.taken}
        shown = {name: format_euros(cents, language) for name, cents in amounts.items()}
        return text_of(f"stacking_{self.code.value}", language, **shown)


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one aid gives, from what it would give alone, and every step between."""

    id: str
    alone: Cents
    amount: Cents
    reasons: tuple[Reason, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Stack:
    """Allocations in the order given; `left` is what the person pays, never below nought."""

    allocations: tuple[Allocation, ...]
    total: Cents
    left: Cents

    def amount_of(self, aid_id: str) -> Cents:
        return next((each.amount for each in self.allocations if each.id == aid_id), _NONE)


@dataclass(frozen=True, slots=True)
class Change:
    id: str
    before: Cents
    after: Cents


def allocate(price: Cents, aids: Sequence[Candidate], caps: tuple[Cap, ...] = ()) -> Stack:
    """Serve the aids in that order, which is the law's. `caps` hold for every aid (a public total, for one).

    Together the aids never exceed the price. Raises `Invalid` for a price below nought or an aid given twice.
    """
    if price < 0 or len({aid.id for aid in aids}) != len(aids):
        raise Invalid("stacking_limit_wrong")
    served = {aid.id: (aid, aid.amount) for aid in aids if aid.standing is Standing.DECIDED}
    everywhere: list[Cap] = [LeftToPay(Limit(cents=0)), *caps]
    made = []
    for aid in aids:
        allocation = _serve(price, aid, everywhere, [pair for key, pair in served.items() if key != aid.id])
        served[aid.id] = (aid, allocation.amount)
        everywhere += [cap for cap in aid.caps if isinstance(cap, TotalAtMost | LeftToPay) and allocation.amount]
        made.append(allocation)
    total = Cents(sum(each.amount for each in made))
    return Stack(tuple(made), total, Cents(max(price - total, 0)))


def changes(before: Stack, after: Stack) -> tuple[Change, ...]:
    """The aids whose amount moved between two computations, in the order of the later one."""
    moved = (Change(each.id, before.amount_of(each.id), each.amount) for each in after.allocations)
    return tuple(change for change in moved if change.before != change.after)


_Served = Sequence[tuple[Candidate, Cents]]


def _serve(price: int, aid: Candidate, everywhere: Sequence[Cap], others: _Served) -> Allocation:
    if aid.standing is Standing.DECIDED:
        reason = Reason(Code.DECIDED, aid.amount, aid.amount)
        return Allocation(aid.id, aid.amount, aid.amount, (reason,), aid.standing)
    if aid.standing is Standing.REFUSED:
        return Allocation(aid.id, aid.amount, _NONE, (Reason(Code.REFUSED, aid.amount, _NONE),), aid.standing)
    amount, reasons = aid.amount, []
    for reason in _steps(price, aid, [*aid.caps, *everywhere], others):
        amount = reason.after
        reasons.append(reason)
    return Allocation(aid.id, aid.amount, amount, tuple(reasons), aid.standing)


def _steps(price: int, aid: Candidate, caps: Sequence[Cap], others: _Served) -> Iterator[Reason]:
    """Every cap that lowers the amount, in order."""
    amount = aid.amount
    for cap in caps:
        reason = _apply(price, aid, amount, cap, others)
        if reason is not None and reason.after < amount:
            amount = reason.after
            yield reason


def _apply(price: int, aid: Candidate, amount: Cents, cap: Cap, others: _Served) -> Reason | None:
    """What one cap leaves of an amount; None where it does not speak of this aid."""
    match cap:
        case AtMost(limit):
            return _to(Code.AMOUNT, amount, limit.of(price), 0)
        case TotalAtMost(limit, group):
            if not aid.belongs(group):
                return None
            return _to(Code.TOTAL, amount, limit.of(price), _given(others, group))
        case LeftToPay(least):
            kept = least.of(price)
            return _to(Code.LEFT_TO_PAY, amount, price - kept, _given(others, None), shown=kept)
        case NoMoreThan(group):
            return _to(Code.NO_MORE_THAN, amount, _given(others, group), 0)
        case ReducedBy(group):
            return _to(Code.REDUCED_BY, amount, amount, _given(others, group))


def _to(code: Code, amount: Cents, limit: int, taken: int, *, shown: int | None = None) -> Reason:
    after = Cents(max(0, min(amount, limit - taken)))
    return Reason(code, amount, after, Cents(limit if shown is None else shown), Cents(taken))


def _given(others: _Served, group: str | None) -> int:
    return sum(amount for aid, amount in others if aid.belongs(group))
