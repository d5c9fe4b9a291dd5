"""That a letter about a file left on paper. The letter itself is not ours: notifications keep it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import mob.journal.services as journal
from mob.applications.events import LetterPosted, LetterPostingUndone
from mob.applications.models import Application
from mob.applications.services import dossier
from mob.kernel.actor import Actor


def note_letter(actor: Actor, *, application_id: UUID, letter_id: UUID, is_handed: bool, now: datetime) -> None:
    """Tell the file's journal, in the caller's transaction, which has checked that the letter is the actor's to post.

    A letter about a draft has a file agents do not see: the fact is told all the same. Nothing for an erased one.
    """
    _tell(actor, application_id, LetterPosted(letter_id, is_handed), now)


def note_letter_undone(actor: Actor, *, application_id: UUID, letter_id: UUID, now: datetime) -> None:
    """It had not left after all."""
    _tell(actor, application_id, LetterPostingUndone(letter_id), now)


def _tell(actor: Actor, application_id: UUID, fact: LetterPosted | LetterPostingUndone, now: datetime) -> None:
    if Application.objects.filter(id=application_id).exists():
        journal.append(actor, stream=dossier.stream(application_id), events=[fact], now=now)
