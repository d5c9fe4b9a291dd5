"""The rules of an aid as our file carries them; writing them is in `plain`."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mob.catalogue.exchange.cursor import Cursor
from mob.catalogue.types import Answer, Frequency, FrequencyUnit, Outcome, RuleExample, RulesContent, Together
from mob.kernel.money import Cents


def read(at: Cursor) -> RulesContent:
    """The rules an aid is written with. What is wrong is noted on the cursor."""
    months = at.whole("once_in_months")
    per = at.choice("once_per", FrequencyUnit, FrequencyUnit.PERSON)
    rules = RulesContent(
        target=at.text("target", is_required=True),
        text=at.text("text"),
        book=at.text("book"),
        shape=at.text("shape"),
        examples=tuple(_example(item) for item in at.items("examples")),
        frequency=Frequency(months, per) if months is not None else None,
        together=_together(at.at("together")) if at.get("together") is not None else Together(),
        allows_anyway=at.boolean("allows_anyway", default=True),
    )
    at.close()
    return rules


def _together(at: Cursor) -> Together:
    most, left = at.whole("most_cents"), at.whole("left_cents")
    together = Together(
        most_percent=at.whole("most_percent"),
        most=None if most is None else Cents(most),
        left_percent=at.whole("left_percent"),
        left=None if left is None else Cents(left),
        completes_local=at.boolean("completes_local", default=False),
        is_reduced=at.boolean("is_reduced", default=False),
    )
    at.close()
    return together


def _example(at: Cursor) -> RuleExample:
    cents = at.whole("amount_cents")
    example = RuleExample(
        name=at.text("name", is_required=True),
        answers=tuple(_answers(at.at("answers"))),
        outcome=at.choice("outcome", Outcome),
        amount=None if cents is None else Cents(cents),
    )
    at.close()
    return example


def _answers(at: Cursor) -> Iterator[tuple[str, Answer]]:
    for name in at.value:
        found = at.get(name)
        if isinstance(found, str):
            yield name, at.text(name)
        elif isinstance(found, int | float) and math.isfinite(found):
            yield name, found
        else:
            at.refuse(name, "aid_json_answer", value=str(found)[:40])
