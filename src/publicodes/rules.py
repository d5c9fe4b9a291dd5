"""A rule, and how a file of rules becomes a list of them: dotted names, « avec », private names, parents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from publicodes.errors import LimitReached, Place
from publicodes.limits import Limits
from publicodes.nodes import Node
from publicodes.reading import Block, line_of

SEPARATOR = " . "
_PRIVATE = "[privé] "


@dataclass(frozen=True, slots=True)
class Replacement:
    """« remplace »: this rule stands in for another, in some rules or except in some. The highest priority wins."""

    target: str
    priority: int = 0
    within: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as read. `raw` keeps what the engine does not use: title, link, dates."""

    name: str
    place: Place
    raw: Mapping[str, Any]
    private: bool = False
    body: Node | None = None
    replacements: tuple[Replacement, ...] = ()
    disables: tuple[str, ...] = ()
    choices: tuple[Node | str, ...] = ()
    problems: tuple[Exception, ...] = ()
    lines: Mapping[int, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def parent(self) -> str | None:
        return parent(self.name)

    @property
    def question(self) -> str | None:
        value = self.raw.get("question")
        return None if value is None else str(value)

    @property
    def title(self) -> str:
        value = self.raw.get("titre")
        return str(value) if value is not None else _capitalised(self.name.rpartition(SEPARATOR)[2])

    def with_(self, **changes: Any) -> Rule:
        return replace(self, **changes)


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def parent(name: str) -> str | None:
    above, found, _ = name.rpartition(SEPARATOR)
    return above if found else None


def ancestors(name: str) -> Iterator[str]:
    above = parent(name)
    while above is not None:
        yield above
        above = parent(above)


@dataclass(slots=True)
class Flat:
    """The rules of one or several files by full name, and the names found twice with their places."""

    rules: dict[str, tuple[Any, Place, bool]] = field(default_factory=dict)
    twice: list[Place] = field(default_factory=list)


def flatten(sources: Iterable[tuple[str | None, Mapping[str, Any]]], limits: Limits) -> Flat:
    """Every rule of the files under its full name. A later file adds to the earlier ones, and its rule wins."""
    flat = Flat()
    for file, raw in sources:
        _add(flat, file, raw, "", limits, 0)
    return flat


def _add(flat: Flat, file: str | None, raws: Mapping[str, Any], above: str, limits: Limits, depth: int) -> None:
    if depth > limits.nesting:
        raise LimitReached("Trop de règles « avec » emboîtées.", Place(file, 0, above))
    for key, raw in raws.items():
        written = " ".join(str(key).split())
        private = written.startswith(_PRIVATE)
        name = above + written.removeprefix(_PRIVATE)
        place = Place(file, line_of(raws, str(key)), name)
        if name in flat.rules or (isinstance(raws, Block) and written in raws.twice):
            flat.twice.append(place)
        if isinstance(raw, Mapping):
            private = private or raw.get("privé") in ("oui", True)
        flat.rules[name] = (raw, place, private)
        if len(flat.rules) > limits.rules:
            raise LimitReached(f"Le modèle dépasse {limits.rules} règles.", place)
        if isinstance(raw, Mapping) and isinstance(inner := raw.get("avec"), Mapping):
            _add(flat, file, inner, name + SEPARATOR, limits, depth + 1)
