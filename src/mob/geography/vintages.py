"""The shipped tables of the official geographic code, one file a year, and the invented layer of the demonstration.

Read-only reference data, loaded whole at its first use and kept for the life of the process; searching it by what
people type is `search`. `scripts/build-geography` writes the files; `data/README.md` names source and licence.
"""

from __future__ import annotations

import gzip
import json
from array import array
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from mob.geography.types import Commune

DATA = Path(__file__).parent / "data"
DEMO = DATA / "demo.json"


@dataclass(frozen=True, slots=True)
class Table:
    """Places in columns: row numbers index every column; `arrondissements` are rows like communes."""

    vintage: int
    codes: list[str]
    names: list[str]
    departments: list[str]
    epcis: list[str | None]
    postcodes: list[str]
    populations: array[int]
    parents: dict[str, str]
    rows: dict[str, int]
    rows_of_postcode: dict[str, list[int]]
    former: list[tuple[str, int]]
    epci_names: dict[str, str]
    department_names: dict[str, str]
    region_names: dict[str, str]
    region_of_department: dict[str, str]

    def commune(self, row: int) -> Commune:
        department, code = self.departments[row], self.codes[row]
        return Commune(
            code=code,
            name=self.names[row],
            department=department,
            region=self.region_of_department[department],
            epci=self.epcis[row],
            postcodes=tuple(self.postcodes[row].split()),
            population=self.populations[row],
            parent=self.parents.get(code),
        )


def available() -> tuple[int, ...]:
    """The years shipped, in ascending order."""
    return tuple(sorted(int(path.name.split(".")[0]) for path in DATA.glob("*.json.gz")))


@cache
def latest() -> int:
    return available()[-1]


@cache
def load(vintage: int, *, with_demo: bool) -> Table:
    """The table of a year. KeyError when that year is not shipped."""
    path = DATA / f"{vintage}.json.gz"
    if not path.exists():
        raise KeyError(vintage)
    documents = [json.loads(gzip.decompress(path.read_bytes()))]
    if with_demo:
        documents.append(json.loads(DEMO.read_text(encoding="utf-8")))
    return _assemble(vintage, documents)


def _assemble(vintage: int, documents: list[dict[str, Any]]) -> Table:
    communes = [document["communes"] for document in documents]
    codes = list(chain.from_iterable(columns["code"].split() for columns in communes))
    postcodes = list(chain.from_iterable(columns["postcodes"].split(",") for columns in communes))
    rows = {code: row for row, code in enumerate(codes)}
    departments = [entry for document in documents for entry in document["departments"]]
    return Table(
        vintage=vintage,
        codes=codes,
        names=list(chain.from_iterable(columns["name"].split("\n") for columns in communes)),
        departments=list(chain.from_iterable(_run_lengths(columns["department"]) for columns in communes)),
        epcis=list(chain.from_iterable(_epcis(document) for document in documents)),
        postcodes=postcodes,
        populations=array("I", map(int, ",".join(columns["population"] for columns in communes).split(","))),
        parents={code: parent for document in documents for code, parent in document["parents"].items()},
        rows=rows,
        rows_of_postcode=_by_postcode(postcodes),
        former=[entry for document in documents for entry in _former(document["former"], rows)],
        epci_names={code: name for document in documents for code, name in document["epcis"]},
        department_names={code: name for code, name, _ in departments},
        region_names={code: name for document in documents for code, name in document["regions"]},
        region_of_department={code: region for code, _, region in departments},
    )


def _run_lengths(runs: list[tuple[str, int]]) -> chain[str]:
    return chain.from_iterable(repeat(code, count) for code, count in runs)


def _epcis(document: dict[str, Any]) -> list[str | None]:
    codes: dict[str, str | None] = {str(index): code for index, (code, _) in enumerate(document["epcis"])}
    codes[""] = None
    return [codes[index] for index in document["communes"]["epci"].split(",")]


def _former(columns: dict[str, str], rows: dict[str, int]) -> list[tuple[str, int]]:
    return list(zip(columns["name"].split("\n"), map(rows.__getitem__, columns["code"].split()), strict=False))


def _by_postcode(postcodes: list[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row, several in enumerate(postcodes):
        for postcode in several.split():
            found[postcode].append(row)
    return dict(sorted(found.items()))
