"""Several aids together: scenarios d6 and d7 to the cent, each kind of cap, and what holds whatever the aids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility.stacking import (
    AtMost,
    Candidate,
    Cap,
    Change,
    Code,
    LeftToPay,
    Limit,
    NoMoreThan,
    ReducedBy,
    Standing,
    TotalAtMost,
    allocate,
    changes,
)
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents

LOCAL = frozenset({"local"})
STATE = Candidate(
    "state", Cents(400_00), (NoMoreThan("local"), TotalAtMost(Limit(cents=200_00, share=2000))), frozenset({"state"})
)
CAR = Cents(12_000_00)
COMMUNE = Candidate("commune", Cents(500_00), groups=LOCAL)
METROPOLIS = Candidate("metropolis", Cents(3_000_00), groups=LOCAL)
REGION = Candidate("region", Cents(5_000_00), (AtMost(Limit(cents=4_000_00)),), LOCAL)
HALF = (TotalAtMost(Limit(share=5000)),)


@pytest.mark.parametrize(("local", "state"), [(100_00, 100_00), (150_00, 50_00), (500_00, 0), (0, 0)])
def test_the_state_gives_no_more_than_the_local_aid_nor_over_the_total(local: int, state: int) -> None:  # d6
    stack = allocate(Cents(1_500_00), [Candidate("local", Cents(local), groups=LOCAL), STATE])
    assert (stack.amount_of("local"), stack.amount_of("state")) == (local, state)
    assert stack.total == local + state
    assert stack.left == 1_500_00 - local - state


def test_a_share_of_a_cheap_bicycle_lowers_the_total_further() -> None:
    assert allocate(Cents(600_00), [Candidate("local", Cents(80_00), groups=LOCAL), STATE]).amount_of("state") == 40_00


def test_the_region_takes_what_is_left_under_half_of_the_price() -> None:  # d7
    stack = allocate(CAR, [COMMUNE, METROPOLIS, REGION], HALF)
    assert [each.amount for each in stack.allocations] == [500_00, 3_000_00, 2_500_00]
    assert (stack.total, stack.left) == (6_000_00, 6_000_00)
    steps = [(reason.code, reason.before, reason.after) for reason in stack.allocations[2].reasons]
    assert steps == [(Code.AMOUNT, 5_000_00, 4_000_00), (Code.TOTAL, 4_000_00, 2_500_00)]


def test_when_the_metropolis_refuses_the_region_is_raised_while_it_is_open() -> None:  # d7
    before = allocate(CAR, [COMMUNE, METROPOLIS, REGION], HALF)
    refused = replace(METROPOLIS, standing=Standing.REFUSED)
    after = allocate(CAR, [COMMUNE, refused, REGION], HALF)
    assert [each.amount for each in after.allocations] == [500_00, 0, 4_000_00]
    assert after.total == 4_500_00
    assert changes(before, after) == (
        Change("metropolis", Cents(3_000_00), Cents(0)),
        Change("region", Cents(2_500_00), Cents(4_000_00)),
    )
    closed = replace(REGION, amount=Cents(2_500_00), standing=Standing.DECIDED)
    assert allocate(CAR, [COMMUNE, refused, closed], HALF).total == 3_000_00


def test_what_is_decided_is_reserved_before_those_who_come_first() -> None:
    decided = replace(REGION, amount=Cents(4_000_00), standing=Standing.DECIDED)
    stack = allocate(CAR, [COMMUNE, METROPOLIS, decided], HALF)
    assert [each.amount for each in stack.allocations] == [500_00, 1_500_00, 4_000_00]


@pytest.mark.parametrize(
    ("cap", "amount", "sentence"),
    [
        (AtMost(Limit(cents=300_00)), 300_00, "Cette aide ne dépasse pas 300\u00a0€."),
        (AtMost(Limit(share=1234)), 123_40, "Cette aide ne dépasse pas 123,40\u00a0€."),
        (
            TotalAtMost(Limit(cents=450_00)),
            250_00,
            "Ces aides ensemble ne dépassent pas 450\u00a0€ ; d’autres donnent déjà 200\u00a0€.",
        ),
        (TotalAtMost(Limit(cents=450_00), "other"), 400_00, ""),
        (
            LeftToPay(Limit(cents=500_00)),
            300_00,
            "Vous payez au moins 500\u00a0€ ; d’autres aides donnent déjà 200\u00a0€.",
        ),
        (
            LeftToPay(Limit(share=7000)),
            100_00,
            "Vous payez au moins 700\u00a0€ ; d’autres aides donnent déjà 200\u00a0€.",
        ),
        (NoMoreThan("local"), 200_00, "Cette aide ne dépasse pas les aides qu’elle complète, soit 200\u00a0€."),
        (NoMoreThan("first"), 200_00, "Cette aide ne dépasse pas les aides qu’elle complète, soit 200\u00a0€."),
        (ReducedBy("local"), 200_00, "Cette aide baisse de 200\u00a0€, donnés par d’autres."),
        (ReducedBy("nobody"), 400_00, ""),
    ],
)
def test_each_cap_lowers_to_the_cent_and_says_why(cap: Cap, amount: int, sentence: str) -> None:
    stack = allocate(
        Cents(1_000_00), [Candidate("first", Cents(200_00), groups=LOCAL), Candidate("second", Cents(400_00), (cap,))]
    )
    second = stack.allocations[1]
    assert second.amount == amount
    assert [reason.sentence() for reason in second.reasons] == ([sentence] if sentence else [])


def test_a_group_has_its_own_total() -> None:
    aids = [COMMUNE, METROPOLIS, replace(STATE, caps=())]
    stack = allocate(CAR, aids, (TotalAtMost(Limit(cents=2_000_00), "local"),))
    assert [each.amount for each in stack.allocations] == [500_00, 1_500_00, 400_00]


def test_aids_never_give_more_than_the_price() -> None:
    stack = allocate(Cents(700_00), [COMMUNE, METROPOLIS])
    assert (stack.total, stack.left) == (700_00, 0)
    assert stack.allocations[1].reasons[0].code is Code.LEFT_TO_PAY


def test_a_total_one_aid_sets_holds_for_those_after_it() -> None:
    first = replace(COMMUNE, caps=(TotalAtMost(Limit(cents=600_00)),))
    assert allocate(CAR, [first, METROPOLIS]).total == 600_00
    unserved = replace(first, amount=Cents(0))
    assert allocate(CAR, [unserved, METROPOLIS]).total == 3_000_00


def test_nonsense_is_refused() -> None:
    for build in (
        lambda: allocate(Cents(-1), []),
        lambda: allocate(CAR, [COMMUNE, COMMUNE]),
        lambda: Candidate("x", Cents(-1)),
        lambda: Limit(),
        lambda: Limit(cents=-1),
    ):
        with pytest.raises(Invalid, match="stacking_limit_wrong"):
            build()


LIMITS = st.builds(Limit, st.integers(0, 900_00), st.none()) | st.builds(Limit, st.none(), st.integers(0, 10_000))
GROUPS = st.sampled_from(["a", "b"])
CAPS = (
    st.builds(AtMost, LIMITS)
    | st.builds(TotalAtMost, LIMITS, st.none() | GROUPS)
    | st.builds(LeftToPay, LIMITS)
    | st.builds(NoMoreThan, GROUPS)
    | st.builds(ReducedBy, GROUPS)
)
STANDINGS = st.sampled_from([Standing.OPEN, Standing.OPEN, Standing.OPEN, Standing.REFUSED])
AIDS = st.lists(
    st.builds(
        Candidate,
        st.sampled_from("vwxyz"),
        st.integers(0, 900_00).map(Cents),
        st.lists(CAPS, max_size=3).map(tuple),
        st.frozensets(GROUPS),
        STANDINGS,
    ),
    max_size=5,
    unique_by=lambda aid: aid.id,
)
PRICES = st.integers(0, 2_000_00).map(Cents)
EVERYWHERE = st.lists(st.builds(TotalAtMost, LIMITS, st.none() | GROUPS), max_size=2).map(tuple)


@settings(max_examples=50, deadline=None)
@given(PRICES, AIDS, EVERYWHERE)
def test_no_cap_is_exceeded_at_the_end_and_the_sum_is_exact(
    price: Cents, aids: list[Candidate], caps: tuple[Cap, ...]
) -> None:
    stack = allocate(price, aids, caps)
    given_by = {aid.id: stack.amount_of(aid.id) for aid in aids}
    assert stack.total == sum(given_by.values()) <= price
    assert stack.left == price - stack.total
    for aid in aids:
        assert 0 <= given_by[aid.id] <= aid.amount
        for cap in (*aid.caps, *caps) if given_by[aid.id] else ():
            group = getattr(cap, "group", None)
            inside = sum(given_by[other.id] for other in aids if other.belongs(group))
            match cap:
                case AtMost(limit):
                    assert given_by[aid.id] <= limit.of(price)
                case TotalAtMost(limit):
                    assert inside <= limit.of(price) or not aid.belongs(group)
                case LeftToPay(least):
                    assert price - stack.total >= least.of(price)
                case NoMoreThan():
                    assert given_by[aid.id] <= sum(
                        given_by[other.id] for other in aids if other.belongs(group) and other != aid
                    )


@settings(max_examples=50, deadline=None)
@given(PRICES, AIDS, EVERYWHERE)
def test_each_reason_starts_where_the_one_before_ended(
    price: Cents, aids: list[Candidate], caps: tuple[Cap, ...]
) -> None:
    for each in allocate(price, aids, caps).allocations:
        amounts = [each.alone, *(reason.after for reason in each.reasons)]
        assert amounts == [*(reason.before for reason in each.reasons), each.amount]
        assert all(reason.after < reason.before or not reason.before for reason in each.reasons)


@settings(max_examples=50, deadline=None)
@given(PRICES, AIDS, EVERYWHERE)
def test_those_served_first_do_not_depend_on_those_after(
    price: Cents, aids: list[Candidate], caps: tuple[Cap, ...]
) -> None:
    whole, shorter = allocate(price, aids, caps), allocate(price, aids[:-1], caps)
    assert whole.allocations[: len(shorter.allocations)] == shorter.allocations
    assert allocate(price, aids, caps) == whole


@settings(max_examples=50, deadline=None)
@given(PRICES, AIDS, EVERYWHERE)
def test_a_refusal_never_lowers_the_next_aid_unless_it_rests_on_the_refused_one(
    price: Cents, aids: list[Candidate], caps: tuple[Cap, ...]
) -> None:
    before = allocate(price, aids, caps)
    for place, aid in enumerate(aids[:-1]):
        following = aids[place + 1]
        if not any(isinstance(cap, NoMoreThan) for cap in following.caps):
            refused = [*aids[:place], replace(aid, standing=Standing.REFUSED), *aids[place + 1 :]]
            assert allocate(price, refused, caps).amount_of(following.id) >= before.amount_of(following.id)


@settings(max_examples=50, deadline=None)
@given(PRICES, AIDS, EVERYWHERE)
def test_granting_what_was_computed_changes_nothing(price: Cents, aids: list[Candidate], caps: tuple[Cap, ...]) -> None:
    before = allocate(price, aids, caps)
    if aids:
        granted = replace(aids[0], amount=before.amount_of(aids[0].id), standing=Standing.DECIDED)
        assert not changes(before, allocate(price, [granted, *aids[1:]], caps))
