"""A shape as JSON beside the rules it gave, so that the form opens again as its author left it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from mob.eligibility.shapes.types import Bonus, Bracket, Condition, Grant, Measure, Place, Shape, Source
from mob.kernel.money import Cents

EDITION = 1
_LISTS = ("statuses", "institutions", "kinds")
_SPECIAL = ("brackets", "measure", "bonuses", "places", "sources", *_LISTS)


def to_json(shape: Shape) -> str:
    """Only what was said, in the order of the form."""
    plain: dict[str, Any] = {
        "edition": EDITION,
        "brackets": [_plain_bracket(each) for each in shape.brackets],
        "measure": shape.measure.value,
        "bonuses": [{"amount": each.amount, "question": each.question} for each in shape.bonuses],
        "places": [{"kind": each.kind, "code": each.code, "name": each.name} for each in shape.places],
        "sources": {each.value: {"title": source.title, "url": source.url} for each, source in shape.sources},
    }
    for field in fields(Shape):
        value = getattr(shape, field.name)
        if field.name in _LISTS:
            plain[field.name] = list(value)
        elif field.name not in _SPECIAL:
            plain[field.name] = value
    said = {name: value for name, value in plain.items() if value not in (None, "", [], {})}
    return json.dumps(said, ensure_ascii=False)


def _plain_bracket(bracket: Bracket) -> dict[str, Any]:
    grant = bracket.grant
    percent = None if grant.percent is None else str(grant.percent)
    plain = {"up_to": bracket.up_to, "amount": grant.amount, "percent": percent, "cap": grant.cap}
    return {name: value for name, value in plain.items() if value is not None}


def from_json(text: str) -> Shape | None:
    """The shape kept, None when there is none or when another edition of the form wrote it."""
    try:
        plain = json.loads(text)
        return _shape(plain) if isinstance(plain, dict) and plain.get("edition") == EDITION else None
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation):
        return None


def _shape(plain: Mapping[str, Any]) -> Shape:
    simple: dict[str, Any] = {
        field.name: plain[field.name] for field in fields(Shape) if field.name in plain and field.name not in _SPECIAL
    }
    lists: dict[str, Any] = {name: tuple(plain.get(name, ())) for name in _LISTS}
    return Shape(
        brackets=tuple(_bracket(each) for each in plain["brackets"]),
        measure=Measure(plain["measure"]),
        bonuses=tuple(Bonus(Cents(each["amount"]), each["question"]) for each in plain.get("bonuses", [])),
        places=tuple(Place(each["kind"], each["code"], each["name"]) for each in plain.get("places", [])),
        sources=tuple((Condition(name), Source(**kept)) for name, kept in plain.get("sources", {}).items()),
        **lists,
        **simple,
    )


def _bracket(plain: Mapping[str, Any]) -> Bracket:
    percent = plain.get("percent")
    grant = Grant(plain.get("amount"), None if percent is None else Decimal(percent), plain.get("cap"))
    return Bracket(grant, plain.get("up_to"))
