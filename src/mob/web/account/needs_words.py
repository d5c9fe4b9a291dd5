"""What was said of accessibility, read back in sentences: one part a page of the form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mob.identity.accessibility.profile import AccessibilityProfile, CardHeld, Equipment, Reach
from mob.web.account.needs_forms import (
    ANIMALS,
    BATTERIES,
    BOARDING,
    CARDS,
    COMMUNICATION,
    COMPANIONS,
    NEED_PIECES,
    NEEDS,
)
from mob.web.formats import long_date


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the profile with what was said in it; none: not said yet."""

    title: Any
    lines: tuple[str, ...]
    href: str


def lines_of(profile: AccessibilityProfile) -> list[Part]:
    """Every part in the order of its pages."""
    said = {
        "besoins": [str(NEEDS[need]) for need in profile.needs],
        "equipement": list(_equipment(profile.equipment)),
        "distances": list(_reach(profile.reach)),
        "aide": list(_help(profile)),
        "cartes": [_card(held) for held in profile.cards],
    }
    return [
        Part(piece.title, tuple(said[name]), f"/mon-compte/accessibilite/{name}") for name, piece in NEED_PIECES.items()
    ]


def _equipment(found: Equipment) -> Iterator[str]:
    sizes = (
        (found.width_mm, _("%(size)s cm wide")),
        (found.length_mm, _("%(size)s cm long")),
        (found.height_mm, _("%(size)s cm high")),
    )
    yield from (words % {"size": size // 10} for size, words in sizes if size is not None)
    if found.mass_kg is not None:
        yield _("%(mass)s kg with you on it") % {"mass": found.mass_kg}
    if found.is_foldable is not None:
        yield _("It folds") if found.is_foldable else _("It does not fold")
    if found.battery:
        yield _("Battery: %(kind)s") % {"kind": str(BATTERIES[found.battery]).lower()}
    if found.can_transfer is not None:
        yield _("You can move to a seat") if found.can_transfer else _("You stay in your chair")


def _reach(found: Reach) -> Iterator[str]:
    if found.steps is not None:
        yield _("%(count)s steps in a row") % {"count": found.steps} if found.steps else _("No step at all")
    if found.walk_m is not None:
        yield _("%(metres)s m by yourself") % {"metres": found.walk_m}
    if found.stand_min is not None:
        yield _("%(minutes)s min standing") % {"minutes": found.stand_min}


def _help(profile: AccessibilityProfile) -> Iterator[str]:
    yield from (str(BOARDING[each]) for each in profile.boarding)
    yield from (str(COMMUNICATION[each]) for each in profile.communication)
    if profile.animal:
        yield str(ANIMALS[profile.animal])
    if profile.companion:
        yield _("Somebody with you: %(when)s") % {"when": str(COMPANIONS[profile.companion]).lower()}
    if profile.note:
        yield profile.note


def _card(held: CardHeld) -> str:
    if held.until is None:
        return str(CARDS[held.card])
    day = long_date(held.until, get_language() or "fr")
    return _("%(card)s, until %(day)s") % {"card": CARDS[held.card], "day": day}
