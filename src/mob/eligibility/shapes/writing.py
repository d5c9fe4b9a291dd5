"""A shape as rules: one rule a condition, titled as people read it when it is not met, each with its source.

The text is meant to be read and changed by hand. Names of facts are the national model's, and ours where it has none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

from mob.eligibility.shapes.types import (
    KINDS,
    STATES,
    STATUSES,
    Bonus,
    Condition,
    Grant,
    Measure,
    Place,
    Shape,
)
from mob.kernel.money import Cents, format_euros

PRICE = "vélo . prix"
KIND = "vélo . type"
STATE = "vélo . état"
AGE = "demandeur . âge"
STATUS = "demandeur . statut"
DISABILITY = "demandeur . en situation de handicap"
INCOME = "revenu fiscal de référence par part"
FAMILY_QUOTIENT = "foyer . quotient familial"
PLACES = {
    "commune": "localisation . code insee",
    "epci": "localisation . epci",
    "department": "localisation . département",
    "region": "localisation . région",
}
ELSEWHERE = "aucun de ceux-là"
_MEASURES = {Measure.INCOME: (INCOME, "€/an"), Measure.FAMILY_QUOTIENT: (FAMILY_QUOTIENT, "€/mois")}
_PLAIN = re.compile(r"[^\W\d_][\w .’(),;/€×%=<>+*'\u00a0\u202f?-]*", re.UNICODE)
_SPACES = re.compile(" +")
_HARD = "\u00a0\u202f"
# Words that YAML or the language would not read as text.
_TAKEN = {"oui", "non", "true", "false", "null", "yes", "no", "on", "off"}


def text_of(shape: Shape) -> str:
    """The rules of a shape without problems (`rules.problems`). `aide` gives the amount, in euros."""
    conditions = list(_conditions(shape))
    blocks = [_aid(shape, [each.value for each, _title, _body in conditions]), *_questions(shape)]
    blocks += [_condition(shape, *each) for each in conditions]
    blocks += [_base(shape), *(_bonus(bonus, number) for number, bonus in enumerate(shape.bonuses, 1))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def scalar(text: str) -> str:
    """A text as YAML writes it on one line: bare when nothing in it could be read otherwise."""
    one = _SPACES.sub(" ", "".join(c if c.isprintable() or c in _HARD else " " for c in text)).strip(" ")
    bare = _PLAIN.fullmatch(one) and one.casefold() not in _TAKEN and not one.endswith(" ")
    return one if bare else json.dumps(one, ensure_ascii=False)


def quoted(text: str) -> str:
    """A text inside an expression of the language."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def euros(cents: Cents | int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d} €" if rest else f"{whole} €"


def percentage(percent: Decimal) -> str:
    return f"{percent.normalize():f}%"


def _aid(shape: Shape, conditions: list[str]) -> list[str]:
    lines = ["aide:", "  titre: Montant de l’aide"]
    if conditions:
        lines += ["  applicable si:", "    toutes ces conditions:", *(f"      - {name}" for name in conditions)]
    if shape.bonuses:
        names = ["montant de base", *(_bonus_name(bonus, n) for n, bonus in enumerate(shape.bonuses, 1))]
        lines += ["  somme:", *(f"    - {name}" for name in names)]
    else:
        lines.append("  valeur: montant de base")
    if shape.ceiling is not None:
        lines.append(f"  plafond: {euros(shape.ceiling)}")
    if shape.floor is not None:
        lines.append(f"  plancher: {euros(shape.floor)}")
    return lines


def _questions(shape: Shape) -> Iterator[list[str]]:
    """What only this aid asks."""
    if shape.expense:
        question = f"  question: {scalar(shape.expense)}"
        yield ["aide . dépense:", "  titre: Dépense", question, "  type: nombre", "  unité: €"]
    if shape.institutions:
        choices = [*shape.institutions, ELSEWHERE]
        yield [
            "aide . rattachement:",
            "  titre: Établissement",
            "  question: De quel établissement dépendez-vous ?",
            "  une possibilité:",
            *(f"    - {scalar(quoted(each))}" for each in choices),
        ]


def _condition(shape: Shape, condition: Condition, title: str, body: list[str]) -> list[str]:
    lines = [f"aide . {condition.value}:", f"  titre: {scalar(title)}", *(f"  {line}" for line in body)]
    if source := shape.source(condition):
        lines += ["  références:", f"    {scalar(source.title)}: {scalar(source.url)}"]
    return lines


def _conditions(shape: Shape) -> Iterator[tuple[Condition, str, list[str]]]:
    """Each condition the shape holds: its title in the words of a reason, and the lines that test it."""
    yield from _about_the_person(shape)
    yield from _about_money(shape)
    yield from _about_the_bicycle(shape)


def _about_the_person(shape: Shape) -> Iterator[tuple[Condition, str, list[str]]]:
    if shape.places:
        names = _listed([each.name for each in shape.places])
        yield Condition.PLACE, f"Habiter {names}", _any([_at(each) for each in shape.places])
    if shape.minimum_age is not None:
        years = _years(shape.minimum_age)
        yield Condition.MINIMUM_AGE, f"Avoir au moins {years}", [f"valeur: {AGE} >= {shape.minimum_age} an"]
    if shape.maximum_age is not None:
        years = _years(shape.maximum_age)
        # Someone is 25 years old until the eve of her 26th birthday.
        yield Condition.MAXIMUM_AGE, f"Avoir {years} au plus", [f"valeur: {AGE} < {shape.maximum_age + 1} an"]
    if shape.statuses:
        said = _listed([STATUSES[each] for each in shape.statuses])
        yield Condition.STATUS, f"Situation : {said}", _among(STATUS, shape.statuses)
    if shape.institutions:
        title = f"Dépendre de {_listed(list(shape.institutions))}"
        yield Condition.INSTITUTION, title, _among("aide . rattachement", shape.institutions)


