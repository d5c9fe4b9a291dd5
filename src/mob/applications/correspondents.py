"""What a mail about an application says and to whom, read when it is sent: facts hold no words. For the system alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from mob.applications import helped
from mob.applications.detail import decision_view
from mob.applications.helped import HelperView
from mob.applications.models import Application, ChangeRequest, Message
from mob.applications.types import State
from mob.applications.views import DecisionView
from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.directory.types import FunderKind, FunderView
from mob.identity import selectors as identity


@dataclass(frozen=True, slots=True)
class Correspondence:
    """An application as its mails see it. `email` is empty when nobody can be written to any more.

    `work_address`: where mails about an employer's aid also go, when the person agreed.
    """

    application_id: UUID
    reference: str
    email: str
    language: str
    name: str
    aid_title: str
    funder_name: str
    state: State
    created_at: datetime
    submitted_at: datetime | None
    decision: DecisionView | None
    request_message: str
    request_author: str
    request_due_on: date | None
    assignee_id: UUID | None
    citizen_id: UUID | None
    wants_courtesy: bool
    funder: FunderView | None
    silence_on: date | None
    withdrawal_text: str
    withdrawal_author: str
    reply_by: date | None
    work_address: str = ""
    helpers: tuple[HelperView, ...] = ()


def of(application_id: UUID) -> Correspondence | None:
    """The correspondence of an application, or None when it was erased."""
    row = Application.objects.filter(id=application_id).select_related("funder", "citizen").first()
    if row is None:
        return None
    email, language, wishes = _address(row)
    view = catalogue.terms(row.aid_version_id, language=language)
    request = ChangeRequest.objects.filter(application=row).order_by("-created_at").first()
    notice = row.withdrawals.order_by("-notified_at").first()
    decision = row.decisions.order_by("-decided_at").first()
    return Correspondence(
        application_id=row.id,
        reference=row.reference,
        email=email,
        language=language,
        name=row.applicant_name,
        aid_title=view.title,
        funder_name=row.funder.name,
        state=State(row.state),
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        decision=decision_view(decision) if decision else None,
        request_message=request.message if request else "",
        request_author=request.author_name if request else "",
        request_due_on=request.due_on if request else None,
        assignee_id=row.assignee_id,
        citizen_id=row.citizen_id,
        wants_courtesy=wishes and view.wants_courtesy_mails,
        funder=directory.funder(row.funder_id),
        silence_on=row.silence_on,
        withdrawal_text=notice.text if notice else "",
        withdrawal_author=notice.author_name if notice else "",
        reply_by=notice.reply_by if notice else None,
        work_address=_work_address(row),
        helpers=helped.views(row.helped_by),
    )


def _address(row: Application) -> tuple[str, str, bool]:
    """The account's present address and wishes; once it is gone, the address kept to finish this application."""
    if row.citizen_id and row.citizen and row.citizen.is_active:
        wishes = identity.wants_courtesy_mails(row.citizen_id)
        return identity.email_of(row.citizen_id) or "", identity.language_of(row.citizen_id), wishes
    return row.contact_email, row.language, False


def _work_address(row: Application) -> str:
    if row.citizen_id is None or row.funder.kind != FunderKind.EMPLOYER.value:
        return ""
    return directory.work_address_of(row.citizen_id, funder_id=row.funder_id)


def message_text(message_id: UUID) -> tuple[str, str] | None:
    """Author and words of a message of the thread."""
    row = Message.objects.filter(id=message_id).first()
    return (row.author_name, row.text) if row else None


def idle_drafts(*, now: datetime, idle: timedelta, most: int = 200) -> list[UUID]:
    """Drafts untouched for at least `idle`, and a week more at most: older ones were reminded already."""
    rows = Application.objects.filter(
        state=State.DRAFT.value, updated_at__lte=now - idle, updated_at__gt=now - idle - timedelta(days=7)
    )
    return list(rows.order_by("updated_at").values_list("id", flat=True)[:most])


def due_on(day: date, *, most: int = 2000) -> list[UUID]:
    """Files waiting for their person until that day or an earlier one still to come."""
    rows = Application.objects.filter(state=State.CHANGES_REQUESTED.value, due_on__lte=day)
    return list(rows.order_by("due_on").values_list("id", flat=True)[:most])
