"""Shapes drawn at random, people drawn at random, and what a person gets computed directly, without the language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import strategies as st

from mob.eligibility.shapes import (
    KINDS,
    STATES,
    STATUSES,
    Bonus,
    Bracket,
    Condition,
    Grant,
    Measure,
    Place,
    Shape,
    Source,
    problems,
)
from mob.eligibility.shapes.writing import ELSEWHERE
from mob.kernel.money import Cents

PLACES = (
    Place("commune", "69123", "Lyon"),
    Place("commune", "2A004", "Ajaccio"),
    Place("epci", "200046977", "Métropole de Lyon"),
    Place("epci", "241700459", "CC de l'Île de Ré"),
    Place("department", "69", "Rhône"),
    Place("region", "84", "Auvergne-Rhône-Alpes"),
)
WORDS = (
    st.text(st.sampled_from("abcéèÀ'’:#-?\"{}[]&*!|>%@`,. 0129«»\u00a0oui"), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
CENTS = st.integers(1, 500_000).map(Cents)
PERCENTS = st.integers(1, 10_000).map(lambda n: Decimal(n) / 100)
NAMES = st.text(st.sampled_from("abcÉé' -.2"), min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(bool)


def optional(strategy: st.SearchStrategy[Cents]) -> st.SearchStrategy[Cents | None]:
    return st.none() | strategy


GRANTS = st.builds(Grant, amount=CENTS) | st.builds(Grant, percent=PERCENTS, cap=optional(CENTS))
BONUSES = st.builds(Bonus, amount=CENTS, question=st.just("") | WORDS)
AGES = st.none() | st.integers(0, 120)


@st.composite
def brackets(draw: st.DrawFn) -> tuple[Bracket, ...]:
    bounds = sorted(draw(st.sets(st.integers(1, 50_000), max_size=4)))
    made = [Bracket(draw(GRANTS), Cents(100 * bound)) for bound in bounds]
    is_open = not made or draw(st.booleans())
    return (*made, Bracket(draw(GRANTS))) if is_open else tuple(made)


@st.composite
def sources(draw: st.DrawFn) -> tuple[tuple[Condition, Source], ...]:
    url = st.sampled_from(["", "https://exemple.fr/reglement.pdf#page=3"])
    chosen = draw(st.sets(st.sampled_from(list(Condition))))
    return tuple((each, Source(draw(WORDS), draw(url))) for each in Condition if each in chosen)


SHAPES = st.builds(
    Shape,
    brackets=brackets(),
    measure=st.sampled_from(Measure),
    expense=st.just("") | WORDS,
    bonuses=st.lists(BONUSES, max_size=3, unique_by=lambda bonus: bonus.question).map(tuple),
    floor=optional(CENTS),
    ceiling=optional(CENTS),
    places=st.lists(st.sampled_from(PLACES), unique=True, max_size=4).map(tuple),
    minimum_age=AGES,
    maximum_age=AGES,
    statuses=st.sets(st.sampled_from(list(STATUSES))).map(lambda s: tuple(sorted(s))),
    institutions=st.lists(NAMES, unique=True, max_size=3).map(tuple),
    maximum_income=optional(CENTS),
    maximum_family_quotient=optional(CENTS),
    state=st.sampled_from(["", *STATES]),
    kinds=st.sets(st.sampled_from(list(KINDS))).map(lambda s: tuple(sorted(s))),
    minimum_price=optional(CENTS),
    maximum_price=optional(CENTS),
    sources=sources(),
).filter(lambda shape: not problems(shape))


@dataclass(frozen=True)
class Person:
    """Answers, in the words of the form. `place` holds kind → code or name."""

    age: int
    status: str
    is_disabled: bool
    income: int
    family_quotient: int
    price: Decimal
    state: str
    kind: str
    place: tuple[tuple[str, str], ...]
    institution: str
    yes: tuple[bool, ...]


@st.composite
def people(draw: st.DrawFn, shape: Shape) -> Person:
    """Likely to meet the conditions of the shape, so that amounts are compared and not only refusals."""
    prices = st.sampled_from([shape.minimum_price or 90_000, shape.maximum_price or 90_000]) | CENTS
    return Person(
        age=draw(st.sampled_from([shape.minimum_age or 18, shape.maximum_age or 40]) | st.integers(0, 110)),
        status=draw(st.sampled_from(shape.statuses or tuple(STATUSES))),
        is_disabled=draw(st.booleans()),
        income=draw(st.integers(0, 60_000) | st.just(0)),
        family_quotient=draw(st.just(0) | st.integers(0, 3000)),
        # Nobody buys for less than a euro: our base of facts says so.
        price=max(Decimal(1), Decimal(draw(prices)) / 100),
        state=shape.state or draw(st.sampled_from(list(STATES))),
        kind=draw(st.sampled_from(shape.kinds or tuple(KINDS))),
        place=tuple(_located(place) for place in draw(st.sets(st.sampled_from(shape.places or PLACES)))),
        institution=draw(st.sampled_from((*shape.institutions, ELSEWHERE))),
        yes=tuple(draw(st.booleans()) for _bonus in shape.bonuses),
    )


def direct(shape: Shape, person: Person) -> Decimal | None:
    """Euros before rounding, or None when the person may not have the aid."""
    if not all(_conditions(shape, person)):
        return None
    measured = person.income if shape.measure is Measure.INCOME else person.family_quotient
    grant = next((b.grant for b in shape.brackets if b.up_to is None or measured * 100 <= b.up_to), None)
    if grant is None:
        return None
    total = _granted(grant, person.price)
    for bonus, yes in zip(shape.bonuses, person.yes, strict=True):
        total += Decimal(bonus.amount) / 100 if (yes if bonus.question else person.is_disabled) else 0
    if shape.ceiling is not None:
        total = min(total, Decimal(shape.ceiling) / 100)
    return total if shape.floor is None else max(total, Decimal(shape.floor) / 100)


def _granted(grant: Grant, price: Decimal) -> Decimal:
    if grant.percent is None:
        assert grant.amount is not None
        return Decimal(grant.amount) / 100
    share = grant.percent * price / 100
    return share if grant.cap is None else min(share, Decimal(grant.cap) / 100)


def _conditions(shape: Shape, person: Person) -> list[bool]:
    placed = {_located(place) for place in shape.places}
    return [
        not placed or bool(placed & set(person.place)),
        shape.minimum_age is None or person.age >= shape.minimum_age,
        shape.maximum_age is None or person.age <= shape.maximum_age,
        not shape.statuses or person.status in shape.statuses,
        not shape.institutions or person.institution in shape.institutions,
        shape.maximum_income is None or person.income * 100 <= shape.maximum_income,
        shape.maximum_family_quotient is None or person.family_quotient * 100 <= shape.maximum_family_quotient,
        not shape.state or person.state == shape.state,
        not shape.kinds or person.kind in shape.kinds,
        shape.minimum_price is None or person.price * 100 >= shape.minimum_price,
        shape.maximum_price is None or person.price * 100 <= shape.maximum_price,
    ]


def _located(place: Place) -> tuple[str, str]:
    return place.kind, place.name if place.kind == "epci" else place.code


def cents(amount: Decimal) -> Cents:
    return Cents(int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)))


def is_half_a_cent(amount: Decimal) -> bool:
    """Where floating numbers may fall on either side."""
    return abs(amount * 100 % 1 - Decimal("0.5")) < Decimal("1e-6")
