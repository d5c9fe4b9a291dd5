"""Places typed one a line, by name or official code, and written back as they were understood."""

from __future__ import annotations

from mob.eligibility.shapes import Place
from mob.geography import selectors as geography
from mob.geography.types import TerritoryKind
from mob.kernel.errors import Invalid
from mob.web.admin.aid_territories import found

_KINDS = (
    TerritoryKind.REGION.value,
    TerritoryKind.DEPARTMENT.value,
    TerritoryKind.EPCI.value,
    TerritoryKind.COMMUNE.value,
)
# As `written_places` writes them: “Lyon [commune 69123]”.
_OPEN = " ["


def places_of(text: str) -> tuple[Place, ...]:
    """Raises Invalid("rules_place_unknown") or ("rules_place_several") with what was typed, and what it may mean."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return tuple(dict.fromkeys(_place(line) for line in lines if line))


def written_places(places: tuple[Place, ...]) -> str:
    return "\n".join(f"{each.name}{_OPEN}{each.kind} {each.code}]" for each in places)


def _place(line: str) -> Place:
    name, bracket, tail = line.partition(_OPEN)
    kind, _space, code = tail.removesuffix("]").partition(" ")
    if bracket and kind in _KINDS and (known := geography.territory_name(kind, code)):
        return Place(kind, code, known)
    likely = _by_code(line) or _by_name(name)
    if len(likely) == 1:
        return likely[0]
    if not likely:
        raise Invalid("rules_place_unknown", "places", value=line[:60])
    named = " ; ".join(written_places((each,)) for each in likely[:6])
    raise Invalid("rules_place_several", "places", value=line[:60], choices=named)


def _by_code(text: str) -> list[Place]:
    """A code of five figures is a commune's, of nine a group's; two may be a département's or a region's: both are told."""
    places = [Place(kind, text, name) for kind in _KINDS if (name := geography.territory_name(kind, text))]
    return places if any(character.isdigit() for character in text) else []


def _by_name(text: str) -> list[Place]:
    """Those of exactly that name when there are some, else all those it may mean."""
    every = [Place(kind, code, each.name) for each in found(text) for kind, _c, code in [each.value.partition(":")]]
    exact = [each for each in every if each.name.casefold() == text.casefold()]
    return exact or every
