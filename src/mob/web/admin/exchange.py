"""Aids in and out as files. An import is first tried and undone, with every refused line shown; then confirmed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.catalogue import services
from mob.catalogue.services import FileFormat, ImportReport, Outcome
from mob.kernel import clock
from mob.kernel.errors import Invalid
from mob.kernel.texts import text_of
from mob.web.admin.access import AUTHORS, StaffRequest, open_to, show
from mob.web.admin.pages import EXPECTED, AdminForm, words_of

LARGEST = 700_000
KEPT = "aid_import"
COUNTED = {
    Outcome.CREATED: gettext_lazy("Created"),
    Outcome.UPDATED: gettext_lazy("Changed"),
    Outcome.UNCHANGED: gettext_lazy("Unchanged"),
}
DONE = {Outcome.CREATED: gettext_lazy("new"), Outcome.UPDATED: gettext_lazy("changed")}
_TYPES = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.JSON: "application/json; charset=utf-8"}


class ImportForm(AdminForm):
    """One file. Its kind is read in its first characters."""

    file = forms.FileField(
        label=gettext_lazy("File of aids"),
        help_text=gettext_lazy("CSV (the national 19-column format) or JSON, 700 kB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.json,text/csv,application/json"}),
    )

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read(LARGEST + 1)
        if len(content) > LARGEST:
            raise forms.ValidationError(_("This file is larger than 700 kB. Split it in several files."))
        return content


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that was not taken, in words."""

    number: int
    title: str
    reasons: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*AUTHORS)
def page(request: StaffRequest) -> HttpResponse:
    """Choose a file and see what it would do; or take one out."""
    form = ImportForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        content: bytes = form.cleaned_data["file"]
        try:
            report = services.import_aids(request.actor, content=content, now=clock.now(), dry_run=True)
        except Invalid as error:
            form.add_error("file", words_of(error, request.LANGUAGE_CODE))
        except EXPECTED as error:
            form.refuse(error)
        else:
            _keep(request, content if report.changes else None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return show(request, "exchange.html", {"form": form, **_told(report)}, here="exchange", status=status)


@require_POST
@open_to(*AUTHORS)
def confirm(request: StaffRequest) -> HttpResponse:
    """Do what the trial showed, with the very bytes it read."""
    content = _kept(request)
    if content is None:
        messages.error(request, _("There is nothing to import any more. Choose the file again."))
        return HttpResponseRedirect(reverse("admin:exchange"))
    try:
        report = services.import_aids(request.actor, content=content, now=clock.now())
    except EXPECTED as error:
        messages.error(request, words_of(error, request.LANGUAGE_CODE))
        return HttpResponseRedirect(reverse("admin:exchange"))
    _keep(request, None)
    return show(request, "exchange.html", {"form": ImportForm(), **_told(report)}, here="exchange")


def _keep(request: StaffRequest, content: bytes | None) -> None:
    """The session keeps the file between the trial and the word to go on, and nothing longer."""
    request.session.pop(KEPT, None)
    if content is not None:
        request.session[KEPT] = {
            "by": str(request.actor.id),
            "for": str(request.actor.funder_id),
            "file": base64.b64encode(content).decode("ascii"),
        }


def _kept(request: StaffRequest) -> bytes | None:
    """The file tried by this person under this hat."""
    held: dict[str, str] = request.session.get(KEPT) or {}
    if held.get("by") != str(request.actor.id) or held.get("for") != str(request.actor.funder_id):
        return None
    try:
        return base64.b64decode(held["file"], validate=True)
    except (KeyError, binascii.Error):
        return None


def _told(report: ImportReport | None) -> dict[str, Any]:
    """The report as the page writes it."""
    if report is None:
        return {"report": None, "taken": [], "refusals": [], "counts": []}
    language = get_language() or "fr"
    return {
        "report": report,
        "taken": [(line, DONE[line.outcome]) for line in report.taken if line.outcome in DONE],
        "refusals": [
            Refusal(line.number, line.title, [text_of(p.code, language, **dict(p.params)) for p in line.problems])
            for line in report.refused
        ],
        "counts": [(label, report.count(outcome)) for outcome, label in COUNTED.items()],
    }


@require_safe
@open_to(*AUTHORS)
def export(request: StaffRequest, fmt: str) -> HttpResponse:
    """The aids the actor may write, drafts included, as a file that can be brought back."""
    kind = FileFormat(fmt)
    now = clock.now()
    own: UUID | None = request.actor.funder_id
    text = services.export_aids(
        request.actor,
        fmt=kind,
        now=now,
        public_url=settings.ENV.public_url,
        funder_id=own,
        drafts=kind is FileFormat.JSON,
    )
    response = HttpResponse(text.encode("utf-8"), content_type=_TYPES[kind])
    day = clock.civil_date(now).isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="aides-{day}.{kind.value}"'
    return response
