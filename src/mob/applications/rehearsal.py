"""What other rules would have said of the last applications of an aid. Nothing is written; no more than the actor sees.

Each is computed on the facts kept when it was sent, as of that day. Frequency is not looked at: it depends on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from mob.applications.models import Application
from mob.applications.selectors import visible_to
from mob.catalogue.types import RulesContent
from mob.eligibility import keeping, sharing
from mob.eligibility.types import Verdict
from mob.eligibility.verdicts import verdict
from mob.kernel.actor import Actor

MOST = 500


@dataclass(frozen=True, slots=True)
class Change:
    """An application that would be told something else."""

    reference: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`looked_at`: how many applications had facts to compute with; `changes`: latest sent first."""

    looked_at: int
    changes: tuple[Change, ...]


def rehearse(actor: Actor, aid_id: UUID, rules: RulesContent, *, limit: int = MOST) -> Rehearsal:
    """The last applications of the aid that the actor sees, under these rules. An actor who sees none gets none."""
    sent = visible_to(actor).filter(aid_id=aid_id).exclude(verdict={}).order_by("-submitted_at", "-id")
    rows = list(sent.only("id", "reference", "funder_id", "verdict")[:limit])
    return Rehearsal(len(rows), tuple(_changes(rows, rules)))


def _changes(rows: list[Application], rules: RulesContent) -> Iterator[Change]:
    for row in rows:
        before = keeping.read(row.verdict)
        if keeping.differs(before, _after(row, rules, explained=False)):
            yield Change(row.reference, before, _after(row, rules, explained=True))


def _after(row: Application, rules: RulesContent, *, explained: bool) -> Verdict:
    known = sharing.usable(sharing.read(row.verdict["facts"]), recipient=str(row.funder_id))
    return verdict(rules, known, on=date.fromisoformat(row.verdict["on"]), explained=explained)
