"""Reading mandates: those of a person, and the hat a helper may wear under one of hers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from mob.identity.mandate_types import EndedBy, Hand, MandateKind, MandateState, MandateView, Power, Side
from mob.identity.mandates import lifecycle, rows
from mob.identity.mandates.events import MandateUsed
from mob.identity.models import Mandate, User
from mob.identity.permissions import person
from mob.identity.selectors import profile_of
from mob.identity.types import ClaimName
from mob.journal import selectors as journal
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.errors import Forbidden, NotFound


def acting(user_id: UUID, mandate_id: UUID, *, on: date, kind: MandateKind = MandateKind.RELATIVE) -> Actor:
    """The hat of a helper under one of her mandates, looked up again at each request.

    A mandate signed at a desk is worn by the agent in the visit it was signed in, and nowhere else (`kind`).

    Raises Forbidden("mandate_over") when it ended, was never hers, or either account is closed.
    """
    own = Mandate.objects.filter(id=mandate_id, helper_id=user_id, kind=kind.value)
    row = own.filter(helped__is_active=True).first()
    if row is None or row.helped_id is None or not lifecycle.is_live(rows.snapshot(row), on):
        raise Forbidden("mandate_over")
    terms = rows.terms_of(row)
    return Actor(
        ActorKind.HELPER,
        id=user_id,
        scopes=frozenset(power.value for power in terms.powers),
        on_behalf_of=row.helped_id,
        mandate_id=row.id,
        aid_ids=terms.aid_ids,
    )


def powers_of(mandate_id: UUID) -> frozenset[Power]:
    """What a mandate lets do. For contexts above, which have checked whose it is."""
    row = Mandate.objects.filter(id=mandate_id).first()
    return rows.terms_of(row).powers if row else frozenset()


def short_name(user_id: UUID) -> str:
    """`Odette M.`: enough to know whom one acts for, little for who looks over a shoulder."""
    view = profile_of(Actor.system(), user_id)
    first, family = view.value(ClaimName.FIRST_NAME) or "", view.family_name or ""
    return f"{first} {family[:1]}." if first and family else first or family


def hand_of(actor: Actor) -> Hand | None:
    """Who acts and under which mandate, to be written beside what she does. None for who acts in her own name."""
    if actor.kind is not ActorKind.HELPER or actor.id is None or actor.mandate_id is None:
        return None
    row = Mandate.objects.filter(id=actor.mandate_id, helper_id=actor.id).first()
    if row is None or row.begins_on is None:
        raise Forbidden("mandate_over")
    return Hand(actor.id, row.id, MandateKind(row.kind), rows.name_of(actor.id), row.begins_on, row.funder_id)


def mandates_of(actor: Actor, *, on: date) -> list[MandateView]:
    """Every mandate the person has a part in, the latest asked first."""
    user_id = person(actor)
    found = Mandate.objects.filter(rows.concerning(user_id)).exclude(_at_her_desk(user_id)).order_by("-asked_at")
    return [_view(row, user_id, on) for row in found]


def mandate_of(actor: Actor, mandate_id: UUID, *, on: date) -> MandateView:
    """One of them. Raises NotFound."""
    user_id = person(actor)
    row = Mandate.objects.filter(rows.concerning(user_id), id=mandate_id).exclude(_at_her_desk(user_id)).first()
    if row is None:
        raise NotFound("mandate_unknown")
    return _view(row, user_id, on)


def _at_her_desk(user_id: UUID) -> Q:
    """What an agent recorded at work is no affair of her own account."""
    return Q(kind=MandateKind.DESK.value, helper_id=user_id)


def uses_of(actor: Actor, mandate_id: UUID) -> list[datetime]:
    """When the helper took the hat, the last first. Raises NotFound for who has no part in it."""
    if not Mandate.objects.filter(rows.concerning(person(actor)), id=mandate_id).exists():
        raise NotFound("mandate_unknown")
    facts = journal.stream_facts(Actor.system(), rows.stream(mandate_id))
    return [fact.at for fact in reversed(facts) if fact.kind == MandateUsed.kind and fact.data["is_begun"]]


def _view(row: Mandate, user_id: UUID, on: date) -> MandateView:
    side = rows.side_of(row, user_id)
    opened_by = Side(row.opened_by)
    name, address = _other(row, side)
    return MandateView(
        id=row.id,
        kind=MandateKind(row.kind),
        state=MandateState(row.state),
        side=side,
        opened_by=opened_by,
        terms=rows.terms_of(row),
        other_name=name,
        other_address=address,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        ended_at=row.ended_at,
        ended_by=EndedBy(row.ended_by) if row.ended_by else None,
        is_live=lifecycle.is_live(rows.snapshot(row), on),
    )


def _other(row: Mandate, side: Side) -> tuple[str, str]:
    """Name and address of the other one, as far as this side may know them.

    Who asked knows the address she typed, and no name before yes. Who must answer knows who asks.
    """
    is_asked = row.state == MandateState.ASKED.value
    if is_asked and side.value == row.opened_by:
        return "", row.asked_email
    other = row.helped_id if side is Side.HELPER else row.helper_id
    user = User.objects.filter(id=other, is_active=True).first() if other else None
    if user is None:
        return "", ""
    return rows.name_of(user.id), user.email if is_asked else ""
