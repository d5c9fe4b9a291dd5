"""Letters: owing one, printing it, marking that it left. A row is made once, whatever the number of calls.

Letters are seen and handled by the case managers and supervisors of the funder, of their communities alone where they
have some. `selectors.letters_of` gives those an agent may see.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from mob.applications import services as applications
from mob.kernel.actor import Actor, ActorKind, Role
from mob.kernel.errors import NotFound, Refused
from mob.notifications import rendering
from mob.notifications.models import Letter
from mob.notifications.services import BODY_KEPT, ROW_KEPT
from mob.notifications.types import Addressee, Block, BlockKind, Sheet

# How long who marked a letter as posted may say that it had not left.
UNDO = timedelta(minutes=15)
# Letters in one PDF: what a printer of an office takes at once.
MOST = 100


def owe(key: str, kind: str, to: Addressee, sheet: Sheet, *, subject: str, now: datetime) -> None:
    """Queue a letter at its funder's counter. Without a funder nobody prints it, and nothing is kept."""
    if to.funder_id is None:
        return
    row = Letter(
        key=key,
        kind=kind,
        funder_id=to.funder_id,
        community_id=to.community_id,
        person_id=to.person_id,
        application_id=to.application_id,
        reference=to.reference,
        recipient="\n".join(sheet.recipient),
        subject=rendering.one_line(subject),
        sheet=json.dumps(dataclasses.asdict(sheet), ensure_ascii=False),
        created_at=now,
    )
    Letter.objects.bulk_create([row], ignore_conflicts=True)


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters an agent may handle; never those written to herself."""
    is_agent = actor.kind is ActorKind.STAFF and actor.has(Role.CASE_MANAGER, Role.SUPERVISOR)
    if not is_agent or actor.funder_id is None:
        return Letter.objects.none()
    rows = Letter.objects.filter(funder_id=actor.funder_id).exclude(person_id=actor.id)
    return rows if actor.community_ids is None else rows.filter(community_id__in=actor.community_ids)


def take(actor: Actor, *, ids: Sequence[UUID], now: datetime) -> list[Sheet]:
    """The sheets of these letters, in the order of the queue, and that they were printed.

    Raises NotFound when one is not the actor's to print, or its words were erased; Refused("letters_too_many").
    """
    if len(set(ids)) > MOST:
        raise Refused("letters_too_many", most=MOST)
    rows = list(visible_to(actor).filter(id__in=ids).exclude(sheet="").order_by("created_at", "id"))
    if not rows or len(rows) != len(set(ids)):
        raise NotFound("letter_unknown")
    Letter.objects.filter(id__in=[row.id for row in rows]).update(printed_at=Coalesce(F("printed_at"), Value(now)))
    return [_read(row.sheet) for row in rows]


def mark_posted(actor: Actor, *, ids: Sequence[UUID], now: datetime) -> int:
    """These letters left, by the post or into their person's hands. How many were not marked yet.

    A letter that was never printed cannot have left: Raises Refused("letter_not_printed").
    """
    rows = list(visible_to(actor).filter(id__in=ids, posted_at=None))
    if any(row.printed_at is None for row in rows):
        raise Refused("letter_not_printed")
    return sum(_mark(actor, row, now) for row in rows)


def _mark(actor: Actor, row: Letter, now: datetime) -> bool:
    with transaction.atomic():
        if not Letter.objects.filter(id=row.id, posted_at=None).update(posted_at=now, posted_by=actor.id):
            return False
        if row.application_id:
            is_handed = "\n" not in row.recipient
            applications.note_letter(
                actor, application_id=row.application_id, letter_id=row.id, is_handed=is_handed, now=now
            )
    return True


def undo_posted(actor: Actor, *, letter_id: UUID, now: datetime) -> None:
    """It had not left after all. Within a quarter of an hour; after that Raises Refused("letter_gone")."""
    row = visible_to(actor).filter(id=letter_id).first()
    if row is None:
        raise NotFound("letter_unknown")
    with transaction.atomic():
        recent = Letter.objects.filter(id=row.id, posted_at__gt=now - UNDO)
        if not recent.update(posted_at=None, posted_by=None):
            raise Refused("letter_gone", minutes=int(UNDO.total_seconds() // 60))
        if row.application_id:
            applications.note_letter_undone(actor, application_id=row.application_id, letter_id=row.id, now=now)


def forget(*, now: datetime, dry: bool = False) -> int:
    """Drop the words of letters 30 days after they left, and their rows after a year. How many; `dry`: counts alone.

    A letter that has not left is kept: somebody waits for it.
    """
    words = Letter.objects.filter(posted_at__lt=now - BODY_KEPT).exclude(sheet="")
    rows = Letter.objects.filter(posted_at__lt=now - ROW_KEPT)
    if dry:
        return words.count() + rows.count()
    return words.update(sheet="", recipient="") + rows.delete()[0]


def _read(text: str) -> Sheet:
    kept = json.loads(text)
    for name in ("sender", "recipient", "signature"):
        kept[name] = tuple(kept[name])
    kept["facts"] = tuple((label, value) for label, value in kept["facts"])
    kept["blocks"] = tuple(Block(BlockKind(b["kind"]), b["text"], b["detail"]) for b in kept["blocks"])
    return Sheet(**kept)
