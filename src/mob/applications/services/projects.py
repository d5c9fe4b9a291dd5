"""One project, several aids: a draft of each, begun together and followed on one page. Each stays its funder's alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mob.applications.models import Application
from mob.applications.services import drafts
from mob.kernel.actor import Actor
from mob.kernel.errors import Forbidden, NotFound, Refused
from mob.kernel.ids import uuid7

MOST_AIDS = 12


def begin_project(actor: Actor, *, slugs: Sequence[str], language: str, now: datetime) -> UUID:
    """Begin a draft of each aid, or find the live one again, as one project. Returns what names the project.

    An aid that cannot be asked for now is left out. Raises Refused("project_empty") when none is left, Forbidden for
    who has no account.
    """
    references = [
        reference
        for slug in dict.fromkeys(slugs[:MOST_AIDS])
        if (reference := _begun(actor, slug, language=language, now=now))
    ]
    if not references:
        raise Refused("project_empty")
    project = uuid7()
    Application.objects.filter(citizen_id=actor.subject_id, reference__in=references).update(project=project)
    return project


def _begun(actor: Actor, slug: str, *, language: str, now: datetime) -> str | None:
    try:
        return drafts.start(actor, slug=slug, language=language, now=now)
    except (Refused, NotFound):
        return None
    except Forbidden as error:
        if error.code != "mandate_does_not_let":
            raise
        return None  # an aid out of the mandate's reach
