"""People beside applications: each counts once in every scope, whatever order her applications come and go in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from mob.applications.types import State
from mob.insights.people import PeopleKey, counted, scopes_of, steps
from mob.insights.types import Case

FUNDER = UUID(int=4)
PEOPLE = [UUID(int=n) for n in (11, 12)]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    year = draw(st.sampled_from([2025, 2026]))
    return Case(
        application_id=UUID(int=draw(st.integers(1, 5))),
        seq=1,
        aid_id=draw(st.sampled_from([UUID(int=1), UUID(int=2)])),
        version_id=UUID(int=3),
        funder_id=FUNDER,
        state=draw(st.sampled_from([State.DRAFT, State.SUBMITTED, State.WITHDRAWN])),
        started_at=datetime(year, draw(st.sampled_from([3, 9])), 1, tzinfo=UTC),
        citizen_id=draw(st.sampled_from(PEOPLE)),
        community_id=draw(st.sampled_from([None, UUID(int=5)])),
    )


def case(number: int, state: State = State.SUBMITTED, aid: int = 1) -> Case:
    started = datetime(2026, 3, 1, tzinfo=UTC)
    known = {"version_id": UUID(int=3), "funder_id": FUNDER, "citizen_id": PEOPLE[0]}
    return Case(UUID(int=number), 1, UUID(int=aid), state=state, started_at=started, **known)  # type: ignore[arg-type]


def test_whoever_applies_twice_is_one_person_of_the_funder_and_one_of_each_aid() -> None:
    found = counted([[case(1, aid=1), case(2, aid=2)]])
    assert (
        found[PeopleKey(FUNDER)] == found[PeopleKey(FUNDER, UUID(int=1))] == found[PeopleKey(FUNDER, UUID(int=2))] == 1
    )
    assert found[PeopleKey(FUNDER, None, None, 2026, 1)] == 1


def test_a_draft_is_nobody_yet() -> None:
    assert scopes_of([case(1, State.DRAFT)]) == frozenset()


@settings(max_examples=50)
@given(st.lists(cases(), max_size=12))
def test_following_each_change_finds_what_counting_again_finds(told: list[Case]) -> None:
    known: dict[UUID, Case] = {}
    followed: Counter[PeopleKey] = Counter()
    for after in told:
        before = known.get(after.application_id)
        if before and before.citizen_id != after.citizen_id:
            continue
        others = [c for c in known.values() if c.citizen_id == after.citizen_id and c is not before]
        followed.update(steps(others, before, after))
        known[after.application_id] = after
    people = [[c for c in known.values() if c.citizen_id == person] for person in PEOPLE]
    assert {key: n for key, n in followed.items() if n} == counted(people)
