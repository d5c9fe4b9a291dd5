"""The rules as written now on the last applications of the aid: who would be told something else. Nothing changes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mob.applications import rehearsal
from mob.catalogue import selectors as catalogue
from mob.kernel.actor import Role
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import home


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An application, what it was told and what it would be, in words."""

    reference: str
    before: str
    after: str
    why: str


@require_safe
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """Those the actor may see: who writes aids and examines no application is told to ask somebody who does."""
    editing = catalogue.editing(request.actor, aid_id)
    rules = home.rules_or_404(editing)
    found = rehearsal.rehearse(request.actor, aid_id, rules)
    rows = [
        ChangeRow(
            each.reference,
            home.outcome_words(each.before.outcome, each.before.amount),
            home.outcome_words(each.after.outcome, each.after.amount),
            home.why(each.after, rules),
        )
        for each in found.changes
    ]
    context = {
        **home.header(editing, _("Replay on the last applications")),
        "sees_files": request.actor.funder_id is not None and request.actor.has(Role.CASE_MANAGER, Role.SUPERVISOR),
        "looked_at": found.looked_at,
        "rows": rows,
        "most": rehearsal.MOST,
    }
    return show(request, "rules/replay.html", context, here="aids")
