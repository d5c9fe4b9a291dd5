"""Employers: scenarios a1 to a7 and c11 to the cent, caps by date alone, and what holds for any amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.eligibility import shipped
from mob.eligibility.counter import Payment, PaymentKind, count
from mob.eligibility.employers import Commute, Split, sources, split
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents

TICKET = Cents(1_089_60)
YEAR_2025 = date(2025, 3, 1)
A3 = Commute(YEAR_2025, TICKET, 50, Cents(500_00))


@pytest.mark.parametrize(
    ("commute", "paid", "exempt", "taxable"),
    [
        pytest.param(Commute(YEAR_2025, allowance=Cents(500_00)), 500_00, 500_00, 0, id="a1"),
        pytest.param(Commute(YEAR_2025, allowance=Cents(700_00)), 700_00, 600_00, 100_00, id="a2"),
        pytest.param(A3, 1_044_80, 900_00, 144_80, id="a3"),
        pytest.param(replace(A3, ticket_share=75), 1_317_20, 900_00, 417_20, id="a4"),
        pytest.param(Commute(YEAR_2025, TICKET, 100), 1_089_60, 817_20, 272_40, id="a5"),
        pytest.param(Commute(YEAR_2025, TICKET, working_time=40), 435_84, 435_84, 0, id="a6"),
        pytest.param(replace(A3, on=date(2024, 6, 1)), 1_044_80, 800_00, 244_80, id="a7 both"),
        pytest.param(Commute(date(2024, 6, 1), allowance=Cents(900_00)), 900_00, 700_00, 200_00, id="a7 alone"),
    ],
)
def test_the_split_is_right_to_the_cent(commute: Commute, paid: int, exempt: int, taxable: int) -> None:
    found = split(commute)
    assert (found.paid, found.exempt, found.taxable) == (paid, exempt, taxable)


def test_the_allowance_has_what_is_left_beside_the_ticket() -> None:
    assert split(replace(A3, ticket_share=75, allowance=Cents(0))).room == 82_80  # a4's head-room


@pytest.mark.parametrize(
    ("day", "alone", "both"),
    [
        ("2020-12-31", 400_00, 400_00),
        ("2021-01-01", 500_00, 600_00),
        ("2021-12-31", 500_00, 600_00),
        ("2022-01-01", 700_00, 800_00),
        ("2024-12-31", 700_00, 800_00),
        ("2025-01-01", 600_00, 900_00),
        ("2026-11-26", 600_00, 900_00),
    ],
)
def test_caps_follow_the_date_alone(day: str, alone: int, both: int) -> None:
    on = date.fromisoformat(day)
    assert split(Commute(on, allowance=Cents(1_00))).cap == alone
    assert split(Commute(on, Cents(100_00))).cap == both


def test_a_dear_ticket_is_exempt_over_the_cap_and_leaves_no_room() -> None:
    found = split(Commute(YEAR_2025, Cents(4_000_00), 50, Cents(100_00)))
    assert (found.exempt, found.taxable, found.room) == (2_000_00, 100_00, 0)


def test_the_voucher_is_under_the_same_cap_as_the_allowance() -> None:
    found = split(Commute(YEAR_2025, allowance=Cents(400_00), voucher=Cents(300_00)))
    assert (found.paid, found.exempt, found.taxable) == (700_00, 600_00, 100_00)


@pytest.mark.parametrize(("working_time", "ticket"), [(100, 544_80), (50, 544_80), (49, 533_90), (25, 272_40)])
def test_below_half_time_the_share_is_in_proportion(working_time: int, ticket: int) -> None:
    assert split(Commute(YEAR_2025, TICKET, working_time=working_time)).ticket == ticket


def test_half_a_cent_goes_up_whatever_binary_fractions_make_of_it() -> None:
    assert split(Commute(YEAR_2025, Cents(58), 100)).exempt == 44  # 75 % of 0.58 is 0.435
    assert split(Commute(YEAR_2025, Cents(50), 57)).ticket == 29  # 0.285


def test_what_rests_on_a_row_not_read_again_says_so() -> None:
    assert split(A3).is_verified
    assert split(replace(A3, on=date(2026, 1, 1))).is_verified
    assert not split(replace(A3, ticket_share=75, on=date(2026, 1, 1))).is_verified
    assert not split(replace(A3, on=date(2020, 6, 1))).is_verified


@pytest.mark.parametrize(
    ("commute", "code"),
    [
        (Commute(date(2019, 12, 31)), "commute_year_too_old"),
        (replace(A3, ticket_share=49), "ticket_share_out_of_bounds"),
        (replace(A3, ticket_share=101), "ticket_share_out_of_bounds"),
        (replace(A3, working_time=0), "working_time_out_of_bounds"),
        (replace(A3, allowance=Cents(-1)), "commute_amount_out_of_bounds"),
        (Commute(date(2021, 1, 1), voucher=Cents(1)), "voucher_year_too_old"),
    ],
)
def test_what_cannot_be_is_refused_by_name(commute: Commute, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        split(commute)


AMOUNTS = st.integers(0, 3_000_00).map(Cents)
COMMUTES = st.builds(
    Commute,
    st.dates(date(2022, 1, 1), date(2027, 1, 1)),
    AMOUNTS,
    st.integers(50, 100),
    AMOUNTS,
    AMOUNTS,
    st.integers(1, 100),
)


@settings(max_examples=50, deadline=None)
@given(COMMUTES)
def test_paid_is_exempt_and_taxable_to_the_cent_within_the_cap_or_the_ticket(commute: Commute) -> None:
    found = split(commute)
    assert found.paid == found.exempt + found.taxable
    assert min(found.exempt, found.taxable, found.room) >= 0
    assert found.exempt <= max(found.cap, found.ticket)
    assert found.paid == found.ticket + commute.allowance + commute.voucher


@settings(max_examples=50, deadline=None)
@given(COMMUTES, st.integers(1, 500_00))
def test_more_allowance_never_lowers_what_is_exempt(commute: Commute, more: int) -> None:
    assert split(replace(commute, allowance=Cents(commute.allowance + more))).exempt >= split(commute).exempt


def ticket(month: int, amount: int, price: int, year: int = 2025) -> Payment:
    return Payment(date(year, month, 5), PaymentKind.TICKET, Cents(amount), Cents(price))


def test_the_counter_sees_a_share_paid_to_a_third_party_and_the_allowance() -> None:  # c11
    monthly = [ticket(month, 16_75, 33_50) for month in range(1, 13)]
    _, whole = count(2025, [Payment(date(2025, 12, 20), PaymentKind.ALLOWANCE, Cents(500_00)), *monthly])
    assert (whole.ticket, whole.exempt, whole.taxable, whole.cap, whole.room) == (201_00, 701_00, 0, 900_00, 199_00)


def test_lines_tell_the_year_so_far_in_the_order_of_the_days() -> None:
    late = Payment(date(2025, 2, 1), PaymentKind.ALLOWANCE, Cents(700_00))
    lines, whole = count(2025, [ticket(3, 50_00, 100_00), late])
    assert [line.payment for line in lines] == [late, ticket(3, 50_00, 100_00)]
    assert [line.so_far.taxable for line in lines] == [100_00, 0]  # the ticket raises the cap to 900
    assert whole.room == 150_00


def test_a_ticket_is_exempt_up_to_three_quarters_of_its_own_price() -> None:
    _, whole = count(2025, [ticket(1, 100_00, 100_00), ticket(2, 50_00, 100_00)])
    assert (whole.exempt, whole.taxable) == (125_00, 25_00)


def test_a_year_without_payment_has_its_whole_room() -> None:
    assert count(2025, []) == ((), Split(Cents(0), Cents(0), Cents(0), Cents(0), Cents(600_00), Cents(600_00), True))


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (ticket(1, 10, 20, 2024), "payment_of_another_year"),
        (ticket(1, 30, 20), "commute_amount_out_of_bounds"),
        (Payment(YEAR_2025, PaymentKind.ALLOWANCE, Cents(-1)), "commute_amount_out_of_bounds"),
    ],
)
def test_a_payment_that_cannot_be_counted_is_refused(payment: Payment, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        count(2025, [payment])
    with pytest.raises(Invalid, match="commute_year_too_old"):
        count(2019, [])


@settings(max_examples=50, deadline=None)
@given(COMMUTES)
def test_the_counter_and_the_calculator_agree(commute: Commute) -> None:
    commute = replace(commute, working_time=100)
    whole = split(commute)
    payments = [
        Payment(commute.on, PaymentKind.TICKET, whole.ticket, commute.ticket_price),
        Payment(commute.on, PaymentKind.ALLOWANCE, commute.allowance),
        Payment(commute.on, PaymentKind.VOUCHER, commute.voucher),
    ]
    assert replace(count(commute.on.year, payments)[1], is_verified=True) == replace(whole, is_verified=True)


def test_the_model_has_no_mistake_and_names_its_sources() -> None:
    assert shipped.engine("employeur").check() == []
    assert all(address.startswith("https://www.legifrance.gouv.fr/") for address in sources().values())
    assert any("R3261-14" in name for name in sources())
