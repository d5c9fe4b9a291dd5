"""The decision as the letter the person reads, for the agents of her funder."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from mob.applications import letters
from mob.applications.letters import Letter
from mob.applications.views import Detail
from mob.directory import selectors as directory
from mob.kernel.errors import NotFound
from mob.web.funder import file
from mob.web.funder.access import INBOX, Request, at_the_desk, show
from mob.web.letters import attachment


@require_safe
@at_the_desk
def page(request: Request, reference: str) -> HttpResponseBase:
    """The letter, on screen and on paper."""
    found, letter = _load(request, reference)
    base = f"{INBOX}demandes/{reference}"
    return show(
        request, "letter.html", {"detail": found, "letter": letter, "pdf": f"{base}/decision.pdf", "back": base}
    )


@require_safe
@at_the_desk
def pdf(request: Request, reference: str) -> HttpResponseBase:
    """The same letter, to file or to post."""
    found, letter = _load(request, reference)
    return attachment(letter, found.reference)


def _load(request: Request, reference: str) -> tuple[Detail, Letter]:
    found = file.load(request, reference)
    funder = directory.funder(found.funder_id)
    if funder is None:
        raise NotFound("application_unknown")
    return found, letters.of(found, funder)
