"""Mandates in words: what is let, on which aids, where it stands, who ended it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mob.catalogue import selectors as catalogue
from mob.identity.mandate_types import EndedBy, MandateState, MandateView, Power, Side
from mob.web.formats import long_date

POWERS: dict[Power, Any] = {
    Power.APPLY: gettext_lazy("Prepare and send applications"),
    Power.ANSWER: gettext_lazy("Answer what the funder asks, write to it"),
    Power.READ: gettext_lazy("Read the decisions"),
    Power.BANK_DETAILS: gettext_lazy("Give the bank account that is paid"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One mandate as a list shows it. `tag` is a word and its kind."""

    view: MandateView
    who: str
    line: str
    tag: tuple[str, str]
    can_act: bool


def card(view: MandateView, language: str) -> Card:
    return Card(view, who(view), line(view, language), tag(view), view.is_live and view.side is Side.HELPER)


def who(view: MandateView) -> str:
    """The other one, as far as she is known."""
    if view.other_name:
        return view.other_name
    if view.other_address:
        return view.other_address
    return _("Somebody you gave a code to") if view.state is MandateState.ASKED else _("Nobody")


def line(view: MandateView, language: str) -> str:
    """Where it stands, in a sentence."""
    if view.state is MandateState.ASKED:
        answer = {"date": long_date(view.answer_by, language)}
        if view.is_to_answer:
            return _("Waits for your answer, until %(date)s.") % answer
        return _("No answer yet. It closes by itself on %(date)s.") % answer
    if view.is_live and view.ends_on:
        return _("Until %(date)s included.") % {"date": long_date(view.ends_on, language)}
    moment = long_date(view.ended_at, language) if view.ended_at else ""
    return _ending(view, {"date": moment})


def _ending(view: MandateView, told: dict[str, str]) -> str:
    match view.state:
        case MandateState.DECLINED:
            return _("Declined on %(date)s.") % told
        case MandateState.CANCELLED:
            return _("Taken back on %(date)s.") % told
        case MandateState.LAPSED:
            return _("Nobody answered.")
    if view.ended_by is None:
        return _("Its last day has passed.")
    return {
        EndedBy.CLOCK: _("Its last day has passed."),
        EndedBy.ACCOUNT: _("Ended on %(date)s: an account was closed.") % told,
        EndedBy.HELPER: _("Ended on %(date)s by the helper.") % told,
        EndedBy.HELPED: _("Ended on %(date)s by the person helped.") % told,
    }[view.ended_by]


def tag(view: MandateView) -> tuple[str, str]:
    if view.state is MandateState.ASKED:
        return (_("to answer") if view.is_to_answer else _("asked"), "unknown")
    return (_("in force"), "ok") if view.is_live else (_("ended"), "plain")


def powers(view: MandateView) -> list[str]:
    """What it lets do, in a fixed order."""
    return [str(POWERS[power]) for power in Power if power in view.terms.powers]


def time(view: MandateView, language: str) -> str:
    """How long: the days once it runs, else what is asked for."""
    if not view.begins_on or not view.ends_on:
        return _("%(duration)s from the day it is accepted") % {"duration": duration(view.terms.months)}
    told = {"first": long_date(view.begins_on, language), "last": long_date(view.ends_on, language)}
    return _("From %(first)s to %(last)s included") % told


def aids(view: MandateView, language: str) -> list[str]:
    if view.terms.aid_ids is None:
        return [_("Every aid")]
    titles = catalogue.titles_of_aids(view.terms.aid_ids, language=language)
    return sorted(title.title for title in titles.values()) or [_("an aid withdrawn since")]


def duration(months: int) -> str:
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def uses(moments: Iterable[datetime], language: str, *, most: int = 10) -> list[str]:
    """The last days on which it was used, each once."""
    days = dict.fromkeys(long_date(moment, language) for moment in moments)
    return list(days)[:most]
