"""Where an aid of a book applies, in the codes of the official geography: groupings of communes are told by name there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from mob.catalogue.types import Level, TerritoryCode
from mob.eligibility.books.package import Collectivity
from mob.geography import selectors as geography
from mob.geography.types import COUNTRY, TerritoryKind
from mob.kernel.unicode import normal
from publicodes.model import Model
from publicodes.nodes import Applicable, Binary, Const, Many, Node, Ref, children

_KINDS = {
    "localisation . code insee": TerritoryKind.COMMUNE,
    "localisation . epci": TerritoryKind.EPCI,
    "localisation . département": TerritoryKind.DEPARTMENT,
    "localisation . région": TerritoryKind.REGION,
}
_PREFIXES = re.compile(
    r"^(communaute de communes|communaute d agglomeration|communaute urbaine|cc|ca|cu)\b"
    r"|\b(de|du|des|d|la|le|les|l|et)\b"
)
LEVELS = {
    TerritoryKind.COUNTRY: Level.NATIONAL,
    TerritoryKind.REGION: Level.REGION,
    TerritoryKind.DEPARTMENT: Level.DEPARTMENT,
    TerritoryKind.EPCI: Level.EPCI,
    TerritoryKind.COMMUNE: Level.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a book names groupings of communes: the SIREN of each name, and the names nobody could place."""

    sirens: Mapping[str, str]
    unmatched: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        """The other way: what the book calls each SIREN."""
        return {siren: name for name, siren in self.sirens.items()}


def spelling(model: Model, givers: Mapping[str, Collectivity]) -> Spelling:
    """Every grouping the rules or their givers name. A SIREN of the official code wins, else the name is matched."""
    said = {giver.value: giver.code for giver in givers.values() if giver.kind == "epci"}
    names = dict.fromkeys([*said, *_groupings(model)])
    found = {name: _siren(name, said.get(name, "")) for name in names}
    sirens = {name: siren for name, siren in found.items() if siren}
    return Spelling(sirens, tuple(name for name, siren in found.items() if not siren))


def home(giver: Collectivity, sirens: Mapping[str, str]) -> TerritoryCode | None:
    """The territory of who gives; None when the official code does not know it: another country, a name gone."""
    kind = _KINDS.get(f"localisation . {giver.kind}")
    if giver.kind == "pays" and giver.value == "France":
        return TerritoryCode(TerritoryKind.COUNTRY, COUNTRY)
    if kind is None:
        return None
    return _known(kind, giver.value, sirens)


def covered(body: Node | None, sirens: Mapping[str, str]) -> tuple[TerritoryCode, ...]:
    """The territories a rule asks people to live in, before anything else: one of them is enough."""
    for test in required(body):
        one_of = test.items if isinstance(test, Many) and test.kind == "une" else (test,)
        places = [_place(each, sirens) for each in one_of]
        if places and all(places):
            return tuple(dict.fromkeys(place for place in places if place))
    return ()


def required(body: Node | None) -> Iterator[Node]:
    """The conditions a rule sets before it computes anything, one by one."""
    while isinstance(body, Applicable):
        if body.wanted:
            test = body.test
            yield from test.items if isinstance(test, Many) and test.kind == "toutes" else (test,)
        body = body.node


def is_place(node: Node) -> bool:
    """Whether a condition only says where people live."""
    if isinstance(node, Many):
        return all(is_place(item) for item in node.items)
    return _said(node) is not None


def _place(node: Node, sirens: Mapping[str, str]) -> TerritoryCode | None:
    said = _said(node)
    return _known(said[0], said[1], sirens) if said else None


def _known(kind: TerritoryKind, value: str, sirens: Mapping[str, str]) -> TerritoryCode | None:
    code = sirens.get(value, "") if kind is TerritoryKind.EPCI else value
    return TerritoryCode(kind, code) if geography.territory_name(kind, code) else None


def _said(node: Node) -> tuple[TerritoryKind, str] | None:
    match node:
        case Binary(op="=", left=Ref(name=name), right=Const(value=str() as value)) if name in _KINDS:
            return _KINDS[name], value
    return None


def _groupings(model: Model) -> Iterator[str]:
    for rule in model.rules.values():
        for node in _within(rule.body) if rule.body else ():
            said = _said(node)
            if said and said[0] is TerritoryKind.EPCI:
                yield said[1]


def _within(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from _within(child)


def _siren(name: str, said: str) -> str:
    if geography.territory_name(TerritoryKind.EPCI, said):
        return said
    return _by_name().get(_plain(name), "")


@cache
def _by_name() -> Mapping[str, str]:
    """SIREN by name without accents, marks and little words; names two groupings share are left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for siren, name in geography.table().epci_names.items():
        plain = _plain(name)
        if found.setdefault(plain, siren) != siren:
            shared.add(plain)
    return {plain: siren for plain, siren in found.items() if plain not in shared}


def _plain(name: str) -> str:
    letters = normal("NFD", name.replace("œ", "oe").casefold())
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in letters if not unicodedata.combining(c))).strip()
    while (shorter := _PREFIXES.sub(" ", words).strip()) != words:
        words = shorter
    return re.sub(r"\s+", " ", words)
