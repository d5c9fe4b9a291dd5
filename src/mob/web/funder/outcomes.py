"""The list that comes back from who pays: read, shown line by line, and recorded only once an agent has said so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from mob.kernel import clock
from mob.kernel.errors import Conflict, Forbidden, Invalid, MobError, NotFound, Refused
from mob.kernel.money import Cents
from mob.kernel.texts import text_of
from mob.payments import returns, services
from mob.payments.returns import ReturnedLine
from mob.payments.types import Outcome, Rejection
from mob.web.citizen.payment import REJECTIONS
from mob.web.formats import long_date
from mob.web.forms import Form
from mob.web.funder.access import Request, at_the_desk, language, see, show
from mob.web.funder.to_pay import HOME

_EXPECTED = (Conflict, Forbidden, Invalid, NotFound, Refused)


class FileForm(Form):
    """The file as the accountant gave it back."""

    file = forms.FileField(
        label=gettext_lazy("The list, with “Paid on” or “Reason of the rejection” filled in"),
        help_text=gettext_lazy(
            "CSV or ODS, 2 MB at most. Columns are known by their titles; lines left empty are skipped."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.ods,text/csv"}),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One line as the page reads it back. `error`: in words, "" for one that can be recorded."""

    number: int
    code: str
    text: str
    error: str


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_desk
def page(request: Request) -> HttpResponseBase:
    """The file, what it would do, and the doing."""
    if request.method != "POST":
        return _show(request, FileForm())
    if "lines" in request.POST:
        return _record(request, _kept(request.POST["lines"]))
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    try:
        lines = returns.read(form.cleaned_data["file"].read())
    except Invalid as error:
        form.refuse(Invalid(error.code, "file", **error.params))
        return _show(request, form)
    return _read_back(request, lines)


def _show(request: Request, form: FileForm) -> HttpResponse:
    return show(request, "paying/returned.html", {"form": form}, here="to_pay", status=422 if form.errors else 200)


def _read_back(request: Request, lines: list[ReturnedLine]) -> HttpResponse:
    tried = [(line, _tried(request, line)) for line in lines]
    good = [line.outcome for line, error in tried if line.outcome and error is None]
    context = {
        "shown": [_shown(line, error) for line, error in tried],
        "good": len(good),
        "bad": len(tried) - len(good),
        "total": sum(outcome.cents or 0 for outcome in good if outcome.paid_on),
        "kept": json.dumps([_plain(outcome) for outcome in good]),
    }
    return show(request, "paying/read_back.html", context, here="to_pay")


def _tried(request: Request, line: ReturnedLine) -> MobError | None:
    """Why the line cannot be recorded, tried for good and undone."""
    if line.outcome is None:
        return line.error
    try:
        services.settle(request.actor, outcome=line.outcome, now=clock.now(), dry_run=True)
    except _EXPECTED as error:
        return error
    return None


def _shown(line: ReturnedLine, error: MobError | None) -> Shown:
    words = text_of(error.code, language(), **error.params) if error else ""
    return Shown(line.number, line.code, said(line.outcome) if line.outcome else "", words)


def said(outcome: Outcome) -> str:
    """What a line says became of a payment."""
    if outcome.rejection:
        return _("Sent back: %(reason)s") % {"reason": REJECTIONS[outcome.rejection]}
    return _("Paid on %(date)s") % {"date": long_date(outcome.paid_on, language())} if outcome.paid_on else ""


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "code": outcome.code,
        "paid_on": outcome.paid_on.isoformat() if outcome.paid_on else None,
        "rejection": outcome.rejection.value if outcome.rejection else None,
        "text": outcome.text,
        "cents": outcome.cents,
    }


def _kept(text: str) -> list[Outcome]:
    """The lines that were read back. The page may have been tampered with: every line is judged again when recorded."""
    try:
        return [_outcome(item) for item in json.loads(text)[: returns.MAX_LINES]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid("payments_file", "file") from error


def _outcome(item: dict[str, Any]) -> Outcome:
    return Outcome(
        str(item["code"])[:20].replace("\x00", ""),
        paid_on=date.fromisoformat(item["paid_on"]) if item["paid_on"] else None,
        rejection=Rejection(item["rejection"]) if item["rejection"] else None,
        text=str(item["text"])[:200].replace("\x00", ""),
        cents=None if item["cents"] is None else Cents(int(item["cents"])),
    )


def _record(request: Request, outcomes: list[Outcome]) -> HttpResponseBase:
    done = 0
    for outcome in outcomes:
        try:
            services.settle(request.actor, outcome=outcome, now=clock.now())
            done += 1
        except _EXPECTED as error:
            messages.error(request, f"{outcome.code}\u00a0: {text_of(error.code, language(), **error.params)}")
    text = ngettext("%(count)d payment is recorded.", "%(count)d payments are recorded.", done)
    messages.success(request, text % {"count": done})
    return see(f"{HOME}?vue=verses")
