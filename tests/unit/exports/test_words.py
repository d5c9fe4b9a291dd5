"""Everything a file can say has words: a state or a reason without any would stop a whole list."""

from __future__ import annotations

from mob.applications.types import Frequency, PaymentMode, RejectionReason, State
from mob.exports import words


def test_every_state_reason_and_way_of_paying_has_words() -> None:
    assert set(words.STATES) == set(State) - {State.DRAFT}
    assert set(words.REASONS) == set(RejectionReason)
    assert set(words.MODES) == set(PaymentMode)
    assert set(words.FREQUENCIES) == set(Frequency)
