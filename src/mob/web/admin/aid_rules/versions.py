"""The rules of a past version, and what they changed: lines that left and lines that came."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import RulesContent, VersionRow
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import home

_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`sign`: + for a line that came, - for one that left, empty for one that stays, … for lines left out."""

    sign: str
    text: str


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID, version_id: UUID) -> HttpResponse:
    """Beside the version before it that had rules."""
    editing = catalogue.editing(request.actor, aid_id)
    rows = catalogue.history(request.actor, aid_id)
    at = next((index for index, row in enumerate(rows) if row.id == version_id), None)
    if at is None or rows[at].rules is None:
        raise Http404
    before = next((row for row in rows[at + 1 :] if row.rules is not None), None)
    context = {
        **home.header(editing, _("Rules of version %(number)d") % {"number": rows[at].number}),
        "version": rows[at],
        "before": before,
        "lines": differences(_text(before), _text(rows[at])),
    }
    return show(request, "rules/version.html", context, here="aids")


def _text(row: VersionRow | None) -> str:
    """All that can differ, as text: a book's rules are told by its digest and the name of the rule."""
    if row is None or row.rules is None:
        return ""
    rules = row.rules
    head = [
        f"# {words}" for words in (home.frequency_words(rules), *home.together_words(rules), _anyway(rules)) if words
    ]
    body = rules.text if rules.text else f"{rules.target}\n{rules.book[:12]}\n"
    return "\n".join([*head, body])


def _anyway(rules: RulesContent) -> str:
    return "" if rules.allows_anyway else _("Who is not eligible cannot apply")


def differences(before: str, after: str) -> list[DiffLine]:
    """Line by line, with a few lines around each change; all of the text when there was none before."""
    if not before:
        return [DiffLine("", line) for line in after.splitlines()]
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=_CONTEXT, lineterm="")
    kept = [line for line in found if not line.startswith(("---", "+++"))]
    return [DiffLine("…", "") if line.startswith("@@") else DiffLine(line[:1].strip(), line[1:]) for line in kept]
