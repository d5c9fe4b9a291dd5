"""A published package of rules, unpacked in a folder, read without running any of it.

Its data file is a program: only its assignments of plain JSON are read, and anything else in them refuses the package.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mob.kernel.errors import Invalid

MOST_BYTES = 20_000_000
_OBJECT = re.compile(r"^var ([^\W\d][\w$]*) = (\{$.*?^\});$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r'^\t("(?:[^"\\]|\\.)+"): ([^\W\d][\w$]*),?$')
_INDEX = "aides_collectivities_default"


@dataclass(frozen=True, slots=True)
class Collectivity:
    """Who gives an aid, as the package says it. `code`: a SIREN, where `value` is the name of a grouping."""

    kind: str
    value: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """`rules`: the compiled model, JSON as it came. `givers`: by rule, who gives the aid it computes."""

    name: str
    edition: str
    licence: str
    rules: str
    givers: Mapping[str, Collectivity]


def read(folder: Path) -> Package:
    """Raises Invalid("rules_package_unreadable", file=…) when the folder holds no such package."""
    card = _object(_text(folder / "package.json"), "package.json")
    model = _only(folder / "publicodes-build", "*.model.json")
    data = _only(folder / "dist", "data-*.js")
    return Package(
        name=_word(card, "name", "package.json"),
        edition=_word(card, "version", "package.json"),
        licence=_word(card, "license", "package.json"),
        rules=_text(model),
        givers=givers(_text(data)),
    )


def givers(script: str) -> dict[str, Collectivity]:
    """The aids and their givers of a data file, in its order. Raises Invalid when it is not written as expected."""
    bodies = dict(_OBJECT.findall(script))
    if _INDEX not in bodies:
        raise _unreadable("data-*.js")
    found = {}
    for line in bodies[_INDEX].splitlines()[1:-1]:
        entry = _ENTRY.fullmatch(line)
        if entry is None or entry[2] not in bodies:
            raise _unreadable("data-*.js")
        found[str(json.loads(entry[1]))] = _collectivity(_object(bodies[entry[2]], "data-*.js"))
    return found


def _collectivity(plain: Mapping[str, Any]) -> Collectivity:
    inner = plain.get("collectivity")
    if not isinstance(inner, dict):
        raise _unreadable("data-*.js")
    code = inner.get("code", "")
    return Collectivity(_word(inner, "kind", "data-*.js"), _word(inner, "value", "data-*.js"), str(code))


def _object(text: str, file: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(file) from error
    if not isinstance(found, dict):
        raise _unreadable(file)
    return found


def _word(plain: Mapping[str, Any], name: str, file: str) -> str:
    found = plain.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= 160:
        raise _unreadable(file)
    return found


def _only(folder: Path, pattern: str) -> Path:
    found = sorted(path for path in folder.glob(pattern) if path.is_file())
    if len(found) != 1:
        raise _unreadable(pattern)
    return found[0]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(path.name)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path.name) from error


def _unreadable(file: str) -> Invalid:
    return Invalid("rules_package_unreadable", file=file)
