"""Whether a shape says something that can be computed. What it means in a text is `writing`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from mob.eligibility.shapes.types import KINDS, STATES, STATUSES, Grant, Shape, ShapeProblem
from mob.kernel.money import MAX_CENTS

MOST_BRACKETS = 12
MOST_BONUSES = 6
MOST_PLACES = 200
MOST_INSTITUTIONS = 30
OLDEST = 120
LONGEST = 200


def problems(shape: Shape) -> tuple[ShapeProblem, ...]:
    """Why this shape cannot become rules, in the order of the form. Empty: it can."""
    return (
        *_brackets(shape),
        *_bonuses(shape),
        *_bounds(shape),
        *_ages(shape),
        *_lists(shape),
    )


def _brackets(shape: Shape) -> Iterator[ShapeProblem]:
    if not shape.brackets:
        yield ShapeProblem("rules_no_amount", "brackets.0.amount")
    if len(shape.brackets) > MOST_BRACKETS:
        yield ShapeProblem("aid_too_many", "brackets", (("limit", MOST_BRACKETS),))
    before: int | None = 0
    for index, bracket in enumerate(shape.brackets):
        yield from _grant(bracket.grant, f"brackets.{index}")
        if before is None:
            yield ShapeProblem("rules_bracket_after_last", f"brackets.{index}.up_to")
        elif bracket.up_to is not None and bracket.up_to <= before:
            yield ShapeProblem("rules_bracket_order", f"brackets.{index}.up_to")
        before = bracket.up_to
    for index, bracket in enumerate(shape.brackets):
        yield from _amounts(((f"brackets.{index}.up_to", bracket.up_to),))


def _grant(grant: Grant, pointer: str) -> Iterator[ShapeProblem]:
    if (grant.amount is None) == (grant.percent is None):
        yield ShapeProblem("rules_amount_or_percent", f"{pointer}.amount")
    if grant.cap is not None and grant.percent is None:
        yield ShapeProblem("rules_cap_without_percent", f"{pointer}.cap")
    if grant.percent is not None and not _is_percent(grant.percent):
        yield ShapeProblem("rules_percent", f"{pointer}.percent")
    if 0 in (grant.amount, grant.cap):
        yield ShapeProblem("rules_nought", f"{pointer}.{'amount' if grant.amount == 0 else 'cap'}")
    yield from _amounts(((f"{pointer}.amount", grant.amount), (f"{pointer}.cap", grant.cap)))


def _is_percent(percent: Decimal) -> bool:
    """From 0.01 to 100, with two decimals at most."""
    return percent.is_finite() and 0 < percent <= 100 and percent == percent.quantize(Decimal("0.01"))


def _bonuses(shape: Shape) -> Iterator[ShapeProblem]:
    if len(shape.bonuses) > MOST_BONUSES:
        yield ShapeProblem("aid_too_many", "bonuses", (("limit", MOST_BONUSES),))
    seen: set[str] = set()
    for index, bonus in enumerate(shape.bonuses):
        yield from _amounts(((f"bonuses.{index}.amount", bonus.amount),))
        yield from _long(bonus.question, f"bonuses.{index}.question")
        if bonus.amount == 0:
            yield ShapeProblem("rules_nought", f"bonuses.{index}.amount")
        if bonus.question in seen:
            yield ShapeProblem("rules_bonus_twice", f"bonuses.{index}.question")
        seen.add(bonus.question)


def _bounds(shape: Shape) -> Iterator[ShapeProblem]:
    named = ("floor", "ceiling", "maximum_income", "maximum_family_quotient", "minimum_price", "maximum_price")
    yield from _amounts(tuple((name, getattr(shape, name)) for name in named))
    if shape.floor is not None and shape.ceiling is not None and shape.ceiling < shape.floor:
        yield ShapeProblem("rules_bounds_inverted", "ceiling")
    if (
        shape.minimum_price is not None
        and shape.maximum_price is not None
        and shape.maximum_price < shape.minimum_price
    ):
        yield ShapeProblem("rules_bounds_inverted", "maximum_price")
    yield from _long(shape.expense, "expense")


def _ages(shape: Shape) -> Iterator[ShapeProblem]:
    for name in ("minimum_age", "maximum_age"):
        age = getattr(shape, name)
        if age is not None and not 0 <= age <= OLDEST:
            yield ShapeProblem("rules_age", name, (("limit", OLDEST),))
    if shape.minimum_age is not None and shape.maximum_age is not None and shape.maximum_age < shape.minimum_age:
        yield ShapeProblem("rules_bounds_inverted", "maximum_age")


def _lists(shape: Shape) -> Iterator[ShapeProblem]:
    if len(shape.places) > MOST_PLACES:
        yield ShapeProblem("aid_too_many", "places", (("limit", MOST_PLACES),))
    if len(shape.institutions) > MOST_INSTITUTIONS:
        yield ShapeProblem("aid_too_many", "institutions", (("limit", MOST_INSTITUTIONS),))
    for each in shape.institutions:
        yield from _long(each, "institutions")
    known = (("statuses", shape.statuses, STATUSES), ("kinds", shape.kinds, KINDS))
    for name, chosen, choices in known:
        if any(each not in choices for each in chosen):
            yield ShapeProblem("rules_choice_unknown", name)
    if shape.state and shape.state not in STATES:
        yield ShapeProblem("rules_choice_unknown", "state")


def _amounts(named: tuple[tuple[str, int | None], ...]) -> Iterator[ShapeProblem]:
    for pointer, cents in named:
        if cents is not None and not 0 <= cents <= MAX_CENTS:
            yield ShapeProblem("rules_amount_range", pointer)


def _long(text: str, pointer: str) -> Iterator[ShapeProblem]:
    if len(text) > LONGEST:
        yield ShapeProblem("aid_text_too_long", pointer, (("length", len(text)), ("limit", LONGEST)))
