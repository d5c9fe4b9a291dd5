"""What the law makes of a funder's silence, as the person reads it on her line and on her receipt."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from mob.applications import appeals
from mob.applications.silence import MONTHS
from mob.applications.views import Detail
from mob.directory.types import FunderView
from mob.kernel.clock import add_months
from mob.web.citizen import words
from mob.web.formats import long_date


def silence(detail: Detail, funder: FunderView | None, today: date) -> list[str]:
    """Sentences for the line: the date, that it is stopped, or that it has passed. Empty where no such rule binds."""
    if funder is None or not appeals.against_silence(funder):
        return []
    given = {"funder": funder.name, "date": _day(detail.silence_on or detail.silence_paused_on or today)}
    if detail.silence_paused_on is not None:
        return [_("The time %(funder)s has to answer stopped on %(date)s. It goes on when you answer.") % given]
    if detail.silence_on is None:
        return []
    if today <= detail.silence_on:
        return [
            _("%(funder)s has until the end of %(date)s to answer. Without an answer, the law counts it as a refusal.")
            % given
        ]
    until = {"until": _day(add_months(detail.silence_on, MONTHS))}
    return [
        _("%(funder)s had until the end of %(date)s: the law counts its silence as a refusal. It may still answer.")
        % given,
        _("You may contest this until %(until)s.") % until,
        appeals.against_silence(funder),
    ]


def refused_on(funder: FunderView | None, received: date) -> date | None:
    """The date the receipt states: two months, the file being complete (CRPA, art. R112-5). None for an employer."""
    return add_months(received, MONTHS) if funder and appeals.against_silence(funder) else None


def _day(value: date) -> str:
    return long_date(value, words.language())
