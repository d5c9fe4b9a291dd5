"""Who did what in an application in somebody's place, as it is kept beside it and shown to everybody who reads it.

Kept as it was on the day: a mandate ends, a name changes, an account closes; what was done stays signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from mob.directory import selectors as directory
from mob.identity.mandate_types import Hand, MandateKind
from mob.identity.mandates import selectors as mandates
from mob.kernel import clock
from mob.kernel.actor import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class HelperView:
    """One who acted for the person. `begins_on`: the day of the mandate.

    `is_professional`: somebody of Aidants Connect, whom nothing here names; `begins_on` is the day of the first act, both
    ids are the session's.
    """

    id: UUID
    name: str
    mandate_id: UUID
    begins_on: date
    is_agent: bool = False
    is_professional: bool = False


_PROFESSIONAL = "professional"


def marked(kept: Sequence[dict[str, str]], actor: Actor) -> list[dict[str, str]] | None:
    """What is kept once this actor has acted; None when nothing changes."""
    if actor.kind is ActorKind.ASSISTED:
        return _marked_assisted(kept, actor)
    if actor.kind is not ActorKind.HELPER:
        return None
    if any(each["mandate"] == str(actor.mandate_id) for each in kept):  # a mandate has one helper
        return None
    hand = mandates.hand_of(actor)
    return [*kept, plain(hand)] if hand else None


def _marked_assisted(kept: Sequence[dict[str, str]], actor: Actor) -> list[dict[str, str]] | None:
    """Once a file, whatever the number of sessions: what each of them did is in the journal."""
    if any(each["kind"] == _PROFESSIONAL for each in kept):
        return None
    visit, today = str(actor.visit_id), clock.civil_date(clock.now()).isoformat()
    mark = {"helper": visit, "mandate": visit, "kind": _PROFESSIONAL, "name": "", "begins_on": today}
    return [*kept, mark]


def plain(hand: Hand) -> dict[str, str]:
    return {
        "helper": str(hand.helper_id),
        "mandate": str(hand.mandate_id),
        "kind": hand.kind.value,
        "name": name_of(hand),
        "begins_on": hand.begins_on.isoformat(),
    }


def name_of(hand: Hand) -> str:
    """Her own name; of an agent at a counter, the one her funder knows her by, with which she signs decisions too."""
    card = directory.staff_member(hand.helper_id, funder_id=hand.funder_id) if hand.funder_id else None
    return card.full_name if card else hand.name


def views(kept: Sequence[dict[str, str]]) -> tuple[HelperView, ...]:
    return tuple(
        HelperView(
            UUID(each["helper"]),
            each["name"],
            UUID(each["mandate"]),
            date.fromisoformat(each["begins_on"]),
            each["kind"] == MandateKind.DESK.value,
            each["kind"] == _PROFESSIONAL,
        )
        for each in kept
    )


def relatives(kept: Sequence[dict[str, str]]) -> frozenset[UUID]:
    """Those who may not instruct the file either: they took a side in it. An agent at a counter took none."""
    return frozenset(view.id for view in views(kept) if not view.is_agent and not view.is_professional)


def agents(kept: Sequence[dict[str, str]]) -> frozenset[UUID]:
    """The agents who filled something in at a counter: another one decides."""
    return frozenset(view.id for view in views(kept) if view.is_agent)


def of_label(label: str, helpers: Sequence[HelperView]) -> HelperView | None:
    """Who a fact was told by, when it was somebody in the person's place (`Actor.label`)."""
    kind, _, ids = label.partition(":")
    if kind == ActorKind.ASSISTED.value:
        return next((view for view in helpers if view.is_professional), None)
    if kind != ActorKind.HELPER.value:
        return None
    mandate = ids.rpartition(":")[2]
    # By the mandate alone: her account may have been brought into another since.
    return next((view for view in helpers if str(view.mandate_id) == mandate), None)


def handed_over(kept: Sequence[dict[str, str]], *, source: UUID, target: UUID) -> list[dict[str, str]]:
    """What is kept once the helper's account was brought into another: she still may not instruct what she filled in."""
    return [each | {"helper": str(target)} if each["helper"] == str(source) else each for each in kept]


def signature(actor: Actor) -> dict[str, Any]:
    """What a signed declaration says of who signed it for the person; nothing when she signed herself."""
    if actor.kind is ActorKind.ASSISTED:
        return {"assisted": str(actor.visit_id)}
    hand = mandates.hand_of(actor)
    return {"signed_by": name_of(hand), "mandate": str(hand.mandate_id)} if hand else {}
