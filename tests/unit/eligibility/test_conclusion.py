"""What a list of checks amounts to: order counts, and what cannot be told never refuses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mob.eligibility.rules import conclude
from mob.eligibility.types import Check, CheckCode, Conclusion, Outcome

MADE = st.lists(st.sampled_from(list(Outcome)).map(lambda outcome: Check(CheckCode.AGE, outcome, "x")), max_size=6)


@given(MADE)
def test_it_fails_only_on_a_check_that_is_not_met_with_nothing_unknown_before(made: list[Check]) -> None:
    conclusion, stop = conclude(made)
    outcomes = [check.outcome for check in made]
    if conclusion is Conclusion.FAILED:
        first = outcomes.index(Outcome.NOT_MET)
        assert made[first] is stop
        assert Outcome.UNKNOWN not in outcomes[:first]
    elif conclusion is Conclusion.PASSED:
        assert set(outcomes) == {Outcome.MET}


def test_no_check_at_all_grants_nothing() -> None:
    assert conclude([]) == (Conclusion.DEFERRED, None)
