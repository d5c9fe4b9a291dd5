"""The mail of a simulation's results: each aid and its amount. What the person answered is not in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from mob.notifications.types import Button, Content, Stop, StopState


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One aid: its title, who pays, its amount in words; `is_sure`: no answer is missing."""

    title: str
    payer: str
    amount: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SentResults:
    """`town` and `day` in words; `total` too, empty when no amount is sure."""

    town: str
    day: str
    total: str
    lines: tuple[ResultLine, ...]


def results(sent: SentResults) -> Content:
    facts = {"town": sent.town, "day": sent.day}
    return Content(
        subject=_("Your mobility aids: the results of your simulation"),
        preheader=_("What you may receive in %(town)s.") % facts,
        heading=_("Your results"),
        paragraphs=(_("Here is what you may receive in %(town)s, worked out on %(day)s.") % facts,),
        amount=sent.total,
        stops=tuple(_stop(line) for line in sent.lines),
        button=Button(_("Simulate again"), "/simulateur/"),
        after=(_("It is no promise yet: each payer checks your papers and decides."),),
        why=_("You receive this e-mail because you asked for it on moB. Our copy is erased once it has left."),
    )


def _stop(line: ResultLine) -> Stop:
    words = [line.payer, line.amount, "" if line.is_sure else _("an answer is missing")]
    return Stop(StopState.DONE if line.is_sure else StopState.UPCOMING, line.title, ", ".join(filter(None, words)))
