"""Rules tried on a person one invents: the verdict, its reasons, the computation. Nothing is kept."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.catalogue import selectors as catalogue
from mob.catalogue.types import Outcome
from mob.eligibility.types import Outcome as Met
from mob.eligibility.types import Reason, Source, Verdict
from mob.eligibility.verdicts import verdict
from mob.kernel import clock
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.aid_rules import answers, home
from mob.web.components import Check

_STATES = {Met.MET: "yes", Met.NOT_MET: "no", Met.UNKNOWN: "unknown"}
_NOTICES = {Outcome.ELIGIBLE: "ok", Outcome.INELIGIBLE: "no", Outcome.UNDETERMINED: "unknown"}


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def page(request: StaffRequest, aid_id: UUID) -> HttpResponse:
    """The questions, and what the rules of the newest version answer."""
    editing = catalogue.editing(request.actor, aid_id)
    rules = home.rules_or_404(editing)
    form = answers.AnswersForm(request.POST if request.method == "POST" else None, rules=rules)
    found: Verdict | None = None
    if request.method == "POST" and form.is_valid():
        source = Source(_("Official page"), editing.content.source_url)
        found = verdict(rules, form.answers(), on=clock.civil_date(clock.now()), source=source)
    context = {
        **home.header(editing, _("Try the rules on a person")),
        "form": form,
        "asked": form.rows(),
        "asks_place": form.asks_place,
        "place": form.place_answer(),
        "found": found,
        "notice": _NOTICES[found.outcome] if found else "",
        "outcome": home.outcome_words(found.outcome, found.amount) if found else "",
        "reasons": [_check(each) for each in found.reasons] if found else [],
        "lacking": home.why(found, rules) if found and found.missing else "",
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "rules/trial.html", context, here="aids", status=status)


def _check(reason: Reason) -> Check:
    return Check(reason.text, _STATES[reason.outcome], reason.source_title or reason.source_url)
