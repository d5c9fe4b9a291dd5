"""Writing an aid again. What people read is never changed under them: the words of a published version stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.catalogue.events import AidEdited
from mob.catalogue.models import Aid, AidVersion
from mob.catalogue.selectors.authoring import load
from mob.catalogue.services import storing
from mob.catalogue.types import AidContent
from mob.journal import services as journal
from mob.kernel.actor import Actor


def edit_aid(
    actor: Actor,
    *,
    aid_id: UUID,
    content: AidContent,
    expected_version: int,
    now: datetime,
    import_hash: str | None = None,
) -> int:
    """Replace the draft's content, or start the next version after a published one. Returns the aid's new version.

    Raises NotFound, Forbidden, InvalidMany (content), Conflict("aid_changed") when `expected_version` is old.
    """
    aid = load(actor, aid_id)
    content = storing.with_questions(content)
    storing.check(content)
    with transaction.atomic():
        storing.claim(aid, expected_version=expected_version, now=now)
        if import_hash is not None:
            Aid.objects.filter(id=aid.id).update(import_hash=import_hash)
        version = _write(aid, content=content, now=now)
        edited = AidEdited(aid.id, version.id, version.number)
        journal.append(actor, stream=f"aid:{aid.id}", events=[edited], now=now)
    return expected_version + 1


def _write(aid: Aid, *, content: AidContent, now: datetime) -> AidVersion:
    newest = storing.newest_version(aid)
    number = newest.number
    if newest.published_at is None:
        newest.delete()
    else:
        number += 1
    return storing.insert_version(aid, number=number, content=content, now=now)
