"""What a form of rules may say. Money in cents, percentages as decimals, places by official code with their name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from mob.kernel.money import Cents

# Answers of closed questions as the national model spells them, and how a condition names each to people.
STATUSES = {
    "étudiant": "en études",
    "apprenti": "en apprentissage",
    "demandeur d'emploi": "en recherche d’emploi",
    "salarié": "en emploi salarié",
    "retraité": "à la retraite",
    "reconversion": "en reconversion",
    "autre": "autre",
}
KINDS = {
    "mécanique simple": "mécanique",
    "électrique": "électrique",
    "cargo": "cargo",
    "cargo électrique": "cargo électrique",
    "pliant": "pliant",
    "pliant électrique": "pliant électrique",
    "motorisation": "kit de motorisation",
    "adapté": "adapté à un handicap",
}
STATES = {"neuf": "neuf", "occasion": "d’occasion"}


class Condition(StrEnum):
    """What may be required, in the order people read it. The value is the name of its rule under `aide`."""

    PLACE = "lieu"
    MINIMUM_AGE = "âge minimum"
    MAXIMUM_AGE = "âge maximum"
    STATUS = "situation"
    INSTITUTION = "établissement"
    INCOME = "revenu"
    FAMILY_QUOTIENT = "quotient"
    STATE = "état du vélo"
    KIND = "type de vélo"
    MINIMUM_PRICE = "prix minimum"
    MAXIMUM_PRICE = "prix maximum"


class Measure(StrEnum):
    """What brackets are cut by: reference tax income a share in € a year, or family quotient in € a month."""

    INCOME = "income"
    FAMILY_QUOTIENT = "family_quotient"


@dataclass(frozen=True, slots=True)
class Grant:
    """A fixed amount, or a share of the expense with a cap. Exactly one of `amount` and `percent`."""

    amount: Cents | None = None
    percent: Decimal | None = None
    cap: Cents | None = None


@dataclass(frozen=True, slots=True)
class Bracket:
    """What people get up to a bound, included. `up_to` None: whoever is beyond the others."""

    grant: Grant
    up_to: Cents | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """An amount added for a disability, or for a question of the author's answered yes."""

    amount: Cents
    question: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: commune, epci, department or region."""

    kind: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a condition is written: “Article 3 du règlement”, and the page that shows it when there is one."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """An aid in the common shapes. One bracket without a bound: the same for everybody.

    `expense`: what a percentage is taken of, as a question; empty: the price of the bicycle. `floor`: no less is given;
    `ceiling`: no more in all, bonuses included. Bounds of ages, incomes and prices are included.
    """

    brackets: tuple[Bracket, ...]
    measure: Measure = Measure.INCOME
    expense: str = ""
    bonuses: tuple[Bonus, ...] = ()
    floor: Cents | None = None
    ceiling: Cents | None = None
    places: tuple[Place, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    statuses: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    maximum_income: Cents | None = None
    maximum_family_quotient: Cents | None = None
    state: str = ""
    kinds: tuple[str, ...] = ()
    minimum_price: Cents | None = None
    maximum_price: Cents | None = None
    sources: tuple[tuple[Condition, Source], ...] = ()

    def source(self, condition: Condition) -> Source | None:
        return next((source for each, source in self.sources if each is condition), None)

    @property
    def last_bound(self) -> Cents | None:
        """Beyond it nobody gets anything; None when the last bracket is open."""
        return self.brackets[-1].up_to if self.brackets else None


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """Why a shape cannot become rules. `pointer` names the value: `brackets.1.up_to`; `code` is a refusal's."""

    code: str
    pointer: str
    params: tuple[tuple[str, str | int], ...] = ()
