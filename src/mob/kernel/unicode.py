"""Unicode normal forms in time proportional to the text. Which form a rule needs is the rule's affair."""

from __future__ import annotations

import unicodedata
from typing import Literal

# Stream-Safe Text Format (UAX #15): no writing system stacks more marks on one letter.
_MOST_MARKS = 30


def normal(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """`text` in a normal form. Marks beyond the thirtieth on one letter are dropped.

    Putting a run of marks in order costs the square of its length: a form of 1 MB of them would hold a thread for minutes.
    """
    return text if text.isascii() else unicodedata.normalize(form, _with_bounded_runs(text))


def _with_bounded_runs(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        # The category, not the combining class: some marks of class 0 decompose into marks of other classes.
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
