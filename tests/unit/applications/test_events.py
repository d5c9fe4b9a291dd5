"""Facts hold ids, codes, dates and cents: erasing a person never breaks a chain."""

from __future__ import annotations

import dataclasses
import typing

from mob.applications import events
from mob.applications.lifecycle import AFTER
from mob.kernel.events import to_data


def _classes() -> list[type]:
    return [v for v in vars(events).values() if dataclasses.is_dataclass(v) and isinstance(v, type)]


def test_each_kind_is_used_once() -> None:
    kinds = [cls.kind for cls in _classes()]  # type: ignore[attr-defined]
    assert len(kinds) == len(set(kinds))


def test_no_field_is_free_text() -> None:
    allowed = {"declaration_version", "declaration_hash"}
    for cls in _classes():
        hints = typing.get_type_hints(cls)
        for field in dataclasses.fields(cls):
            assert hints[field.name] is not str or field.name in allowed, f"{cls.__name__}.{field.name}"


def test_every_fact_of_the_life_cycle_leads_to_a_state() -> None:
    assert set(AFTER) == {cls.kind for cls in typing.get_args(events.LifecycleEvent)}


def test_a_fact_becomes_plain_json() -> None:
    assert to_data(events.ApplicationLapsed()) == {}
