"""The share of applications in a person's data: what is exported, what is open, what must be kept, what is erased.

How long decided files are kept: claims on public bodies lapse four years after 1 January of the year that follows
(loi n° 68-1250 du 31 décembre 1968, article 1); one more year covers what is filed late.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mob.applications import detail, helped
from mob.applications.models import Application, CounterVisit, Decision, Preparation
from mob.applications.purchases import tracing
from mob.applications.services import drafts, sending
from mob.applications.types import State
from mob.catalogue import selectors as catalogue
from mob.documents import selectors as documents
from mob.documents.types import DocumentView
from mob.identity.types import Choice, ExportFile, OpenItem, Retained
from mob.journal import selectors as journal
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date

YEARS_KEPT = catalogue.YEARS_KEPT


class ApplicationData:
    """Serves `identity.ports.PersonalData`."""

    def export(self, user_id: UUID) -> Sequence[ExportFile]:
        return [*(file for row in _of(user_id) for file in _files(row)), *_visits(user_id), *tracing.export(user_id)]

    def open_items(self, user_id: UUID) -> Sequence[OpenItem]:
        live = [row for row in _of(user_id) if row.state != State.DRAFT.value and not State(row.state).is_final]
        titles = catalogue.titles(row.aid_version_id for row in live)
        return [
            OpenItem(row.id, titles[row.aid_version_id].title, f"{row.funder.name}, {row.reference}") for row in live
        ]

    def retained(self, user_id: UUID) -> Sequence[Retained]:
        kept = [row for row in _of(user_id) if row.state != State.DRAFT.value]
        said = catalogue.retentions((row.aid_id for row in kept), language=(get_language() or "fr")[:2])
        titles = catalogue.titles(row.aid_version_id for row in kept)
        return [Retained(f"{titles[row.aid_version_id].title} ({row.reference})", *_kept(row, said)) for row in kept]

    def erase(self, actor: Actor, *, user_id: UUID, choices: Mapping[UUID, Choice], now: datetime) -> None:
        """Drafts go with their papers; each application under way follows its choice; decided ones are kept."""
        for row in _of(user_id):
            if row.state == State.DRAFT.value:
                drafts.discard(actor, application_id=row.id, now=now)
            elif choices.get(row.id) is Choice.WITHDRAW:
                sending.withdraw(actor, application_id=row.id, now=now)
        CounterVisit.objects.filter(person_id=user_id).delete()
        Preparation.objects.filter(citizen_id=user_id).delete()
        tracing.forget_person(user_id)


def _visits(user_id: UUID) -> list[ExportFile]:
    """When she was received at a counter, and whose. The mandate she signed is among her proofs."""
    rows = CounterVisit.objects.filter(person_id=user_id).select_related("funder").order_by("opened_at")
    said = [
        {"at": row.opened_at.isoformat(), "funder": row.funder.name, "place": row.place, "signed": bool(row.mandate_id)}
        for row in rows
    ]
    return (
        [ExportFile("demandes/guichet.json", json.dumps(said, ensure_ascii=False, indent=2).encode())] if said else []
    )


def keep_until(decided_at: datetime | None, years: int = YEARS_KEPT) -> date | None:
    """The last day a decided file is kept, `years` being what its aid said when it was sent; None before a decision."""
    return date(civil_date(decided_at).year + years, 12, 31) if decided_at else None


def _kept(row: Application, said: catalogue.Retentions) -> tuple[str, date | None]:
    """Why the file is kept, in its aid's own words where it has some, and until when."""
    held = said.at(row.aid_id, row.submitted_at or row.created_at)
    reason = held.reason if row.decided_at and held.reason else _reason(row)
    return reason, keep_until(row.decided_at, held.years)


def _of(user_id: UUID) -> list[Application]:
    return list(Application.objects.filter(citizen_id=user_id).select_related("funder").order_by("created_at"))