def _about_money(shape: Shape) -> Iterator[tuple[Condition, str, list[str]]]:
    bounds = {Measure.INCOME: shape.maximum_income, Measure.FAMILY_QUOTIENT: shape.maximum_family_quotient}
    if len(shape.brackets) > 1 or shape.last_bound is not None:
        own = [each for each in (bounds[shape.measure], shape.last_bound) if each is not None]
        bounds[shape.measure] = min(own) if own else None
    said = {
        Measure.INCOME: (Condition.INCOME, "revenu fiscal de référence par part", "par an"),
        Measure.FAMILY_QUOTIENT: (Condition.FAMILY_QUOTIENT, "quotient familial", "par mois"),
    }
    for measure, bound in bounds.items():
        if bound is not None:
            condition, name, period = said[measure]
            title = f"Avoir un {name} de {format_euros(bound)} {period} au plus"
            yield condition, title, [f"valeur: {_up_to(measure, bound)}"]


def _about_the_bicycle(shape: Shape) -> Iterator[tuple[Condition, str, list[str]]]:
    if shape.state:
        yield Condition.STATE, f"Acheter un vélo {STATES[shape.state]}", _among(STATE, (shape.state,))
    if shape.kinds:
        said = _listed([KINDS[each] for each in shape.kinds])
        yield Condition.KIND, f"Type de vélo : {said}", _among(KIND, shape.kinds)
    least, most = shape.minimum_price, shape.maximum_price
    thing = "Dépenser" if shape.expense else "Acheter un vélo de"
    price = _expense(shape)
    if least is not None:
        yield Condition.MINIMUM_PRICE, f"{thing} {format_euros(least)} ou plus", [f"valeur: {price} >= {euros(least)}"]
    if most is not None:
        yield Condition.MAXIMUM_PRICE, f"{thing} {format_euros(most)} au plus", [f"valeur: {price} <= {euros(most)}"]


def _base(shape: Shape) -> list[str]:
    lines = ["aide . montant de base:", "  titre: Montant de base"]
    if len(shape.brackets) == 1:
        return lines + [f"  {line}" for line in _grant(shape.brackets[0].grant, shape)]
    lines.append("  variations:")
    for number, bracket in enumerate(shape.brackets, 1):
        is_last = number == len(shape.brackets)
        # Beyond a last bound nobody is eligible: a condition says so.
        if is_last:
            head = ["    - sinon:"]
        else:
            assert bracket.up_to is not None
            head = [f"    - si: {_up_to(shape.measure, bracket.up_to)}", "      alors:"]
        lines += head + [f"        {line}" for line in _grant(bracket.grant, shape)]
    return lines


def _grant(grant: Grant, shape: Shape) -> list[str]:
    if grant.percent is None:
        assert grant.amount is not None
        return [f"valeur: {euros(grant.amount)}"]
    lines = [f"valeur: {percentage(grant.percent)} * {_expense(shape)}"]
    return lines if grant.cap is None else [*lines, f"plafond: {euros(grant.cap)}"]


def _bonus_name(bonus: Bonus, number: int) -> str:
    return f"supplément {number}" if bonus.question else "supplément handicap"


def _bonus(bonus: Bonus, number: int) -> list[str]:
    name = _bonus_name(bonus, number)
    if not bonus.question:
        title = "Supplément pour une personne en situation de handicap"
        return [
            f"aide . {name}:",
            f"  titre: {title}",
            f"  applicable si: {DISABILITY}",
            f"  valeur: {euros(bonus.amount)}",
        ]
    return [
        f"aide . {name}:",
        f"  titre: {scalar(f'Supplément : {bonus.question}')}",
        f"  applicable si: aide . réponse {number}",
        f"  valeur: {euros(bonus.amount)}",
        "",
        f"aide . réponse {number}:",
        f"  titre: {scalar(bonus.question)}",
        f"  question: {scalar(bonus.question)}",
        "  type: booléen",
    ]


def _expense(shape: Shape) -> str:
    return "aide . dépense" if shape.expense else PRICE


def _up_to(measure: Measure, bound: Cents) -> str:
    name, unit = _MEASURES[measure]
    return f"{name} <= {euros(bound).removesuffix(' €')} {unit}"


def _at(place: Place) -> str:
    """Groups of communes go by name in the national model, everything else by code."""
    value = place.name if place.kind == "epci" else place.code
    return f"{PLACES[place.kind]} = {quoted(value)}"


def _among(name: str, values: tuple[str, ...]) -> list[str]:
    return _any([f"{name} = {quoted(each)}" for each in values])


def _any(tests: list[str]) -> list[str]:
    if len(tests) == 1:
        return [f"valeur: {_expression(tests[0])}"]
    return ["une de ces conditions:", *(f"  - {_expression(each)}" for each in tests)]


def _expression(text: str) -> str:
    """An expression as YAML: bare unless something in it would end it."""
    return json.dumps(text, ensure_ascii=False) if ": " in text or " #" in text else text


def _listed(names: list[str]) -> str:
    """`Lyon, Bron ou Écully`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} ou {names[-1]}"


def _years(age: int) -> str:
    return f"{age} an" if age < 2 else f"{age} ans"
