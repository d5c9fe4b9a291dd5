"""What a mail about an application says and to whom, read when it is sent: facts hold no words. For the system alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from mob.applications import detail, helped, letters
from mob.applications.detail import decision_view
from mob.applications.helped import HelperView
from mob.applications.letters import Letter
from mob.applications.models import Application, ChangeRequest, Message
from mob.applications.services import dossier
from mob.applications.types import State
from mob.applications.views import DecisionView
from mob.catalogue import selectors as catalogue
from mob.directory import selectors as directory
from mob.directory.types import FunderKind, FunderView
from mob.identity import selectors as identity
from mob.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Correspondence:
    """An application as its mails and letters see it. `email` is empty for who is written to on paper, and for nobody.

    `work_address`: where mails about an employer's aid also go, when the person agreed. `is_on_paper`: letters go
    instead of mails, to `postal`, or into her hands when it is empty. `has_login`: she can open a page of hers.
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
    community_id: UUID | None = None
    is_on_paper: bool = False
    postal: tuple[str, ...] = ()
    has_login: bool = True
    helpers: tuple[HelperView, ...] = ()

    @property
    def is_reachable(self) -> bool:
        """Whether somebody can be written to, by mail or on paper."""
        return bool(self.email) or self.is_on_paper


def of(application_id: UUID) -> Correspondence | None:
    """The correspondence of an application, or None when it was erased."""
    row = Application.objects.filter(id=application_id).select_related("funder", "citizen").first()
    if row is None:
        return None
    reach = _reach(row)
    view = catalogue.terms(row.aid_version_id, language=reach.language)
    request = ChangeRequest.objects.filter(application=row).order_by("-created_at").first()
    notice = row.withdrawals.order_by("-notified_at").first()
    decision = row.decisions.order_by("-decided_at").first()
    return Correspondence(
        application_id=row.id,
        reference=row.reference,
        email=reach.email,
        language=reach.language,
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
        wants_courtesy=reach.wishes and view.wants_courtesy_mails,
        funder=directory.funder(row.funder_id),
        silence_on=row.silence_on,
        withdrawal_text=notice.text if notice else "",
        withdrawal_author=notice.author_name if notice else "",
        reply_by=notice.reply_by if notice else None,
        work_address=_work_address(row),
        community_id=row.community_id,
        is_on_paper=reach.is_on_paper,
        postal=reach.postal,
        has_login=reach.has_login,
        helpers=helped.views(row.helped_by),
    )


@dataclass(frozen=True, slots=True)
class _Reach:
    email: str
    language: str
    wishes: bool = False
    is_on_paper: bool = False
    postal: tuple[str, ...] = ()
    has_login: bool = True


def _reach(row: Application) -> _Reach:
    """How the account is written to at present, and its wishes; once it is gone, the address kept for this file."""
    if not (row.citizen_id and row.citizen and row.citizen.is_active):
        return _Reach(row.contact_email, row.language)
    found = identity.reach_of(row.citizen_id)
    if found is None:
        return _Reach("", row.language)
    return _Reach(
        email=found.email,
        language=identity.language_of(row.citizen_id),
        wishes=identity.wants_courtesy_mails(row.citizen_id),
        is_on_paper=found.is_on_paper,
        postal=found.postal,
        has_login=identity.has_login(row.citizen_id),
    )


def funder_of(person_id: UUID) -> tuple[UUID, UUID | None] | None:
    """The funder and community whose counter writes to a person on paper about her account: those of her last file."""
    rows = Application.objects.filter(citizen_id=person_id).order_by("-created_at")
    return rows.values_list("funder_id", "community_id").first()


def decision_letter(application_id: UUID) -> Letter | None:
    """The letter of the decision that stands, in French; None while there is none."""
    row = Application.objects.filter(id=application_id).select_related("funder").first()
    funder = directory.funder(row.funder_id) if row else None
    if row is None or funder is None:
        return None
    found = detail.build(Actor.system(), row, dossier.snapshot(row, {}), catalogue.version(row.aid_version_id), [])
    return letters.of(found, funder) if found.decision and found.decision.reopened_at is None else None


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
