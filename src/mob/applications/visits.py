"""Reading the visits of a counter: who was received, what she has with this funder, and finding somebody again.

An agent finds people by the files she may see and the visits of her own counter, and by nothing else: whether somebody
has an account elsewhere is never told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from mob.applications import names, selectors
from mob.applications.models import Application, CounterVisit
from mob.applications.types import State
from mob.applications.views import Row
from mob.directory import selectors as directory
from mob.directory.types import FunderKind
from mob.identity import selectors as identity
from mob.identity.types import ClaimName, ProfileView
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import Forbidden, NotFound

# A working day: after it nothing is done under the mandate, and the clock closes the visit.
LIFE = timedelta(hours=12)
_MOST = 20


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as its agent works in it. `person` is the profile as it stands; `is_open`: something may still be done."""

    id: UUID
    funder_id: UUID
    person: ProfileView
    opened_at: datetime
    signed_at: datetime | None
    mandate_id: UUID | None
    place: str
    opened_account: bool
    is_open: bool

    @property
    def is_signed(self) -> bool:
        return self.mandate_id is not None


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody an agent may receive again: her name and birth date as her account says, her files with this funder."""

    person_id: UUID
    name: str
    birth_date: date | None
    references: tuple[str, ...]


def counter_of(actor: Actor) -> UUID:
    """The funder whose counter the actor keeps. Raises Forbidden.

    An employer has none: its aids are for people affiliated to it, and an account without an address is not.
    """
    is_agent = actor.kind is ActorKind.STAFF and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)
    funder = directory.funder(actor.funder_id) if is_agent and actor.funder_id and actor.id else None
    if funder is None or funder.kind is FunderKind.EMPLOYER:
        raise Forbidden("not_allowed")
    return funder.id


def visits_of(actor: Actor, *, now: datetime) -> list[VisitView]:
    """The visits this agent has open, the latest first."""
    rows = _own(actor).filter(closed_at=None, opened_at__gt=now - LIFE).order_by("-opened_at")
    return [_view(row, now) for row in rows[:_MOST]]


def visit(actor: Actor, visit_id: UUID, *, now: datetime) -> VisitView:
    """One visit the agent herself received. Raises NotFound for anybody else's, and for one whose person is gone."""
    return _view(own(actor, visit_id), now)


def own(actor: Actor, visit_id: UUID) -> CounterVisit:
    row = _own(actor).filter(id=visit_id).first()
    if row is None:
        raise NotFound("visit_unknown")
    return row


def _own(actor: Actor) -> QuerySet[CounterVisit]:
    rows = CounterVisit.objects.filter(funder_id=counter_of(actor), agent_id=actor.id)
    return rows.filter(person__is_active=True)


def _view(row: CounterVisit, now: datetime) -> VisitView:
    if row.person_id is None:
        raise NotFound("visit_unknown")
    return VisitView(
        id=row.id,
        funder_id=row.funder_id,
        person=identity.profile_of(Actor.system(), row.person_id),
        opened_at=row.opened_at,
        signed_at=row.signed_at,
        mandate_id=row.mandate_id,
        place=row.place,
        opened_account=row.opened_account,
        is_open=row.closed_at is None and row.opened_at > now - LIFE,
    )


def mandate_in(visit_id: UUID | None, *, agent_id: UUID, now: datetime) -> tuple[UUID, UUID] | None:
    """Mandate and funder of a visit this agent has open; None when it is over. Looked up at each request made in it."""
    if visit_id is None:
        return None
    live = CounterVisit.objects.filter(id=visit_id, agent_id=agent_id, closed_at=None, opened_at__gt=now - LIFE)
    row = live.exclude(mandate_id=None).first()
    return (row.mandate_id, row.funder_id) if row and row.mandate_id else None


def files_of(actor: Actor, visit_id: UUID, *, language: str) -> list[Row]:
    """The person's drafts and files with this funder, latest change first. The agent received her herself."""
    row = own(actor, visit_id)
    rows = Application.objects.filter(citizen_id=row.person_id, funder_id=row.funder_id, erased_at=None)
    return selectors.rows_of(_reached(actor, rows).order_by("-updated_at"), language)


def _reached(actor: Actor, rows: QuerySet[Application]) -> QuerySet[Application]:
    """What her communities let her see, and drafts, which belong to none yet."""
    if actor.community_ids is None:
        return rows
    return rows.filter(community_id__in=actor.community_ids) | rows.filter(state=State.DRAFT.value)


def find_by_reference(actor: Actor, reference: str) -> Found | None:
    """Whose file this is, when the agent may see it."""
    counter_of(actor)
    row = selectors.visible_to(actor).filter(reference=reference, citizen__is_active=True).first()
    return _found(actor, row.citizen_id) if row and row.citizen_id else None


def find_by_name(actor: Actor, *, first: str, family: str, birth_date: date) -> list[Found]:
    """Who bears exactly these names, accents and case apart, and was born that day. Names in use or of birth."""
    funder_id = counter_of(actor)
    words = names.wanted(funder_id, family)
    keys: set[UUID | None] = set()
    if words and not any(word.close for word in words):
        holders = names.holders(funder_id, words).values("application_id")
        seen = selectors.visible_to(actor).filter(id__in=holders, citizen__is_active=True)
        keys.update(seen.values_list("citizen_id", flat=True).distinct()[:500])
    keys.update(_received(actor).values_list("person_id", flat=True).distinct()[:500])
    born = identity.born_on([key for key in keys if key], birth_date)
    people = [identity.profile_of(Actor.system(), key) for key in born]
    same = [person for person in people if _is(person, first, family, birth_date)]
    return [_found(actor, person.user_id) for person in sorted(same, key=lambda each: str(each.user_id))]


def may_receive(actor: Actor, person_id: UUID) -> bool:
    """Whether the agent may see a file of this person, or received her; never herself."""
    if person_id == actor.id:
        return False
    seen = selectors.visible_to(actor).filter(citizen_id=person_id, citizen__is_active=True)
    return seen.exists() or _received(actor).filter(person_id=person_id).exists()


def _received(actor: Actor) -> QuerySet[CounterVisit]:
    """People the counter opened an account for: of who sees every community, the whole counter's; else her own."""
    rows = CounterVisit.objects.filter(funder_id=counter_of(actor), opened_account=True, person__is_active=True)
    return rows if actor.community_ids is None else rows.filter(agent_id=actor.id)


def _is(person: ProfileView, first: str, family: str, birth_date: date) -> bool:
    known = {person.value(ClaimName.BIRTH_NAME), person.value(ClaimName.USUAL_NAME)}
    return (
        person.birth_date == birth_date
        and _key(person.value(ClaimName.FIRST_NAME)) == _key(first)
        and _key(family) in {_key(name) for name in known if name}
    )


def _key(name: str | None) -> str:
    return " ".join(names.search_key(name or "").replace("-", " ").split())


def _found(actor: Actor, person_id: UUID) -> Found:
    person = identity.profile_of(Actor.system(), person_id)
    files = selectors.visible_to(actor).filter(citizen_id=person_id).order_by("-updated_at")
    references = tuple(files.values_list("reference", flat=True)[:3])
    return Found(person_id, person.full_name, person.birth_date, references)


def code_hash(visit_id: UUID, typed: str) -> str:
    """The keyed hash of the code of a receipt, figures alone."""
    figures = "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())
    return salted_hmac("mob.applications.counter-code", f"{visit_id}:{figures}", algorithm="sha256").hexdigest()
