"""Who looked at my files: the role, the funder and the day of each time an agent opened one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mob.applications import consultations, selectors
from mob.applications.views import ConsultationView
from mob.kernel.actor import Role
from mob.web.citizen.access import actor_of, language_of, signed_in

ROLES = {
    Role.CASE_MANAGER: _("An agent who examines applications"),
    Role.SUPERVISOR: _("A supervisor of the service"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One reading of one file, in words."""

    day: date
    who: Any
    funder: str
    reference: str
    aid: str


@require_safe
@signed_in
def of_file(request: HttpRequest, reference: str) -> HttpResponseBase:
    """One file. Not there for anyone but its author."""
    actor = actor_of(request)
    selectors.id_of(actor, reference)
    found = consultations.of_file(actor, reference, language=language_of(request))
    return _show(request, found, reference)


@require_safe
@signed_in
def of_person(request: HttpRequest) -> HttpResponseBase:
    """Every file of hers."""
    return _show(request, consultations.of_person(actor_of(request), language=language_of(request)), "")


def _show(request: HttpRequest, found: Sequence[ConsultationView], reference: str) -> HttpResponseBase:
    lines = [Line(each.day, ROLES[each.role], each.funder_name, each.reference, each.aid_title) for each in found]
    context = {"here": "applications" if reference else "account", "lines": lines, "reference": reference}
    return render(request, "citizen/applications/consultations.html", context)
