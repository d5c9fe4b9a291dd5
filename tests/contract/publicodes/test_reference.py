"""The same questions to this engine and to the reference one: no answer differs by more than one part in a billion."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from random import Random
from typing import Any

import pytest

from publicodes import UNDEFINED, Engine, PublicodesError, dates
from publicodes.reading import read
from tests.contract.publicodes.oracle import BICYCLES, ENGINE, Oracle, Reply, bicycle_rules, package
from tests.contract.publicodes.situations import Drawing, Situation
from tests.unit.publicodes.examples import cases, close

pytestmark = [pytest.mark.npm, pytest.mark.slow]
SEED = 20260311
ANYBODY = 4
# On a busy machine, what is left for whoever comes after the aids, in seconds since the beginning.
UNTIL = 40.0
# It needs an aid capped by what is left after this very one: both engines find it undefined for whoever could have it.
CIRCULAR = ["aides . ville-sur-jarnioux"]


def same(engine: Engine, target: Any, reply: Reply) -> bool:
    try:
        value = engine.evaluate(target).value
    except PublicodesError:
        return reply.error is not None
    if reply.error is not None:
        return False
    if isinstance(value, date):
        return dates.written(value) == reply.value
    return close(value, reply.value) if reply.defined else value is UNDEFINED


def differences(engine: Engine, oracle: Oracle, situation: Situation, targets: list[Any]) -> Iterator[str]:
    ours = engine.with_situation(situation)
    replies, _ = oracle.evaluate(situation, targets)
    for target, reply in zip(targets, replies, strict=True):
        if not same(ours, target, reply):
            yield f"{target} under {situation}: the reference says {reply}"


@pytest.fixture(scope="module", autouse=True)
def packages() -> None:
    """Fetched before anything is timed; a machine that cannot reach the registry says so."""
    try:
        package(ENGINE)
        package(BICYCLES)
    except (subprocess.SubprocessError, OSError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"npm: the packages cannot be fetched ({error})")


@pytest.fixture(scope="module")
def bicycles() -> tuple[Engine, dict[str, Any]]:
    text = bicycle_rules()
    return Engine(text), json.loads(text)


def test_every_example_of_ours_is_what_the_reference_answers() -> None:
    with Oracle({"x": "oui"}) as oracle:
        for rules, group in groupby(cases(), key=lambda case: case.rules):
            oracle.load(read(rules))
            for case in group:
                (reply,), _ = oracle.evaluate(case.given, [case.ask])
                assert reply.error is None, case
                assert (reply.value if reply.defined else "undefined") == case.value, case
                assert reply.missing == case.missing, case


def test_every_aid_of_the_national_bicycle_model_pays_the_same(bicycles: tuple[Engine, dict[str, Any]]) -> None:
    engine, rules = bicycles
    aids = [name for name, rule in engine.rules.items() if name.startswith("aides . ") and "lien" in rule.raw]
    drawing, draw = Drawing(engine), Random(SEED)
    answered: dict[str, set[str]] = {name: set() for name in drawing.questions}
    unpaid, found = [], []
    begun = time.monotonic()
    with Oracle(rules) as oracle:
        for aid in aids:
            situation = next(drawing.payers(aid, draw, 0 if aid in CIRCULAR else 4000), None)
            if situation is None:
                unpaid.append(aid)
                situation = drawing.somebody_for(aid, draw)
            _note(answered, situation)
            found += differences(engine, oracle, situation, [{"valeur": aid, "unité": "€"}])
        for number in range(ANYBODY):
            if number and time.monotonic() - begun > UNTIL:
                break
            situation = drawing.anyone(draw, draw.random())
            _note(answered, situation)
            targets = [{"valeur": aid, "unité": "€"} for aid in aids] + ["aides . montant"]
            found += differences(engine, oracle, situation, targets)
    assert found == []
    assert len(aids) >= 331
    assert unpaid == CIRCULAR
    assert [name for name, values in answered.items() if len(values) < 2] == []


def _note(answered: dict[str, set[str]], situation: Situation) -> None:
    for name, value in situation.items():
        answered[name].add(value)
