"""A session that a professional helper opened through Aidants Connect on a person's account, told apart from hers.

Kept in the session itself: which visit it is, and until when. Thirty minutes at most, whatever is done in it. It is
begun in a browser that was emptied before, and ended rather than turned into anything else. Nothing says who the
professional is: FranceConnect gives the identity of the person helped, and Aidants Connect keeps the mandate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from mob.identity.events import AssistedSessionBegan, AssistedSessionEnded
from mob.identity.models import User
from mob.identity.permissions import person
from mob.identity.ports import AccountMail, AccountMailer
from mob.identity.session_store import ENDS_AT
from mob.journal import selectors as journal_reads
from mob.journal import services as journal
from mob.kernel import ports
from mob.kernel.actor import Actor
from mob.kernel.ids import uuid7

LIFE = timedelta(minutes=30)
# How such a sign-in is written among the proofs of a session, and of a declaration signed in it.
METHOD = "assisted"
_KEY = "assisted_visit"


@dataclass(frozen=True, slots=True)
class Visit:
    """One such session. `until`: its end, whatever is done meanwhile."""

    id: UUID
    until: datetime


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One as the person reads it. `ended_at` None: nobody ended it, its half-hour did."""

    began_at: datetime
    ended_at: datetime | None


def mark(request: HttpRequest, *, now: datetime) -> None:
    """From here on the sign-in of this browser is a professional's. The row of its session ends by itself too."""
    request.session[_KEY] = [str(uuid7()), (now + LIFE).timestamp()]
    request.session[ENDS_AT] = (timezone.now() + LIFE).timestamp()
    request.session.set_expiry(0)  # nothing stays in the browser once it is closed


def unmark(request: HttpRequest) -> None:
    """Another sign-in begins, before which nobody was signed in."""
    for key in (_KEY, ENDS_AT):
        request.session.pop(key, None)


def is_marked(request: HttpRequest) -> bool:
    """Whether a sign-in under way in this browser, second proof included, is a professional's."""
    return _KEY in request.session


def is_open(request: HttpRequest) -> bool:
    """Whether who is signed in here is a professional. The proofs of the session say it too: either one is enough."""
    user = getattr(request, "user", None)  # absent when an early refusal answered
    if user is None or not user.is_authenticated:
        return False
    return is_marked(request) or any(each["method"] == METHOD for each in get_authentication_records(request, user))


def visit_in(request: HttpRequest) -> Visit | None:
    """The visit of this session; None when it cannot be read, which ends it (`is_over`)."""
    try:
        key, until = request.session[_KEY]
        return Visit(UUID(key), datetime.fromtimestamp(until, UTC))
    except (KeyError, TypeError, ValueError):
        return None


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Whether an assisted session has had its half-hour."""
    if not is_open(request):
        return False
    visit = visit_in(request)
    return visit is None or now >= visit.until


def tell_begun(request: HttpRequest, user_id: UUID, *, now: datetime) -> None:
    """The journal keeps it, and the person is told where she has an address."""
    visit = visit_in(request)
    if visit is None:
        return
    actor = Actor.assisted(user_id, visit.id)
    user = User.objects.get(id=user_id)
    with transaction.atomic():
        journal.append(actor, stream=_stream(user_id), events=[AssistedSessionBegan(visit.id)], now=now)
        mailer = ports.serve(AccountMailer)  # type: ignore[type-abstract]
        mailer.send(AccountMail.ASSISTED_SESSION, user.email, user.language, {"at": now.isoformat()})


def tell_ended(request: HttpRequest, *, now: datetime) -> None:
    """Who used it ended it, or its half-hour was noticed. Nothing for another session."""
    visit = visit_in(request) if is_open(request) else None
    if visit is None or not isinstance(request.user, User):
        return
    actor = Actor.assisted(request.user.id, visit.id)
    ended = [AssistedSessionEnded(visit.id)]
    with transaction.atomic():
        journal.append(actor, stream=_stream(request.user.id), events=ended, now=min(now, visit.until))


def visits_of(actor: Actor) -> list[PastVisit]:
    """Every assisted session on the actor's own account, the last first."""
    facts = journal_reads.stream_facts(Actor.system(), _stream(person(actor)))
    ended = {fact.data["visit"]: fact.at for fact in facts if fact.kind == AssistedSessionEnded.kind}
    begun = [fact for fact in facts if fact.kind == AssistedSessionBegan.kind]
    return [PastVisit(fact.at, ended.get(fact.data["visit"])) for fact in reversed(begun)]


def _stream(user_id: UUID) -> str:
    return f"account:{user_id}"
