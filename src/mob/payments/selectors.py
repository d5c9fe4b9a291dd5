"""Reading money to pay: a person's awards, a funder's list to pay and envelopes. First argument: who asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from mob.applications import selectors as applications
from mob.catalogue import selectors as catalogue
from mob.documents import selectors as documents
from mob.journal import selectors as journal
from mob.journal.types import FactView
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import NotFound
from mob.kernel.money import Cents
from mob.payments import queue, reading, rules
from mob.payments.events import award_stream
from mob.payments.models import Award, Envelope, Movement, Order
from mob.payments.permissions import allowed, reads_envelopes
from mob.payments.types import Action, AwardView, EnvelopeView, InvoiceState, MoveKind, OrderState, PayLine, Wait

# A list longer than this is handed over in several times.
MOST_LINES = 2000
_SETTLED_SHOWN = 200


class Tab(StrEnum):
    """The lists of payments. `ready`: nothing is missing; `waiting`: something is."""

    READY = "ready"
    WAITING = "waiting"
    HANDED = "handed"
    REJECTED = "rejected"
    PAID = "paid"


_STATES = {
    Tab.READY: OrderState.OPEN,
    Tab.WAITING: OrderState.OPEN,
    Tab.HANDED: OrderState.HANDED,
    Tab.REJECTED: OrderState.REJECTED,
    Tab.PAID: OrderState.PAID,
}


def visible_to(actor: Actor) -> QuerySet[Award]:
    """The only source of awards for edges: those of the applications the actor may see."""
    return Award.objects.filter(application__in=applications.visible_to(actor).order_by().values("id"))


def award_of(actor: Actor, application_id: UUID, *, now: datetime) -> AwardView | None:
    """The last award of an application, or None when no money was granted."""
    rows = visible_to(actor).filter(application_id=application_id).select_related("application")
    row = rows.prefetch_related("orders", "bank_details").order_by("-granted_at").first()
    return _award_view(actor, row, now) if row else None


def _award_view(actor: Actor, row: Award, now: datetime) -> AwardView:
    award = reading.snapshot(row, is_under_notice=bool(applications.under_notice([row.application_id])))
    orders = reading.order_views(list(row.orders.all()), award, now)
    return AwardView(
        id=row.id,
        application_id=row.application_id,
        total=Cents(row.total_cents),
        paid=Cents(sum(order.cents for order in orders if order.state is OrderState.PAID)),
        to_recover=Cents(row.to_recover_cents),
        granted_at=row.granted_at,
        ended_at=row.ended_at,
        invoice=award.invoice,
        invoice_due_on=row.invoice_due_on,
        invoice_received_at=row.invoice_received_at,
        invoice_is_late=row.invoice_is_late,
        details=award.details,
        orders=orders,
        actions=allowed(actor, award),
    )


def facts_of(actor: Actor, award: AwardView) -> list[FactView]:
    """What happened to an award the actor was shown, in order."""
    return journal.stream_facts(actor, award_stream(award.id))


_GIVING = {Wait.INVOICE: Action.SEND_INVOICE}


def asked_of(actor: Actor, *, now: datetime) -> dict[UUID, tuple[Wait, date | None]]:
    """What payments wait for from this person, by application: bank details or an invoice, and until when.

    Nothing that who acts for her may not give.
    """
    rows = visible_to(actor).filter(ended_at=None).exclude(application__citizen=None).select_related("application")
    found: dict[UUID, tuple[Wait, date | None]] = {}
    for row in rows.prefetch_related("orders", "bank_details"):
        # A notice changes nothing in what is asked of her.
        award = reading.snapshot(row, is_under_notice=False)
        asked = _asked(award.details is None, row) if award.has_unpaid else None
        if asked and _GIVING.get(asked[0], Action.GIVE_DETAILS) in allowed(actor, award):
            found[row.application_id] = asked
    return found


def _asked(lacks_details: bool, row: Award) -> tuple[Wait, date | None] | None:
    if row.invoice_state == InvoiceState.AWAITED.value:
        return Wait.INVOICE, row.invoice_due_on
    if lacks_details:
        return Wait.DETAILS, None
    rejected = any(order.state == OrderState.REJECTED.value for order in row.orders.all())
    return (Wait.REJECTED, None) if rejected else None


def pay_list(actor: Actor, tab: Tab, *, now: datetime, language: str = "fr") -> list[PayLine]:
    """The payments of a list, soonest due first; what is settled, last first. At most `MOST_LINES`."""
    rows = Order.objects.filter(award__in=visible_to(actor), state=_STATES[tab].value)
    if tab is Tab.READY:
        rows = rows.filter(due_on__lte=clock.civil_date(now))
    order = ("-paid_on", "-id") if tab is Tab.PAID else ("due_on", "id")
    most = _SETTLED_SHOWN if tab is Tab.PAID else MOST_LINES
    whole = rows.select_related("award__application", "award__envelope")
    found = list(whole.prefetch_related("award__orders", "award__bank_details").order_by(*order)[:most])
    lines = _lines(found, now, language)
    if tab in (Tab.READY, Tab.WAITING):
        return [line for line in lines if bool(line.order.waits) is (tab is Tab.WAITING)]
    return lines


def pay_lines(actor: Actor, order_ids: Iterable[UUID], *, now: datetime, language: str = "fr") -> list[PayLine]:
    """Some payments of the actor's, whatever their state, in order of code."""
    rows = Order.objects.filter(award__in=visible_to(actor), id__in=list(order_ids)[:MOST_LINES])
    whole = rows.select_related("award__application", "award__envelope")
    return _lines(list(whole.prefetch_related("award__orders", "award__bank_details").order_by("code")), now, language)


