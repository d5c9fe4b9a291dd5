"""What becomes of a mandate when one of its accounts is emptied into another: never with oneself, never twice."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mob.identity.mandate_types import MandateKind, MandateState
from mob.identity.mandates.moving import Fate, Held, fate, moved

SOURCE, TARGET, OTHER = (UUID(int=number) for number in (1, 2, 3))
sides = st.sampled_from([SOURCE, TARGET, OTHER, None])
kinds = st.sampled_from(MandateKind)
mandates = st.builds(Held, kinds, st.sampled_from(MandateState), sides, sides, asked=sides)
pairs = st.frozensets(st.tuples(st.sampled_from([TARGET, OTHER]), st.sampled_from([TARGET, OTHER]), kinds))


@given(mandates, pairs)
def test_what_follows_is_never_with_oneself_nor_twice_in_force(mandate, accepted) -> None:
    if fate(mandate, source=SOURCE, target=TARGET, accepted=accepted) is not Fate.FOLLOWS:
        return
    after = moved(mandate, source=SOURCE, target=TARGET)
    assert [after.helper, after.helped, after.asked].count(TARGET) <= 1
    assert after.state is not MandateState.ACCEPTED or (after.helper, after.helped, after.kind) not in accepted


@given(mandates)
def test_moving_changes_nothing_but_who_she_is(mandate) -> None:
    after = moved(mandate, source=SOURCE, target=TARGET)
    assert SOURCE not in (after.helper, after.helped, after.asked)
    assert (after.kind, after.state, after.opened_by) == (mandate.kind, mandate.state, mandate.opened_by)
    for before, now in zip(*((each.helper, each.helped, each.asked) for each in (mandate, after)), strict=True):
        assert now == (TARGET if before == SOURCE else before)


@given(mandates, pairs)
def test_what_she_recorded_at_work_stays_where_it_was(mandate, accepted) -> None:
    becomes = fate(mandate, source=SOURCE, target=TARGET, accepted=accepted)
    assert (becomes is Fate.STAYS) is (mandate.kind is MandateKind.DESK and mandate.helper == SOURCE)


def test_a_mandate_with_somebody_else_follows_and_the_same_given_twice_does_not() -> None:
    given_to_other = Held(MandateKind.RELATIVE, MandateState.ACCEPTED, helper=OTHER, helped=SOURCE)
    both = {"source": SOURCE, "target": TARGET}
    assert fate(given_to_other, **both, accepted=frozenset()) is Fate.FOLLOWS
    already = frozenset({(OTHER, TARGET, MandateKind.RELATIVE)})
    assert fate(given_to_other, **both, accepted=already) is Fate.DOUBLED
    the_other_way = frozenset({(TARGET, OTHER, MandateKind.RELATIVE)})
    assert fate(given_to_other, **both, accepted=the_other_way) is Fate.FOLLOWS