def _reason(row: Application) -> str:
    if row.decided_at:
        return _("The funder must be able to account for its decision, and you to appeal against it.")
    if row.state == State.WITHDRAWN.value:
        return _("You withdrew it. The funder keeps the trace of your request.")
    return _("The funder has not decided yet: the date follows from its decision.")


def _files(row: Application) -> list[ExportFile]:
    folder = f"demandes/{row.reference}"
    text = json.dumps(content(row), ensure_ascii=False, indent=2)
    files = [ExportFile(f"{folder}/demande.json", text.encode())]
    if row.submitted_at:
        files.append(ExportFile(f"{folder}/recu.txt", _receipt(row).encode()))
    return files


def content(row: Application) -> dict[str, Any]:
    decision = row.decisions.order_by("-decided_at").first()
    facts = journal.stream_facts(Actor.system(), f"application:{row.id}")
    return {
        "reference": row.reference,
        "aid": catalogue.terms(row.aid_version_id).title,
        "funder": row.funder.name,
        "state": row.state,
        "beneficiary": row.beneficiary,
        "answers": row.answers,
        "sent_profile": row.snapshot,
        "eligibility": row.verdict,
        "declaration": row.declaration,
        "done_for_me_by": [
            {"name": "Aidants Connect" if view.is_professional else view.name, "mandate": str(view.mandate_id)}
            for view in helped.views(row.helped_by)
        ],
        "prepared_by": list(row.preparations.order_by("at").values_list("client__name", flat=True).distinct()),
        "papers": [_paper(document) for document in documents.documents_of(row.id)],
        "papers_from_services": [
            {"paper": p.code, "service": p.handed_by, "handed_over": _at(p.handed_at)}
            for p in row.proofs.exclude(handed_by="").order_by("position")
        ],
        "messages": [
            {"at": m.sent_at.isoformat(), "from_funder": m.from_funder, "text": m.text}
            for m in row.messages.order_by("sent_at")
        ],
        "checks_by_program": [
            {"at": run.ran_at.isoformat(), "conclusion": run.conclusion, "checks": run.checks}
            for run in row.check_runs.order_by("ran_at")
        ],
        "withdrawals": [
            {
                "at": notice.notified_at.isoformat(),
                "ground": notice.ground,
                "text": notice.text,
                "reply": notice.reply,
                "withdrawn": notice.is_withdrawn,
            }
            for notice in row.withdrawals.order_by("notified_at")
        ],
        "decision": _decision(decision) if decision else None,
        "consultations": [{"day": c.day.isoformat(), "role": c.role} for c in row.consultations.order_by("day", "id")],
        "history": [{"at": f.at.isoformat(), "what": f.kind, "details": dict(f.data)} for f in facts],
    }


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _paper(document: DocumentView) -> dict[str, Any]:
    """What can be said of a paper: only the funder can reopen it."""
    return {"name": document.file_name, "sent_at": document.created_at.isoformat(), "sha256": document.sha256}


def _decision(decision: Decision) -> dict[str, Any]:
    view = detail.decision_view(decision)
    return {
        "approved": view.is_approval,
        "at": view.decided_at.isoformat(),
        "terms": decision.terms,
        "reason": view.reason.value if view.reason else None,
        "text": view.text,
        "remedy": view.remedy,
        "appeal": view.appeal,
        "by": [view.author_name, view.author_capacity, view.author_service],
        "first_opened_at": view.opened_at.isoformat() if view.opened_at else None,
    }


def _receipt(row: Application) -> str:
    lines = [
        _("Receipt of an application"),
        f"{_('Reference')}: {row.reference}",
        f"{_('Aid')}: {catalogue.terms(row.aid_version_id).title}",
        f"{_('Funder')}: {row.funder.name}",
        f"{_('Received on')}: {civil_date(row.submitted_at or row.created_at):%d/%m/%Y}",
    ]
    return "\n".join(lines) + "\n"