def _lines(rows: list[Order], now: datetime, language: str) -> list[PayLine]:
    titles = catalogue.titles({row.award.application.aid_version_id for row in rows}, language=language)
    noticed = applications.under_notice({row.application_id for row in rows})
    return [
        _line(
            row, titles[row.award.application.aid_version_id].title, now, is_under_notice=row.application_id in noticed
        )
        for row in rows
    ]


def _line(row: Order, aid_title: str, now: datetime, *, is_under_notice: bool) -> PayLine:
    award, application, envelope = row.award, row.award.application, row.award.envelope
    details = reading.details_of(award)
    known = reading.snapshot(award, is_under_notice=is_under_notice)
    return PayLine(
        order=reading.order_view(row, known, now),
        award_id=award.id,
        reference=application.reference,
        applicant_name=application.applicant_name,
        aid_title=aid_title,
        budget_line=envelope.budget_line,
        deliberation=envelope.deliberation,
        details=known.details,
        manifest=details.manifest if details else "",
    )


def sealed_details(actor: Actor, document_id: UUID) -> bytes:
    """The sealed container of bank details in force: only who holds the funder's key can read it. Raises NotFound."""
    rows = visible_to(actor).filter(bank_details__document_id=document_id, bank_details__replaced_at=None)
    if actor.funder_id is None or not rows.exists():
        raise NotFound("document_unknown")
    return documents.container(document_id)


def envelopes(actor: Actor, *, today: date, language: str = "fr") -> list[EnvelopeView]:
    """The funder's envelopes, this year's first, with who waits and when each is spent at its present pace."""
    if actor.funder_id is None or not reads_envelopes(actor, actor.funder_id):
        return []
    rows = list(Envelope.objects.filter(funder_id=actor.funder_id).order_by("-year", "id"))
    titles = catalogue.aids_given_by(actor.funder_id, language=language)
    paces = _paces([row.id for row in rows], today)
    found = [_with_pace(row, titles[row.aid_id].title if row.aid_id in titles else "", paces, today) for row in rows]
    return sorted(found, key=lambda view: (-view.year, view.aid_title))


