"""Mails to who keeps aids: a mistake somebody tells of, and what should be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from mob.catalogue.types import WatchedRow, Worry
from mob.notifications.composers.applications import day
from mob.notifications.types import Button, Content

MOST_NAMED = 12
LIST = "/administration/aides/revoir"
_WORRIES = {
    Worry.REPORTED: gettext_noop("a mistake was told of"),
    Worry.LINK: gettext_noop("its official page does not answer"),
    Worry.STALE: gettext_noop("not verified for six months"),
}


def mistake(aid_id: UUID, title: str, text: str, email: str) -> Content:
    """Somebody wrote from the page of an aid. Her words are quoted; her address, when she gave it, is told."""
    answer = _("She may be answered at %(email)s.") % {"email": email} if email else _("She left no address.")
    return Content(
        subject=_("A mistake on the page of “%(title)s”") % {"title": title},
        preheader=_("Somebody wrote from the public page of this aid."),
        heading=_("Somebody tells of a mistake"),
        greeting=_("Hello,"),
        paragraphs=(_("It is about the aid “%(title)s”.") % {"title": title}, answer),
        quote=text,
        quoted=_("What was written"),
        button=Button(_("See the aid"), f"/administration/aides/{aid_id}"),
        after=(_("These words are erased a year after they were written."),),
        why=_("You receive this e-mail because you keep this aid up to date on moB."),
    )


def to_look_at(rows: Sequence[WatchedRow]) -> Content:
    """The aids that should be looked at again, the first by name."""
    named = [_("%(title)s: %(why)s.") % {"title": row.title, "why": _why(row)} for row in rows[:MOST_NAMED]]
    more = len(rows) - MOST_NAMED
    if more > 0:
        named.append(ngettext("And %(n)d other.", "And %(n)d others.", more) % {"n": more})
    count = {"n": len(rows)}
    return Content(
        subject=ngettext("%(n)d aid to look at again", "%(n)d aids to look at again", len(rows)) % count,
        preheader=_("One click says that an aid still holds."),
        heading=ngettext("%(n)d aid to look at again", "%(n)d aids to look at again", len(rows)) % count,
        greeting=_("Hello,"),
        paragraphs=tuple(named),
        button=Button(_("See the list"), LIST),
        why=_("You receive this e-mail, once a week at most, because you keep these aids up to date on moB."),
    )


def _why(row: WatchedRow) -> str:
    worry = row.worries[0]
    if worry is Worry.ENDING and row.watched.valid_to:
        return _("ends on %(date)s") % {"date": day(row.watched.valid_to)}
    return _(_WORRIES[worry])
