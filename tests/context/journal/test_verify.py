"""A journal that was tampered with is found out, and named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mob.journal import checkpoints
from mob.journal.checkpoints import STREAM, Head
from mob.journal.models import Fact
from mob.journal.verify import Finding, Problem, verify
from tests.context.journal.conftest import NOW, Ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def bells(ring: Ring) -> None:
    """Two streams, recorded in a checkpoint."""
    ring(1, 2, 3)
    ring(9, stream="bell:b")
    checkpoints.record({}, NOW)


def problems() -> list[tuple[str, Problem, int]]:
    return [(finding.stream, finding.problem, finding.seq) for finding in verify().findings]


def test_a_sound_journal_has_no_finding(bells: None) -> None:
    seen = verify()
    assert seen.findings == ()
    assert (seen.facts, seen.streams) == (5, 3)


@pytest.mark.parametrize(
    "change",
    [
        {"data": '{"times":20}'},
        {"kind": "test.silence"},
        {"actor": "citizen:x"},
        {"at": NOW + timedelta(microseconds=1)},
        {"hash": "f" * 64},
        {"prev_hash": "f" * 64},
    ],
)
def test_a_changed_fact_is_named(bells: None, change: dict[str, object]) -> None:
    Fact.objects.filter(stream="bell:a", seq=2).update(**change)
    assert problems() == [("bell:a", Problem.CHANGED, 2)]


def test_a_fact_rewritten_with_a_fresh_chain_is_caught_by_the_checkpoint(bells: None, ring: Ring) -> None:
    Fact.objects.filter(stream="bell:b").delete()
    ring(8, stream="bell:b")
    assert problems() == [("bell:b", Problem.CHANGED, 1)]


def test_a_fact_taken_out_of_the_middle_is_named(bells: None) -> None:
    Fact.objects.filter(stream="bell:a", seq=2).delete()
    assert problems() == [("bell:a", Problem.MISSING, 2)]


def test_a_stream_cut_short_is_named(bells: None) -> None:
    Fact.objects.filter(stream="bell:a", seq=3).delete()
    assert problems() == [("bell:a", Problem.TRUNCATED, 3)]


def test_a_stream_that_vanished_is_named(bells: None) -> None:
    Fact.objects.filter(stream="bell:b").delete()
    assert problems() == [("bell:b", Problem.VANISHED, 1)]


def test_exported_heads_catch_a_journal_whose_checkpoints_were_removed_too(bells: None) -> None:
    exported = list(checkpoints.current_heads())
    Fact.objects.filter(stream="bell:b").delete()
    Fact.objects.filter(stream=STREAM).delete()
    assert verify().findings == ()
    assert verify(exported).findings == (
        Finding("bell:b", Problem.VANISHED, 1),
        Finding(STREAM, Problem.VANISHED, 1),
    )


def test_a_journal_that_grew_since_the_export_is_sound(bells: None, ring: Ring) -> None:
    exported = list(checkpoints.current_heads())
    ring(4)
    assert verify(exported).findings == ()


def test_a_checkpoint_without_news_adds_nothing(bells: None) -> None:
    before = Fact.objects.count()
    Fact.objects.exclude(stream=STREAM).delete()
    checkpoints.record({}, NOW + timedelta(hours=1))
    assert Fact.objects.count() == before - 4


def test_many_heads_are_spread_over_several_facts(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "_HEADS_PER_FACT", 2)
    for n in range(5):
        ring(n, stream=f"bell:{n}")
    checkpoints.record({}, NOW)
    assert Fact.objects.filter(stream=STREAM).count() == 3
    assert len(list(checkpoints.recorded_heads())) == 5
    assert verify().findings == ()


def test_a_head_is_written_and_read_back_alike() -> None:
    head = Head("application:0199", 12, "ab" * 32)
    assert Head.parse(str(head)) == head