def envelopes_of_year(actor: Actor, year: int, *, language: str = "fr") -> list[EnvelopeView]:
    """The funder's envelopes of one year by title of aid, without outlook: two questions however much was granted."""
    if actor.funder_id is None or not reads_envelopes(actor, actor.funder_id):
        return []
    rows = list(Envelope.objects.filter(funder_id=actor.funder_id, year=year).order_by("id"))
    titles = catalogue.aids_given_by(actor.funder_id, language=language) if rows else {}
    found = [reading.envelope_view(row, titles[row.aid_id].title if row.aid_id in titles else "") for row in rows]
    return sorted(found, key=lambda view: view.aid_title)


def envelope(actor: Actor, envelope_id: UUID, *, today: date, language: str = "fr") -> EnvelopeView:
    """One envelope of the funder's. Raises NotFound."""
    found = [view for view in envelopes(actor, today=today, language=language) if view.id == envelope_id]
    if not found:
        raise NotFound("envelope_unknown")
    return found[0]


def _with_pace(row: Envelope, title: str, paces: dict[UUID, list[tuple[date, int]]], today: date) -> EnvelopeView:
    view = reading.envelope_view(row, title)
    ends_on = None
    if view.left is not None and row.year == today.year:
        ends_on = rules.forecast_end(view.left, paces.get(row.id, []), today=today, year=row.year)
    waiting = queue.length(row.aid_id) if view.is_spent and row.year == today.year else 0
    return reading.with_outlook(view, waiting=waiting, ends_on=ends_on)


def _paces(ids: list[UUID], today: date) -> dict[UUID, list[tuple[date, int]]]:
    """Civil date and cents of what was granted and given back lately."""
    since = clock.day_starts(today - timedelta(days=rules.PACE_DAYS))
    kinds = {MoveKind.RESERVE.value: 1, MoveKind.RELEASE.value: -1}
    rows = Movement.objects.filter(envelope_id__in=ids, kind__in=kinds, at__gte=since)
    paces: dict[UUID, list[tuple[date, int]]] = {}
    for key, kind, cents, at in rows.values_list("envelope_id", "kind", "cents", "at"):
        paces.setdefault(key, []).append((clock.civil_date(at), kinds[kind] * cents))
    return paces


def spent_envelopes(actor: Actor, *, today: date, language: str = "fr") -> list[EnvelopeView]:
    """The funder's envelopes of this year that no longer allow a whole grant: one query while there are none."""
    if actor.funder_id is None or not reads_envelopes(actor, actor.funder_id):
        return []
    rows = Envelope.objects.filter(funder_id=actor.funder_id, year=today.year, cap_cents__isnull=False)
    spent = [row for row in rows.order_by("id") if queue.is_spent(row)]
    titles = catalogue.aids_given_by(actor.funder_id, language=language) if spent else {}
    return [_with_line(actor, row, titles[row.aid_id].title if row.aid_id in titles else "") for row in spent]


def _with_line(actor: Actor, row: Envelope, title: str) -> EnvelopeView:
    """`first`: the file to open, when the agent may see it."""
    first = queue.first_of(row.aid_id)
    seen = (
        applications.visible_to(actor).filter(id=first).values_list("reference", flat=True).first() if first else None
    )
    view = reading.envelope_view(row, title)
    return reading.with_outlook(view, waiting=queue.length(row.aid_id), ends_on=None, first=seen or "")


def place_in_line(application_id: UUID, aid_id: UUID, *, today: date) -> int | None:
    """The rank of a complete file while the money of its aid is spent, from 1; None while there is money.

    The caller has checked that the actor may read the application, and that it is the funder's turn.
    """
    found = Envelope.objects.filter(aid_id=aid_id, year=today.year).first()
    if found is None or not queue.is_spent(found):
        return None
    return queue.ahead_of(application_id, aid_id) + 1
