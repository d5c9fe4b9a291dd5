"""Mails about messages of the thread, to either side, and reminders."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from mob.applications.correspondents import Correspondence
from mob.notifications.composers.applications import day, follow, greeting, why
from mob.notifications.types import Button, Content, Stop, StopState


def to_person(case: Correspondence, author: str, words: str) -> Content:
    """The funder wrote to the person: the words are in the mail."""
    f = {"funder": case.funder_name, "aid": case.aid_title, "ref": case.reference}
    return Content(
        subject=_("%(funder)s wrote to you") % f,
        preheader=_("About your application %(ref)s.") % f,
        heading=_("%(funder)s wrote to you") % f,
        greeting=greeting(case),
        paragraphs=(_("About your application “%(aid)s” (%(ref)s):") % f,),
        quoted=_("%(author)s wrote:") % {"author": author or case.funder_name},
        quote=words,
        button=follow(case, _("Answer"), suffix="#messages"),
        why=why(),
    )


def to_agent(case: Correspondence) -> Content:
    """The person wrote to the agent. What she wrote stays in the file: an agent's mailbox is not a dossier."""
    f = {"ref": case.reference, "aid": case.aid_title}
    return Content(
        subject=_("New message on file %(ref)s") % f,
        preheader=_("A message waits for you at the desk."),
        heading=_("A message waits for you"),
        paragraphs=(_("The person who made application %(ref)s (%(aid)s) wrote to you.") % f,),
        button=Button(_("Open the file"), f"/gestion/demandes/{case.reference}#messages"),
        why=_("You receive this e-mail because you hold this file on moB."),
    )


def answer_came(case: Correspondence) -> Content:
    """The person sent what the agent had asked for."""
    f = {"ref": case.reference, "aid": case.aid_title}
    return Content(
        subject=_("File %(ref)s was corrected") % f,
        preheader=_("You can go on with it."),
        heading=_("The corrections arrived"),
        paragraphs=(_("The person who made application %(ref)s (%(aid)s) sent what you asked for.") % f,),
        button=Button(_("Open the file"), f"/gestion/demandes/{case.reference}"),
        why=_("You receive this e-mail because you hold this file on moB."),
    )


def draft_waits(case: Correspondence) -> Content:
    """A courtesy: a draft nobody touched for three days."""
    f = {"funder": case.funder_name, "aid": case.aid_title, "ref": case.reference}
    return Content(
        subject=_("Your draft is waiting for you"),
        preheader=_("Everything you typed is kept."),
        heading=_("Your draft is waiting for you"),
        greeting=greeting(case),
        paragraphs=(
            _("You began an application for “%(aid)s” (%(funder)s, %(ref)s). Everything you typed is kept.") % f,
            _("If you changed your mind, you can delete the draft from its page."),
        ),
        button=follow(case, _("Take up my draft"), asks=True),
        why=_("You can switch off this kind of reminder in your account, under Preferences."),
    )


def draft_expires(case: Correspondence, last_day: date) -> Content:
    """Two weeks before a draft nobody touches is erased. Never switched off: something is about to be lost."""
    f = {"funder": case.funder_name, "aid": case.aid_title, "ref": case.reference, "day": day(last_day)}
    return Content(
        subject=_("Your draft will be erased after %(day)s") % f,
        preheader=_("Open it before then to keep it."),
        heading=_("Your draft will be erased"),
        greeting=greeting(case),
        paragraphs=(
            _("You began an application for “%(aid)s” (%(funder)s, %(ref)s) and have not touched it for long.") % f,
            _("To keep it, change or complete something before the end of %(day)s. Otherwise it is erased.") % f,
        ),
        button=follow(case, _("Take up my draft"), asks=True),
        why=why(),
    )


def due_soon(case: Correspondence) -> Content:
    """Seven days before a file would be closed for want of an answer. Never switched off."""
    due = day(case.request_due_on) if case.request_due_on else ""
    f = {"funder": case.funder_name, "aid": case.aid_title, "ref": case.reference, "due": due}
    return Content(
        subject=_("You have until the end of %(due)s to answer") % f,
        preheader=_("After that day your application is closed. Nothing is lost, but the examination stops."),
        heading=_("You have until the end of %(due)s") % f,
        greeting=greeting(case),
        paragraphs=(
            _("%(funder)s is waiting for your answer about “%(aid)s” (%(ref)s).") % f,
            _("After that day the application is closed. You could still take it up again for two months."),
        ),
        quote=case.request_message,
        button=follow(case, _("Answer"), asks=True),
        stops=(Stop(StopState.YOURS, _("Your turn"), _("by the end of %(due)s") % f),),
        why=why(),
    )
