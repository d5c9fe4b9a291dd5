"""What the clock does to applications: closing files whose correction never came, and reminding before that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from mob.applications import automatic, lifecycle, queues
from mob.applications.events import ChecksStarted
from mob.applications.models import Application, Proof
from mob.applications.purchases import tracing
from mob.applications.services import dossier
from mob.applications.types import Lapse, State
from mob.documents import selectors as documents
from mob.documents import services as document_services
from mob.journal import registry
from mob.journal.types import FactView, Subscriber, TaskKind
from mob.kernel import clock
from mob.kernel.actor import Actor
from mob.kernel.errors import MobError

_BATCH = 200


def define() -> None:
    """Add this context's tasks and its own subscriber to the registry."""
    registry.define_task(TaskKind("applications.lapse", lapse_due, every=timedelta(minutes=15)))
    registry.define_task(TaskKind("applications.delays", measure_delays, every=timedelta(hours=1)))
    registry.define_task(TaskKind("applications.stuck", release_stuck, every=timedelta(hours=1)))
    registry.subscribe(Subscriber("applications.checks", frozenset({ChecksStarted.kind}), check))
    registry.subscribe(tracing.subscriber())
    registry.define_task(TaskKind("applications.unnamed", forget_unnamed, every=timedelta(hours=6)))


def check(fact: FactView) -> None:
    """Run the checks of an automatic aid after the submission; a second call finds nothing left to do."""
    automatic.run(fact.owner_id, now=clock.now())


def measure_delays(payload: Mapping[str, Any], now: datetime) -> None:
    queues.refresh(now)


def release_stuck(payload: Mapping[str, Any], now: datetime) -> None:
    automatic.release_stuck(now)


def lapse_due(payload: Mapping[str, Any], now: datetime) -> None:
    """Close the files whose due date has passed. Each stands alone: one that changed meanwhile is left."""
    today = clock.civil_date(now)
    late = Application.objects.filter(state=State.CHANGES_REQUESTED.value, due_on__lt=today)
    for application_id in list(late.values_list("id", flat=True)[:_BATCH]):
        lapse(application_id, now)


def lapse(application_id: UUID, now: datetime) -> bool:
    """Close one file for want of an answer, losing nothing. False when it no longer has to be."""
    actor = Actor.system()
    try:
        with transaction.atomic():
            row, app = dossier.load(actor, application_id)
            facts = lifecycle.decide(app, Lapse(actor), now=now)
            dossier.commit(row, facts, actor=actor, now=now, closed_at=now, due_on=None)
    except MobError:
        return False
    return True


def forget_unnamed(payload: Mapping[str, Any], now: datetime) -> None:
    """Remove documents that no application names: a process died between storing one and naming it.

    Those of the last day are left alone; the window before it is met many times over.
    """
    found = set(documents.live_between(now - timedelta(days=3), now - timedelta(days=1)))
    named = Proof.objects.filter(document_id__in=found).values_list("document_id", flat=True)
    for document_id in found - set(named):
        document_services.remove(Actor.system(), document_id=document_id, now=now)
