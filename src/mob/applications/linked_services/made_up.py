"""Applications of people who do not exist, so that a service may be tried before it is live. Pure.

They lie in no table: nothing that lists, counts, decides or pays ever meets one. Each follows from who the made-up
person is and the day she was made up, and is gone with her. The funder is as invented as she is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from mob.applications import permissions
from mob.applications.lifecycle import resume_until
from mob.applications.linked_services.types import Expected, Followed, Task
from mob.applications.types import Action, AwardTerms, Frequency, PaymentMode, Snapshot, State
from mob.catalogue.types import AidTitle, Words
from mob.directory.partner_types import SandboxScript
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date, day_ends
from mob.kernel.ids import reference_from
from mob.kernel.money import Cents

FUNDER = Words("Métropole du Bac à sable (inventée)", "Sandbox City (made up)")
_DUE_DAYS = 30


@dataclass(frozen=True, slots=True)
class _Story:
    """One application, in days before the person was made up. `expected`: what is waited for from her."""

    slug: str
    title: Words
    state: State
    begun: int
    sent: int | None = None
    touched: int = 0
    award: AwardTerms | None = None
    expected: Expected | None = None


_BIKE = ("prime-velo-du-bac-a-sable", Words("Prime vélo électrique (inventée)", "Electric bicycle grant (made up)"))
_PASS = ("abonnement-du-bac-a-sable", Words("Abonnement réduit (inventé)", "Reduced travel pass (made up)"))
_POOL = ("covoiturage-du-bac-a-sable", Words("Prime covoiturage (inventée)", "Carpooling bonus (made up)"))
_ONCE = AwardTerms(PaymentMode.SINGLE, Cents(40_000))
_MONTHLY = AwardTerms(PaymentMode.RECURRING, Cents(2_500), Frequency.MONTHLY)

_DRAFT = _Story(*_POOL, State.DRAFT, begun=1, touched=1, expected=Expected.SEND)
_READ = _Story(*_PASS, State.UNDER_REVIEW, begun=9, sent=8, touched=3)
_SENT = _Story(*_PASS, State.SUBMITTED, begun=4, sent=3, touched=3)
_TO_CORRECT = _Story(*_PASS, State.CHANGES_REQUESTED, begun=9, sent=8, touched=1, expected=Expected.CORRECT)
_GRANTED = _Story(*_BIKE, State.APPROVED, begun=45, sent=44, touched=20, award=_ONCE, expected=Expected.BANK_DETAILS)
_BY_MONTH = _Story(*_BIKE, State.APPROVED, begun=45, sent=44, touched=20, award=_MONTHLY)
_REFUSED = _Story(*_BIKE, State.REJECTED, begun=60, sent=58, touched=31)

# An account just opened has none, which is a case to try too.
_TOLD: Mapping[SandboxScript, Sequence[_Story]] = {
    SandboxScript.CERTIFIED: (_DRAFT, _READ, _GRANTED),
    SandboxScript.DECLARED: (_DRAFT, _TO_CORRECT, _REFUSED),
    SandboxScript.MINOR: (_DRAFT, _SENT, _BY_MONTH),
    SandboxScript.ACCENTS: (_DRAFT, _SENT, _REFUSED),
    SandboxScript.EMPTY: (),
}


def applications(
    user_id: UUID, script: SandboxScript, *, made_at: datetime, now: datetime, language: str
) -> list[Followed]:
    """Hers, the last begun first, each with what she could do on our pages if she existed."""
    return [_followed(user_id, story, made_at, now, language) for story in _TOLD[script]]


def _followed(user_id: UUID, story: _Story, made_at: datetime, now: datetime, language: str) -> Followed:
    key = uuid5(user_id, story.slug)
    state, task = _as_time_passes(story, made_at, now)
    touched = made_at - timedelta(days=story.touched)
    decided = touched if state in (State.APPROVED, State.REJECTED) else None
    return Followed(
        id=key,
        reference=reference_from(int.from_bytes(hashlib.sha256(key.bytes).digest()[:8])),
        state=state,
        aid=AidTitle(story.slug, story.title.read_in(language)),
        funder_name=FUNDER.read_in(language),
        created_at=made_at - timedelta(days=story.begun),
        updated_at=touched,
        submitted_at=None if story.sent is None else made_at - timedelta(days=story.sent),
        decided_at=decided,
        award=story.award,
        task=task,
        actions=_actions(user_id, key, state),
    )


def _as_time_passes(story: _Story, made_at: datetime, now: datetime) -> tuple[State, Task | None]:
    """Nobody corrects what was asked of her: past its day the file closes, then can no longer be taken up again."""
    due = civil_date(made_at) + timedelta(days=_DUE_DAYS)
    if story.expected is not Expected.CORRECT:
        return story.state, Task(story.expected, None) if story.expected else None
    if now < day_ends(due):
        return story.state, Task(Expected.CORRECT, due)
    until = resume_until(day_ends(due))
    return State.CLOSED_INCOMPLETE, Task(Expected.RESUME, until) if now < day_ends(until) else None


def _actions(user_id: UUID, key: UUID, state: State) -> frozenset[Action]:
    """By the rules of everybody's applications. The funder has no row: its id is that of nothing."""
    snapshot = Snapshot(id=key, state=state, version=1, citizen_id=user_id, funder_id=key)
    return permissions.allowed(Actor.citizen(user_id), snapshot)
