"""The publicodes project's own mechanism suite, where it lies beside the repository or at MOB_CONFORMANCE."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from publicodes import Engine, PublicodesError
from publicodes.reading import read
from tests.unit.publicodes.examples import close

ROOT = Path(__file__).resolve().parents[3]
# Written with fewer digits than the answer has.
TRUNCATED = {"division deux", "intérêts composés", "Produit simple", "x"}


def folder() -> Path | None:
    places = [os.environ.get("MOB_CONFORMANCE"), *(str(above / "shared" / "conformance") for above in ROOT.parents)]
    found = (path for place in places if place for path in (Path(place) / "publicodes", Path(place)))
    return next((path for path in found if list(path.glob("*.yaml"))), None)


FOLDER = folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no conformance suite here (MOB_CONFORMANCE)")


def examples() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yaml")) if FOLDER else ():
        for name, raw in _rules(read(path.read_text(encoding="utf-8"))):
            found = raw["exemples"] or []
            for number, example in enumerate([found] if isinstance(found, Mapping) else found):
                yield pytest.param(path, name, example, id=f"{path.stem}: {name}: {example.get('nom', number)}")


def _rules(raws: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, raw in raws.items():
        if isinstance(raw, Mapping):
            if "exemples" in raw:
                yield above + name, raw
            if isinstance(raw.get("avec"), Mapping):
                yield from _rules(raw["avec"], f"{above}{name} . ")


@cache
def _engine(path: Path) -> Engine:
    return Engine(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("path", "name", "example"), list(examples()))
def test_a_case_of_the_suite_holds(path: Path, name: str, example: Mapping[str, Any]) -> None:
    engine = _engine(path)
    if "exception" in example:
        with pytest.raises(PublicodesError):
            engine.with_situation(example.get("situation") or {}).evaluate(name)
        return
    found = engine.with_situation(example.get("situation") or {}).evaluate(name)
    if "valeur attendue" in example:
        assert close(found.value, example["valeur attendue"], 1e-4 if name in TRUNCATED else 1e-6), found
    if example.get("unité attendue"):
        assert found.unit == example["unité attendue"]
    if "variables manquantes" in example:
        assert sorted(found.missing) == sorted(example["variables manquantes"])
